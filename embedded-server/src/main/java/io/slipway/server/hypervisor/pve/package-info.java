/** Proxmox VE 7.4 to 9 over SSH: reads by {@code pvesh}, writes by {@code qm}, long work detached from our connection. */
@NullMarked
package io.slipway.server.hypervisor.pve;

import org.jspecify.annotations.NullMarked;
