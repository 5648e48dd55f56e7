/** Jobs as they run and as they ended: list, steps, log, and what can be done with them. */
@NullMarked
package io.slipway.desktop.jobs;

import org.jspecify.annotations.NullMarked;
