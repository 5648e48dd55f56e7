package io.slipway.server.tenant;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes refused attempts into the audit trail without letting the refused fill the disk: the first of a kind at once, then at
 * most one line a minute that tells how many there were. Thread-safe.
 */
public final class Refusals {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST_KINDS = 256;
    private static final Caller NOBODY = new Caller(TenantId.DEFAULT, "unknown", Caller.Role.READ);

    private final AuditLog log;
    private final Ids ids;
    private final InstantSource clock;
    /** Guards the map. */
    private final ReentrantLock lock = new ReentrantLock();

    private final LinkedHashMap<String, Kind> kinds = new LinkedHashMap<>();

    private record Kind(Instant written, long silent) {}

    public Refusals(AuditLog log, Ids ids, InstantSource clock) {
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    /** Somebody unknown was refused. */
    public void note(String action, String object, String outcome) {
        note(NOBODY, action, object, outcome);
    }

    /** A known caller was refused. */
    public void note(Caller caller, String action, String object, String outcome) {
        long silent = due(caller + " " + action + " " + object + " " + outcome);
        if (silent >= 0) {
            var detail = silent == 0 ? Map.<String, String>of() : Map.of("more_before", Long.toString(silent));
            log.append(new AuditEntry(ids.next(), caller, action, object, detail, clock.instant(), outcome));
        }
    }

    /** How many were kept silent since the last line, or -1 when this one is kept silent too. */
    private long due(String key) {
        var now = clock.instant();
        lock.lock();
        try {
            var kind = kinds.get(key);
            if (kind != null && now.isBefore(kind.written().plus(PAUSE))) {
                kinds.put(key, new Kind(kind.written(), kind.silent() + 1));
                return -1;
            }
            if (kind == null && kinds.size() >= MOST_KINDS) {
                kinds.values().removeIf(old -> !now.isBefore(old.written().plus(PAUSE)));
                if (kinds.size() >= MOST_KINDS) {
                    return -1;
                }
            }
            kinds.put(key, new Kind(now, 0));
            return kind == null ? 0 : kind.silent();
        } finally {
            lock.unlock();
        }
    }
}
