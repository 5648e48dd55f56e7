/** Backup and restore: one encrypted file that opens by the recovery words. */
@NullMarked
package io.slipway.server.backup;

import org.jspecify.annotations.NullMarked;
