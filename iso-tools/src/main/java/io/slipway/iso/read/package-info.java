/** Strict, bounded reading of ISO 9660, Joliet, Rock Ridge and UDF images from untrusted sources. */
@NullMarked
package io.slipway.iso.read;

import org.jspecify.annotations.NullMarked;
