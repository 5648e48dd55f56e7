/** What forms and fact sheets are put together from: a card with its outcome, a labelled field, a line to copy. */
@NullMarked
package io.slipway.desktop.cards;

import org.jspecify.annotations.NullMarked;
