/** Actions on a Syncthing of the operator's: approve what asks to join, and the basics. */
@NullMarked
package io.slipway.server.syncthing;

import org.jspecify.annotations.NullMarked;
