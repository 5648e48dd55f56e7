@NullMarked
package io.slipway.server.vault.key;

import org.jspecify.annotations.NullMarked;
