/** Orders of VMs: checking them, planning them, and the plans that make and delete VMs. */
@NullMarked
package io.slipway.server.provision;

import org.jspecify.annotations.NullMarked;
