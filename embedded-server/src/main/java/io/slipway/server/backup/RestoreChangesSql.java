package io.slipway.server.backup;

import static io.slipway.server.backup.Rows.text;

import io.slipway.server.backup.RestoreItem.Action;
import io.slipway.server.backup.RestoreItem.Planned;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.HostRecordsSql;
import io.slipway.server.syncthing.SyncthingRecordsSql;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import io.slipway.server.vault.BindingRecordsSql;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries a plan out inside the caller's transaction; what is sealed is sealed again when this vault has another key.
 *
 * <p>Replacing removes nothing: a profile or secret gets its value of the backup as its next version.
 */
final class RestoreChangesSql {
    private final Handle handle;
    private final TenantId tenant;
    private final Rows backup;
    private final Rows present;
    private final SealedRows opened;
    private final SealedRows here;
    private final boolean sameKey;
    private final long now;
    private final List<String> warnings = new ArrayList<>();

    /**
     * The two sides of a restore.
     *
     * @param backup rows of the backup
     * @param opened what opens values of the backup
     * @param here what opens and seals values of this vault; empty while it is shut
     * @param sameKey whether both have one key, so that sealed values can stay as they are
     */
    record Sides(TenantId tenant, Rows backup, SealedRows opened, Optional<SealedRows> here, boolean sameKey) {}

    /** @param here as in the sides, and open */
    RestoreChangesSql(Handle handle, Sides sides, Rows present, SealedRows here, long now) {
        this.handle = handle;
        this.tenant = sides.tenant();
        this.backup = sides.backup();
        this.present = present;
        this.opened = sides.opened();
        this.here = here;
        this.sameKey = sides.sameKey();
        this.now = now;
    }

    /** What would become of each object. */
    static List<Planned> plan(Handle handle, Sides sides) {
        return plan(handle, sides, BackupRowsSql.all(handle, sides.tenant()));
    }

    private static List<Planned> plan(Handle handle, Sides sides, Rows present) {
        return new RestorePlan(
                        sides.backup(),
                        present,
                        sides.opened(),
                        sides.here(),
                        id -> RestoreSql.vmIsThere(handle, sides.tenant(), id))
                .make();
    }

    /** What was done, and what the operator should know. */
    record Done(List<Planned> plan, List<String> warnings) {}

    /**
     * Restores all of it.
     *
     * @param check looks at the final plan and throws when it must not be carried out
     * @param after what belongs into the same transaction
     */
    static Done restore(
            Handle handle, Sides sides, boolean replace, Instant now, Consumer<List<Planned>> check, AuditEntry after) {
        requireNoRuns(handle);
        var present = BackupRowsSql.all(handle, sides.tenant());
        var plan = plan(handle, sides, present);
        check.accept(plan);
        var changes = new RestoreChangesSql(handle, sides, present, sides.here().orElseThrow(), now.toEpochMilli());
        var warnings = changes.carryOut(plan, replace);
        AuditSql.append(handle, after);
        return new Done(plan, warnings);
    }

