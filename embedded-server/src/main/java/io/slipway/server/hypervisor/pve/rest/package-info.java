/**
 * Proxmox' REST API as a wire: a pinned certificate, an API token, JSON and multipart, nothing about VMs. It is to REST what
 * {@code io.slipway.server.ssh} is to SSH.
 */
@NullMarked
package io.slipway.server.hypervisor.pve.rest;

import org.jspecify.annotations.NullMarked;
