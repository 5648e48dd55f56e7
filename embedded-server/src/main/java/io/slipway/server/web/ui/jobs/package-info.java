/** The pages of jobs: the list, one job with its steps and its log, what can be done with it. */
@NullMarked
package io.slipway.server.web.ui.jobs;

import org.jspecify.annotations.NullMarked;
