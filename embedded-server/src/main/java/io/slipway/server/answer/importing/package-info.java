/** Reads answer files from elsewhere into profiles, and says of every setting what became of it. */
@NullMarked
package io.slipway.server.answer.importing;

import org.jspecify.annotations.NullMarked;
