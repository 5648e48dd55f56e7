/** Wiring by hand: reads like a parts list, names every adapter, starts and stops in order. */
@NullMarked
package io.slipway.server.boot;

import org.jspecify.annotations.NullMarked;
