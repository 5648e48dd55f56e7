/** Links of the form {@code slipway://...} that other programs, pages and mails can open: parsed strictly, carried out never without a yes. */
@NullMarked
package io.slipway.desktop.link;

import org.jspecify.annotations.NullMarked;
