/** The first run: the demonstration, connecting a host, or just an ISO; at most three inputs a screen, and always a way back. */
@NullMarked
package io.slipway.desktop.setup;

import org.jspecify.annotations.NullMarked;
