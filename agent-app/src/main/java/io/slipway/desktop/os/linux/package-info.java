/** Linux desktops: the vault key in the keyring. */
@NullMarked
package io.slipway.desktop.os.linux;

import org.jspecify.annotations.NullMarked;
