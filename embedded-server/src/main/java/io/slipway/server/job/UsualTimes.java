package io.slipway.server.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long steps usually take on each host, from the newest runs that went well. Nothing is said about a step that was measured
 * fewer than {@value #FEWEST} times.
 */
public final class UsualTimes {
    /** Fewer measurements than this say nothing. */
    public static final int FEWEST = 3;

    /** Most measurements of one step. */
    static final int MOST = 20;

    /** Nobody is alarmed before this, however short a step usually is. */
    private static final Duration SHORTEST_ALARM = Duration.ofMinutes(2);

    private static final int MUCH_LONGER = 3;

    /** By host, plan and kind, one in the other: a page asks for thousands. */
    private final Map<String, Map<String, Map<String, UsualTime>>> steps;

    /** A step of a plan on a host. */
    record Place(String hostId, String plan, String kind) {}

    /** A step that was done. */
    record Measured(Place place, long millis) {}

    private UsualTimes(Map<String, Map<String, Map<String, UsualTime>>> steps) {
        this.steps = steps;
    }

    /** Nothing was measured. */
    public static UsualTimes unknown() {
        return new UsualTimes(Map.of());
    }

    /** @param newestFirst what was measured */
    static UsualTimes of(List<Measured> newestFirst) {
        var times = new HashMap<Place, List<Long>>();
        for (var one : newestFirst) {
            var known = times.computeIfAbsent(one.place(), place -> new ArrayList<>());
            if (known.size() < MOST) {
                known.add(Math.max(0, one.millis()));
            }
        }
        var steps = new HashMap<String, Map<String, Map<String, UsualTime>>>();
        times.forEach((place, millis) -> {
            if (millis.size() >= FEWEST) {
                steps.computeIfAbsent(place.hostId(), host -> new HashMap<>())
                        .computeIfAbsent(place.plan(), plan -> new HashMap<>())
                        .put(place.kind(), UsualTime.of(millis.stream().sorted().toList()));
            }
        });
        return new UsualTimes(steps);
    }

    /** How long the step takes on that host in that plan. */
    public Optional<UsualTime> step(Optional<String> hostId, String plan, String kind) {
        return hostId.map(steps::get).map(plans -> plans.get(plan)).map(kinds -> kinds.get(kind));
    }

    /** How long the step takes at which the run is. */
    public Optional<UsualTime> phase(RunGlance run) {
        return run.phase().flatMap(phase -> step(run.hostId(), run.planKind(), phase.kind()));
    }

    /**
     * The time from now to the run's end: what usually is left of its step and all later ones.
     *
     * @param later kinds of the steps after the present one
     * @return empty when one of these steps was not measured often enough, or when the run goes no usual way
     */
    public Optional<Duration> left(RunGlance run, List<String> later, Instant now) {
        if (run.compensating() || run.held() || run.phase().isEmpty()) {
            return Optional.empty();
        }
        var present = phase(run);
        if (present.isEmpty()) {
            return Optional.empty();
        }
        var spent = run.phase()
                .get()
                .startedAt()
                .map(at -> Duration.between(at, now))
                .orElse(Duration.ZERO);
        var sum = present.get().median().minus(spent);
        sum = sum.isNegative() ? Duration.ZERO : sum;
        for (var kind : later) {
            var usual = step(run.hostId(), run.planKind(), kind);
            if (usual.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(usual.get().median());
        }
        return Optional.of(sum);
    }

    /**
     * Whether a run gives no sign for much longer than its step usually takes in all. Without measurements nobody can tell; then
     * it is not stuck.
     */
    public boolean stuck(RunGlance run, Instant now) {
        if (run.state().ended() || run.held() || run.lastSign().isEmpty()) {
            return false;
        }
        var limit = phase(run)
                .map(usual -> Duration.ofMillis(usual.high().toMillis() * MUCH_LONGER))
                .map(time -> time.compareTo(SHORTEST_ALARM) < 0 ? SHORTEST_ALARM : time);
        var silent = Duration.between(run.lastSign().get(), now);
        return limit.filter(time -> silent.compareTo(time) > 0).isPresent();
    }
}
