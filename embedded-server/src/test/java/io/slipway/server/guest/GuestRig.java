package io.slipway.server.guest;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultSetup;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jdbi.v3.core.Handle;

/** The real parts around guests: a SQLite store in a folder, the vault, tokens, reports; only the clock is the test's. */
public final class GuestRig implements AutoCloseable {
    public static final String VM = "5f0c2f5e-7a53-4d0e-9d54-0f6f5a3c1b11";
    public static final String OTHER_VM = "5f0c2f5e-7a53-4d0e-9d54-0f6f5a3c1b22";
    public static final Caller ANNA = new Caller(TenantId.DEFAULT, "anna", Caller.Role.OPERATE);
    public static final Caller BERT = new Caller(TenantId.DEFAULT, "bert", Caller.Role.OPERATE);
    public static final Caller ADMIN = new Caller(TenantId.DEFAULT, "root", Caller.Role.ADMIN);
    public static final Caller STRANGER = new Caller(new TenantId("other"), "anna", Caller.Role.ADMIN);

    public final Path folder;
    public final TestClock clock = new TestClock();
    public final Ids ids = new Ids(clock, new Random(7));
    public final SqliteDatabase database;
    public final Vault vault;
    public final GuestTokens tokens;
    public final Redactor redactor = new Redactor();
    public final GuestReports reports;

    public GuestRig(Path folder) {
        this(folder, TokenLifetime.DEFAULT);
    }

    public GuestRig(Path folder, TokenLifetime lifetime) {
        this.folder = folder;
        this.database = SqliteDatabase.open(folder);
        this.vault = Vault.open(VaultSetup.usual(folder), database, ids, clock, new SecureRandom());
        this.tokens = GuestTokens.open(database, vault, ids, clock, lifetime);
        this.reports = new GuestReports(database, tokens, ids, clock, redactor);
    }

    /** A token of Anna's for the VM, as text. */
    public String token(String vmUuid) {
        return tokens.issue(ANNA, TokenOrder.of(vmUuid)).text().reveal();
    }

    /** As {@link #token} with a playbook. */
    public String token(String vmUuid, String playbook) {
        var order = new TokenOrder(vmUuid, Optional.empty(), Optional.of("run-1"), Optional.of(playbook));
        return tokens.issue(ANNA, order).text().reveal();
    }

    public List<String> column(String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /** Empties what a test wrote, and sets the clock back: opening a store costs more than most tests. */
    public void wipe() {
        for (var table : List.of("lease", "guest_progress", "guest_token", "vm", "host")) {
            database.write(handle -> handle.execute("delete from " + table));
        }
        database.write(GuestRig::forgetTrail);
        clock.reset();
    }

    /** The trail refuses to be emptied, so its triggers step aside for a moment. */
    private static boolean forgetTrail(Handle handle) {
        var triggers = handle.createQuery(
                        "select name, sql from sqlite_master where type = 'trigger' and sql like '%audit%'")
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .list();
        triggers.forEach(trigger -> handle.execute("drop trigger " + trigger.getKey()));
        handle.execute("delete from audit");
        handle.execute("update audit_head set seq = 0, hash = '" + "0".repeat(64) + "'");
        triggers.forEach(trigger -> handle.execute(trigger.getValue()));
        return true;
    }

    @Override
    public void close() {
        database.close();
    }
}