    /** @throws io.slipway.server.base.SlipwayException WRONG_STATE */
    static int requireNoRuns(Handle handle) {
        int runs = RestoreSql.unfinishedRuns(handle);
        if (runs > 0) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            runs + (runs == 1 ? " run has" : " runs have")
                                    + " not ended, and what is restored could change under them.",
                            "Wait for their end or cancel them, then restore.")
                    .exception();
        }
        return runs;
    }

    /** @return what the operator should know */
    private List<String> carryOut(List<Planned> plan, boolean replace) {
        plan.stream().filter(planned -> planned.changes(replace)).forEach(this::change);
        RestoreSql.stopWhereAlarmed(handle, tenant);
        return List.copyOf(warnings);
    }

    private void change(Planned planned) {
        boolean add = planned.item().action() == Action.ADD;
        switch (planned.part()) {
            case SECRET -> secret(planned, add);
            case PROFILE -> profile(planned, add);
            case PLAYBOOK -> playbook(planned, add);
            case HOST -> host(planned, add);
            case SETTING -> setting(planned.row());
            case TEMPLATE_MAPPING -> insert(planned.part(), planned.row());
            case SECRET_BINDING -> binding(planned.row());
            case SECRET_VERSION, PROFILE_VERSION, HOST_IDENTITY, HOST_ALARM, SEALED_SECRET ->
                throw new IllegalStateException("goes with its owner");
        }
    }

    private void setting(ObjectNode row) {
        insert(Part.SETTING, row);
        if (text(row, "name").equals(SyncthingRecordsSql.NAME)) {
            SyncthingRecordsSql.keepAll(handle, here.records(), tenant);
        }
    }

    /** Whoever holds the words has vouched for the whole backup. */
    private void binding(ObjectNode row) {
        insert(Part.SECRET_BINDING, row);
        var scope = SecretScope.of(text(row, "scope_type")).orElseThrow();
        var target = new SecretTarget(scope, text(row, "scope_id"), text(row, "field_name"));
        here.records().keep(handle, BindingRecordsSql.of(tenant, target, text(row, "secret_id")));
    }

    private void insert(Part part, ObjectNode row) {
        BackupRowsSql.insert(handle, tenant, part, row);
    }

    private void secret(Planned planned, boolean add) {
        var label = planned.item().name();
        if (add) {
            insert(Part.SECRET, planned.row());
            backup.all(Part.SECRET_VERSION).stream()
                    .filter(row -> text(row, "secret_id").equals(planned.id()))
                    .forEach(row -> insert(
                            Part.SECRET_VERSION,
                            version(row, row.path("n").longValue(), label, isCurrent(row, planned.row()))));
            return;
        }
        var current = backup.current(Part.SECRET_VERSION, planned.row()).orElseThrow();
        var mine = present.find(Part.SECRET, planned.id()).orElseThrow();
        long next = mine.path("current_version").longValue() + 1;
        // What was the newest here becomes a former version, as at every rotation.
        present.current(Part.SECRET_VERSION, mine)
                .flatMap(row -> here.former(row, label))
                .ifPresent(row -> RestoreSql.replaceSeal(handle, tenant, row));
        RestoreSql.nextSecretVersion(handle, tenant, planned.id(), next, now);
        insert(Part.SECRET_VERSION, version(current, next, label, true).put("created_at", now));
    }

    private boolean isCurrent(ObjectNode version, ObjectNode secret) {
        return backup.current(Part.SECRET_VERSION, secret)
                .filter(version::equals)
                .isPresent();
    }

    private ObjectNode version(ObjectNode row, long n, String label, boolean newest) {
        if (sameKey && row.path("n").longValue() == n) {
            return row.deepCopy();
        }
        var plain = opened.version(row, label, newest);
        if (plain.isEmpty()) {
            lost(label);
            return row.deepCopy();
        }
        try {
            return here.version(row, n, label, plain.get(), newest);
        } finally {
            Arrays.fill(plain.get(), (byte) 0);
        }
    }

    private void lost(String name) {
        warnings.add("\"" + name + "\" was sealed under a key that was lost before the backup; enter it again.");
    }

    private void profile(Planned planned, boolean add) {
        var row = planned.row();
        if (add) {
            var user = text(row, "user_id");
            boolean wanted = row.path("is_default").intValue() == 1;
            boolean taken = wanted && RestoreSql.anyDefaultProfile(handle, tenant, user);
            insert(Part.PROFILE, yielding(row, taken));
            backup.all(Part.PROFILE_VERSION).stream()
                    .filter(version -> text(version, "profile_id").equals(planned.id()))
                    .forEach(version -> insert(Part.PROFILE_VERSION, document(version, planned)));
            return;
        }
        var mine = present.find(Part.PROFILE, planned.id()).orElseThrow();
        long next = mine.path("version").longValue() + 1;
        RestoreSql.nextProfileVersion(handle, tenant, row.deepCopy().put("id", planned.id()), next, now);
        var current = backup.current(Part.PROFILE_VERSION, row).orElseThrow();
        insert(Part.PROFILE_VERSION, document(current, planned).put("n", next).put("created_at", now));
    }

    private ObjectNode document(ObjectNode version, Planned planned) {
        var moved = version.deepCopy().put("profile_id", planned.id());
        if (sameKey && moved.equals(version)) {
            return moved;
        }
        var document = opened.profile(version);
        if (document.isEmpty()) {
            lost(planned.item().name());
            return moved;
        }
        return moved.put("config", here.profile(planned.id(), document.get()));
    }

    private ObjectNode yielding(ObjectNode row, boolean taken) {
        if (!taken) {
            return row;
        }
        warnings.add("\"" + text(row, "name") + "\" was the default; the default that is here stays.");
        return row.deepCopy().put("is_default", 0);
    }

    private void playbook(Planned planned, boolean add) {
        var row = planned.row();
        if (add) {
            boolean wanted = row.path("is_default").intValue() == 1;
            boolean taken = wanted && RestoreSql.anyDefaultPlaybook(handle, tenant, text(row, "user_id"));
            insert(Part.PLAYBOOK, yielding(row, taken));
        } else {
            RestoreSql.replacePlaybook(handle, tenant, row.deepCopy().put("id", planned.id()), now);
        }
    }

    private void host(Planned planned, boolean add) {
        var old = text(planned.row(), "id");
        var row = RestorePlan.moved(planned.row(), planned.id());
        if (add) {
            insert(Part.HOST, row);
        } else {
            RestoreSql.replaceHost(handle, tenant, row);
        }
        RestoreSql.slots(handle, planned.id(), BackupCheck.limits(row).slots());
        for (var part : new Part[] {Part.HOST_IDENTITY, Part.HOST_ALARM}) {
            backup.all(part).stream()
                    .filter(one -> text(one, "host_id").equals(old))
                    .forEach(one -> insert(part, one.deepCopy().put("host_id", planned.id())));
        }
        HostRecordsSql.keep(handle, here.records(), tenant, planned.id());
        backup.find(Part.SEALED_SECRET, "host-" + old).ifPresent(one -> password(one, planned));
        if (row.path("auth").asString("").contains("\"key-file\"")) {
            warnings.add("The host " + planned.item().name()
                    + " is signed in to with a key file, which is in no backup; put it at its place on this machine.");
        }
    }

    private void password(ObjectNode row, Planned host) {
        var moved = row.deepCopy().put("id", "host-" + host.id());
        if (sameKey && moved.equals(row)) {
            insert(Part.SEALED_SECRET, moved);
            return;
        }
        var plain = opened.value(row);
        if (plain.isEmpty()) {
            lost("password of host " + host.item().name());
            return;
        }
        try {
            insert(Part.SEALED_SECRET, here.value(moved, plain.get()));
        } finally {
            Arrays.fill(plain.get(), (byte) 0);
        }
    }
}
