/** What was ordered beside what is there: asked anew where it lies, for any VM of ours. */
@NullMarked
package io.slipway.server.proof;

import org.jspecify.annotations.NullMarked;
