/** The pages of the control panel: the table of their routes. Each capability has a room below; what surrounds all is {@code frame}. */
@NullMarked
package io.slipway.server.web.ui;

import org.jspecify.annotations.NullMarked;
