/** The laboratory's Proxmox VE node: machines, storages, tasks, locks and what changes them. */
@NullMarked
package io.slipway.server.lab.pve;

import org.jspecify.annotations.NullMarked;
