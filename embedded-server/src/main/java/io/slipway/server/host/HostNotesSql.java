package io.slipway.server.host;

import io.slipway.server.store.Database;
import java.util.Optional;

/** Rows of {@code host_note}. */
final class HostNotesSql {
    private final Database database;

    HostNotesSql(Database database) {
        this.database = database;
    }

    void keep(String hostId, String path, String text) {
        database.write(handle -> handle.createUpdate("""
                        insert into host_note (host_id, path, text) values (:host, :path, :text)
                        on conflict (host_id, path) do update set text = excluded.text""")
                .bind("host", hostId)
                .bind("path", path)
                .bind("text", text)
                .execute());
    }

    Optional<String> read(String hostId, String path) {
        return database.read(
                handle -> handle.createQuery("select text from host_note where host_id = :host and path = :path")
                        .bind("host", hostId)
                        .bind("path", path)
                        .mapTo(String.class)
                        .findOne());
    }

    void drop(String hostId, String path) {
        database.write(handle -> handle.execute("delete from host_note where host_id = ? and path = ?", hostId, path));
    }
}
