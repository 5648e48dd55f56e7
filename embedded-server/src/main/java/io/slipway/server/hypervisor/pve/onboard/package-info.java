/** What a sign-in needs on a Proxmox VE host: the rights with their purpose, and scripts that grant and take back exactly those. */
@NullMarked
package io.slipway.server.hypervisor.pve.onboard;

import org.jspecify.annotations.NullMarked;
