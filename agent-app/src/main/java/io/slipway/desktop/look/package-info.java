/** How the desktop looks: colours, type, icons and shapes, the same as the browser's. */
@NullMarked
package io.slipway.desktop.look;

import org.jspecify.annotations.NullMarked;
