/** Windows: the vault key under the signed-in account. */
@NullMarked
package io.slipway.desktop.os.windows;

import org.jspecify.annotations.NullMarked;
