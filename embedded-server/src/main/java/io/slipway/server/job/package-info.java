/** Jobs: work an operator ordered, made of runs; their log, state and control. */
@NullMarked
package io.slipway.server.job;

import org.jspecify.annotations.NullMarked;
