/** How the program is set: one page for each subject that exists in it. */
@NullMarked
package io.slipway.server.web.ui.settings;

import org.jspecify.annotations.NullMarked;
