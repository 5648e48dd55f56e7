package io.slipway.server.tenant;

import io.slipway.server.base.TenantId;

/** Told about rows that nothing vouches for, each time one is met: it speaks of each once. Thread-safe; outside any transaction. */
public interface AccessAlarm {
    /** What the row would have been. */
    enum Kind {
        API_TOKEN,
        SESSION
    }

    /** Somebody else than Slipway wrote the row, or its key was lost; it was refused. */
    void altered(Kind kind, TenantId tenant, String id);

    /** Whoever may do so has revoked it. */
    void settled(Kind kind, TenantId tenant, String id);
}
