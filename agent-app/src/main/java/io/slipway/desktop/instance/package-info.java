/** One desktop per user and data folder: a second start hands over what it was asked and ends. */
@NullMarked
package io.slipway.desktop.instance;

import org.jspecify.annotations.NullMarked;
