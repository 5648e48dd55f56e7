/** What people should know: one notice per job and per host, changed in place. */
@NullMarked
package io.slipway.server.notice;

import org.jspecify.annotations.NullMarked;
