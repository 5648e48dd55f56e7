/** The registry of VMs: placeholders while they are made, and what we know of them afterwards. */
@NullMarked
package io.slipway.server.inventory;

import org.jspecify.annotations.NullMarked;
