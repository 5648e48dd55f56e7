/** The contract that every hypervisor adapter passes. */
@NullMarked
package io.slipway.server.hypervisor;

import org.jspecify.annotations.NullMarked;
