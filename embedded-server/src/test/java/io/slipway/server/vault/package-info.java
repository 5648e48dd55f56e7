@NullMarked
package io.slipway.server.vault;

import org.jspecify.annotations.NullMarked;
