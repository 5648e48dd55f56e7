/** The port to hypervisors and its value types; adapters live one level below and know only this package. */
@NullMarked
package io.slipway.server.hypervisor;

import org.jspecify.annotations.NullMarked;
