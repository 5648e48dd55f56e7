package io.slipway.server.overview;

import io.slipway.server.base.TenantId;
import io.slipway.server.health.Health;
import io.slipway.server.health.Warning;
import io.slipway.server.host.HostStanding;
import io.slipway.server.host.Hosts;
import io.slipway.server.job.DaySummary;
import io.slipway.server.job.Jobs;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultState;
import io.slipway.server.words.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that one look at the whole shows.
 *
 * @param failed the newest run of each VM that failed
 * @param left how long the runs under way will take, where that is known
 * @param today from midnight until now
 * @param lastWeek the whole day a week ago
 * @param any whether there is any job at all
 */
public record Overview(
        List<RunGlance> underWay,
        List<RunGlance> failed,
        Map<String, Duration> left,
        UsualTimes usual,
        DaySummary today,
        DaySummary lastWeek,
        List<HostStanding> hosts,
        List<Warning> warnings,
        VaultState vault,
        boolean any,
        Instant now) {
    private static final int MOST_ESTIMATES = 50;
    private static final int WEEK = 7;

    public Overview {
        underWay = List.copyOf(underWay);
        failed = List.copyOf(failed);
        left = Map.copyOf(left);
        hosts = List.copyOf(hosts);
        warnings = List.copyOf(warnings);
    }

    /** The services that know all this. */
    public record Sources(Jobs jobs, Hosts hosts, Health health, Vault vault) {}

    /** Reads; blocks. Asks no host. */
    public static Overview read(Sources sources, TenantId tenant, Times times, Instant now) {
        var board = sources.jobs().board();
        var underWay = board.underWay(tenant);
        var usual = board.usual(tenant, now);
        var estimated = underWay.stream().limit(MOST_ESTIMATES).toList();
        return new Overview(
                underWay,
                board.failed(tenant, now),
                board.left(estimated, usual, now),
                usual,
                board.day(tenant, times.startOfDay(now, 0), now),
                board.day(tenant, times.startOfDay(now, WEEK), times.startOfDay(now, WEEK - 1)),
                sources.hosts().trust().standings(tenant),
                sources.health().warnings().list(),
                sources.vault().status().state(),
                board.any(tenant),
                now);
    }
}
