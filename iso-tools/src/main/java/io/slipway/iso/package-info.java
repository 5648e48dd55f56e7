/** ISO images: the public face. */
@NullMarked
package io.slipway.iso;

import org.jspecify.annotations.NullMarked;
