/** The desktop program: how it starts, what it opens, how it ends. */
@NullMarked
package io.slipway.desktop.app;

import org.jspecify.annotations.NullMarked;
