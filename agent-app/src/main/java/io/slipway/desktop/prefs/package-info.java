/** What an operator chose for the desktop on this machine; kept beside the database, because windows open before it. */
@NullMarked
package io.slipway.desktop.prefs;

import org.jspecify.annotations.NullMarked;
