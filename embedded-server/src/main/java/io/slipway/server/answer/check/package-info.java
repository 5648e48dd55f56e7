/** Offline rules that an answer file must pass before a VM sees it. */
@NullMarked
package io.slipway.server.answer.check;

import org.jspecify.annotations.NullMarked;
