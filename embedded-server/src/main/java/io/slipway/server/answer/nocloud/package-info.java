/** cloud-init NoCloud files for Linux guests. */
@NullMarked
package io.slipway.server.answer.nocloud;

import org.jspecify.annotations.NullMarked;
