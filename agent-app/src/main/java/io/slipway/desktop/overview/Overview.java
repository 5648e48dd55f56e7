package io.slipway.desktop.overview;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.base.Problem;
import io.slipway.server.health.Warning;
import io.slipway.server.host.Host;
import io.slipway.server.job.DaySummary;
import io.slipway.server.job.JobFilter;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.vault.VaultState;
import io.slipway.server.words.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one look at the whole shows.
 *
 * @param failed the newest run of each VM that failed
 * @param left how long the runs under way will take, where that is known
 * @param today from midnight until now
 * @param lastWeek the whole day a week ago
 * @param any whether there is any job at all
 */
record Overview(
        List<RunGlance> underWay,
        List<RunGlance> failed,
        Map<String, Duration> left,
        UsualTimes usual,
        DaySummary today,
        DaySummary lastWeek,
        List<HostLine> hosts,
        List<Warning> warnings,
        VaultState vault,
        boolean any,
        Instant now) {
    private static final int MOST_ESTIMATES = 50;
    private static final int WEEK = 7;

    Overview {
        underWay = List.copyOf(underWay);
        failed = List.copyOf(failed);
        left = Map.copyOf(left);
        hosts = List.copyOf(hosts);
        warnings = List.copyOf(warnings);
    }

    /** A host and why nothing may be done on it, if that is so. */
    record HostLine(Host host, Optional<Problem> stopped) {}

    /** Reads; blocks. Asks no host. */
    static Overview read(Desk desk, Times times) {
        var services = desk.services();
        var now = services.clock().instant();
        var board = services.jobs().board();
        var underWay = board.underWay(desk.tenant());
        var usual = board.usual(desk.tenant(), now);
        var left = new HashMap<String, Duration>();
        underWay.stream().limit(MOST_ESTIMATES).forEach(run -> usual.left(run, board.later(run), now)
                .ifPresent(time -> left.put(run.runId(), time)));
        var hosts = services.hosts().list(desk.tenant()).stream()
                .map(host -> new HostLine(host, services.hosts().trust().refusal(host)))
                .toList();
        return new Overview(
                underWay,
                board.failed(desk.tenant(), now),
                left,
                usual,
                board.day(desk.tenant(), times.startOfDay(now, 0), now),
                board.day(desk.tenant(), times.startOfDay(now, WEEK), times.startOfDay(now, WEEK - 1)),
                hosts,
                services.health().warnings().list(),
                services.vault().status().state(),
                !board.search(desk.tenant(), JobFilter.ALL, 1).isEmpty(),
                now);
    }
}
