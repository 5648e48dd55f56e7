/** The Windows answer file and the scripts beside it. */
@NullMarked
package io.slipway.server.answer.windows;

import org.jspecify.annotations.NullMarked;
