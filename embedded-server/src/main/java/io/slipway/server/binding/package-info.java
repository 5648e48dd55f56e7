/** Which fields of which objects are filled from secrets. */
@NullMarked
package io.slipway.server.binding;

import org.jspecify.annotations.NullMarked;
