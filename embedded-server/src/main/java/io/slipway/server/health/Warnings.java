package io.slipway.server.health;

import io.slipway.server.health.Warning.Severity;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The warnings that hold at this moment, by name; tray, pages and health answers read the same list. Thread-safe. */
public final class Warnings {
    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);

    private final InstantSource clock;
    private final ConcurrentSkipListMap<String, Warning> raised = new ConcurrentSkipListMap<>();

    public Warnings(InstantSource clock) {
        this.clock = clock;
    }

    /** Raises a warning or changes its text; the time of its first raising stays. */
    public void raise(String name, Severity severity, String text) {
        var fresh = new Warning(name, severity, text, clock.instant());
        var now = raised.merge(name, fresh, (old, next) -> new Warning(name, severity, text, old.since()));
        if (now == fresh) {
            LOG.warn("warning raised name={} severity={} text={}", name, severity, text);
        }
    }

    /** Takes a warning back; not raised is fine. */
    public void clear(String name) {
        if (raised.remove(name) != null) {
            LOG.info("warning cleared name={}", name);
        }
    }

    /** All of them, by name. */
    public List<Warning> list() {
        return List.copyOf(raised.values());
    }
}
