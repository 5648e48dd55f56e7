package io.slipway.server.overview;

import io.slipway.server.base.TenantId;
import io.slipway.server.host.HostStanding;
import io.slipway.server.job.DaySummary;
import io.slipway.server.job.Jobs;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.words.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that the first page shows.
 *
 * @param left how long the runs under way will take, where that is known
 * @param today from midnight until now
 * @param lastWeek the whole day a week ago
 * @param any whether there is any job at all
 */
public record Overview(
        Situation situation, Map<String, Duration> left, DaySummary today, DaySummary lastWeek, boolean any) {
    private static final int MOST_ESTIMATES = 50;
    private static final int WEEK = 7;

    public Overview {
        left = Map.copyOf(left);
    }

    /** Reads what the first page shows beside the situation; blocks. */
    public static Overview read(Jobs jobs, TenantId tenant, Times times, Situation situation) {
        var board = jobs.board();
        var now = situation.now();
        var estimated = situation.underWay().stream().limit(MOST_ESTIMATES).toList();
        return new Overview(
                situation,
                board.left(estimated, situation.usual(), now),
                board.day(tenant, times.startOfDay(now, 0), now),
                board.day(tenant, times.startOfDay(now, WEEK), times.startOfDay(now, WEEK - 1)),
                board.any(tenant));
    }

    /** Every run that has not ended, oldest first. */
    public List<RunGlance> underWay() {
        return situation.underWay();
    }

    public UsualTimes usual() {
        return situation.usual();
    }

    public List<HostStanding> hosts() {
        return situation.hosts();
    }

    public Instant now() {
        return situation.now();
    }
}
