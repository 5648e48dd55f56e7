/** The few messages that reach an operator who is not looking: what ended, what failed, what needs a decision. */
@NullMarked
package io.slipway.desktop.notify;

import org.jspecify.annotations.NullMarked;
