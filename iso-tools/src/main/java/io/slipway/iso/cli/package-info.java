/** The command line: build, list and verify images. */
@NullMarked
package io.slipway.iso.cli;

import org.jspecify.annotations.NullMarked;
