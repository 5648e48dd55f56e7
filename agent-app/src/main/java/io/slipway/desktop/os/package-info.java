/** The protections of the operating system that this program runs on. */
@NullMarked
package io.slipway.desktop.os;

import org.jspecify.annotations.NullMarked;
