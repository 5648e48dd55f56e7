/** The profiles of the control panel: their list, one of them with its versions, and the editor. */
@NullMarked
package io.slipway.server.web.ui.profiles;

import org.jspecify.annotations.NullMarked;
