/** One look at the work in hand, taken again when something changed, for whoever shows it. */
@NullMarked
package io.slipway.desktop.watch;

import org.jspecify.annotations.NullMarked;
