/** The {@code slipway} program: one class per command, and what they share. */
@NullMarked
package io.slipway.cli;

import org.jspecify.annotations.NullMarked;
