/** The Proxmox adapter against the laboratory and against recorded words of a real node. */
@NullMarked
package io.slipway.server.hypervisor.pve.rest;

import org.jspecify.annotations.NullMarked;
