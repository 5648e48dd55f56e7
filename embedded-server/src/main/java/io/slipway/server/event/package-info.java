/** Hints that something changed: written by the store in the transaction of the change, handed to whoever shows it. */
@NullMarked
package io.slipway.server.event;

import org.jspecify.annotations.NullMarked;
