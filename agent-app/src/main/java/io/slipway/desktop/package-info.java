/** The desktop: what an operator sees outside the browser. */
@NullMarked
package io.slipway.desktop;

import org.jspecify.annotations.NullMarked;
