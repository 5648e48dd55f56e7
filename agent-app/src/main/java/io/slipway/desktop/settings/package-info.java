/** Settings: the desktop's own choices and what the services let an administrator choose. */
@NullMarked
package io.slipway.desktop.settings;

import org.jspecify.annotations.NullMarked;
