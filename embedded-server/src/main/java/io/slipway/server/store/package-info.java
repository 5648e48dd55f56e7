/** The database: migrations, readers, and one writer with group commit. */
@NullMarked
package io.slipway.server.store;

import org.jspecify.annotations.NullMarked;
