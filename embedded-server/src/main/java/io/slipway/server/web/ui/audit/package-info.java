/** The audit trail: who did what, and whether the chain is as it was written. */
@NullMarked
package io.slipway.server.web.ui.audit;

import org.jspecify.annotations.NullMarked;
