/** Secrets at rest: one key per installation, everything else sealed under it. */
@NullMarked
package io.slipway.server.vault;

import org.jspecify.annotations.NullMarked;
