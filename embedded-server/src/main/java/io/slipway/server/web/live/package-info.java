/** What stays open: streams of events and of log lines, for programs and for pages. */
@NullMarked
package io.slipway.server.web.live;

import org.jspecify.annotations.NullMarked;
