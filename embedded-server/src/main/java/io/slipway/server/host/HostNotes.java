package io.slipway.server.host;

import io.slipway.server.store.Database;
import java.util.Optional;

/** Short texts about a host that must survive a crash, for adapters that cannot write them down on the host. Thread-safe. */
public final class HostNotes {
    private final HostNotesSql sql;

    public HostNotes(Database database) {
        this.sql = new HostNotesSql(database);
    }

    /** Keeps a text; committed and on disk when this returns. */
    public void keep(String hostId, String path, String text) {
        sql.keep(hostId, path, text);
    }

    public Optional<String> read(String hostId, String path) {
        return sql.read(hostId, path);
    }

    public void drop(String hostId, String path) {
        sql.drop(hostId, path);
    }
}
