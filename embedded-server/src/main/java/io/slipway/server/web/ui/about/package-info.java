/** What this program is, what it uses, and the API in words. */
@NullMarked
package io.slipway.server.web.ui.about;

import org.jspecify.annotations.NullMarked;
