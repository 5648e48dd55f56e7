package io.slipway.server.web.live;

import io.slipway.server.event.Events;
import io.slipway.server.job.JobLog;
import io.slipway.server.job.Jobs;
import io.slipway.server.notice.Notices;
import java.time.InstantSource;

/** What streams tell of. */
public record LiveParts(
        Events events, Notices notices, Jobs jobs, JobLog jobLog, InstantSource clock, LiveLimits limits) {}
