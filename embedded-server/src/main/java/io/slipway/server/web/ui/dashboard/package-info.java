/** The first page: what needs the operator, what is worked on, what came of the day, how the hosts stand. */
@NullMarked
package io.slipway.server.web.ui.dashboard;

import org.jspecify.annotations.NullMarked;
