/** An order before it is one: what was typed and chosen, what it would say, where an objection to it belongs. */
@NullMarked
package io.slipway.server.draft;

import org.jspecify.annotations.NullMarked;
