/** The tray icon: what it says, how it is drawn, and the libraries that put it on the screen. */
@NullMarked
package io.slipway.desktop.tray;

import org.jspecify.annotations.NullMarked;
