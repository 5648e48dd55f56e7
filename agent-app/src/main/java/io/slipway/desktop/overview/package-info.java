/** The first thing one sees: what needs the operator, what goes on, what came of the day, how the hosts are. */
@NullMarked
package io.slipway.desktop.overview;

import org.jspecify.annotations.NullMarked;
