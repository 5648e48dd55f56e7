/** One look at the whole: what needs the operator, what is worked on, what came of the day, how the hosts stand. */
@NullMarked
package io.slipway.server.overview;

import org.jspecify.annotations.NullMarked;
