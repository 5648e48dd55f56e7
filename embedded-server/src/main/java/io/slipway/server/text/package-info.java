/** What the product says, in the languages it speaks; the same for the desktop and for the browser. */
@NullMarked
package io.slipway.server.text;

import org.jspecify.annotations.NullMarked;
