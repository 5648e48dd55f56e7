package io.slipway.server.boot;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.health.Warnings;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AccessAlarm;
import io.slipway.server.tenant.AccessCodes;
import io.slipway.server.tenant.AccessRowsSql;
import io.slipway.server.tenant.AccessRowsSql.Altered;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Speaks of each row that nothing vouches for once: a line in the audit trail, and a warning while it is there. A browser
 * session of that kind is removed, for signing in again is one click; a token stays until it is revoked. Thread-safe.
 */
final class AccessWatch implements AccessAlarm {
    static final String WARNING = "access-row-altered";
    /** Whoever fills a table with rows fills no other one by that. */
    private static final int MOST = 100;

    private static final int MOST_NAMED = 10;

    private final Database database;
    private final Warnings warnings;
    private final Ids ids;
    private final InstantSource clock;
    /** Guards {@link #known}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<Altered> known = new LinkedHashSet<>();

    AccessWatch(Database database, Warnings warnings, Ids ids, InstantSource clock) {
        this.database = database;
        this.warnings = warnings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Looks at all rows, when the program starts. */
    void look(AccessCodes codes) {
        database.read(handle -> AccessRowsSql.altered(handle, codes))
                .forEach(row -> altered(row.kind(), row.tenant(), row.id()));
    }

    @Override
    public void altered(Kind kind, TenantId tenant, String id) {
        var row = new Altered(kind, tenant, id);
        boolean fresh;
        lock.lock();
        try {
            fresh = known.size() < MOST && known.add(row);
            if (fresh) {
                show();
            }
        } finally {
            lock.unlock();
        }
        if (fresh || kind == Kind.SESSION) {
            database.write(handle -> {
                if (kind == Kind.SESSION) {
                    AccessRowsSql.removeSession(handle, tenant, id);
                }
                if (fresh) {
                    AuditSql.append(handle, entry(row));
                }
                return fresh;
            });
        }
    }

    @Override
    public void settled(Kind kind, TenantId tenant, String id) {
        lock.lock();
        try {
            if (known.remove(new Altered(kind, tenant, id))) {
                show();
            }
        } finally {
            lock.unlock();
        }
    }

    private AuditEntry entry(Altered row) {
        return new AuditEntry(
                ids.next(),
                new Caller(row.tenant(), "unknown", Caller.Role.READ),
                row.kind() == Kind.API_TOKEN ? "api-token.altered" : "session.altered",
                row.id(),
                Map.of(),
                clock.instant(),
                ProblemCode.UNAUTHORIZED.name());
    }

    private void show() {
        if (known.isEmpty()) {
            warnings.clear(WARNING);
        } else {
            warnings.raise(WARNING, Severity.DEGRADED, words());
        }
    }

    private String words() {
        var named = known.stream()
                .limit(MOST_NAMED)
                .map(row -> (row.kind() == Kind.API_TOKEN ? "API token " : "browser session ") + row.id())
                .collect(Collectors.joining(", "));
        return "Something else than Slipway made or changed what lies in the database about who may call, or the file "
                + AccessKeyFile.NAME + " was lost; it opens nothing: " + named
                + (known.size() > MOST_NAMED ? " and more" : "")
                + ". Look at `slipway token list`, revoke those tokens, and make new ones with `slipway token create`.";
    }
}
