/**
 * Proxmox VE 7.4 to 9 over two transports. SSH: reads by {@code pvesh}, writes by {@code qm}, long work detached from our
 * connection. REST: the same paths with an API token, long work as tasks of the host. What decides is above both.
 */
@NullMarked
package io.slipway.server.hypervisor.pve;

import org.jspecify.annotations.NullMarked;
