/** Execution leases: what is granted for one VM for a time. */
@NullMarked
package io.slipway.server.lease;

import org.jspecify.annotations.NullMarked;
