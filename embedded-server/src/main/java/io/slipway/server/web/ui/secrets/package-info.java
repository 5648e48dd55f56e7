/** The secrets: which are set and what reads them, and how the vault stands that keeps them. No value ever leaves it here. */
@NullMarked
package io.slipway.server.web.ui.secrets;

import org.jspecify.annotations.NullMarked;
