/** How the one key of an installation outlives the process: wrapped by a protector, and by the recovery words. */
@NullMarked
package io.slipway.server.vault.key;

import org.jspecify.annotations.NullMarked;
