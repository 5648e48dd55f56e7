package io.slipway.server.tenant;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jspecify.annotations.Nullable;

/**
 * Carries the sealing keys on the store's one writing connection while the vault is open, so that every append can move the seal
 * along in its own transaction. Touched by the writer's thread only.
 */
public final class AuditSealSql implements JdbiConfig<AuditSealSql> {
    private @Nullable AuditKeys keys;

    /** Without keys; made by the library. */
    public AuditSealSql() {}

    static @Nullable AuditKeys keys(Handle handle) {
        return handle.getConfig(AuditSealSql.class).keys;
    }

    /** From now on on this connection; null seals no more. */
    static void use(Handle handle, @Nullable AuditKeys given) {
        handle.getConfig(AuditSealSql.class).keys = given;
    }

    @Override
    public AuditSealSql createCopy() {
        var copy = new AuditSealSql();
        copy.keys = keys;
        return copy;
    }
}
