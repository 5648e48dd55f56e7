/** Config discs made by hand: for one machine, without an order and without a host. */
@NullMarked
package io.slipway.server.disc;

import org.jspecify.annotations.NullMarked;
