/** The window's frame, the places in it, and what every page is given: the services, the language, and how to work off the JavaFX thread. */
@NullMarked
package io.slipway.desktop.shell;

import org.jspecify.annotations.NullMarked;
