package io.slipway.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Caller;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.GuestRig;
import io.slipway.server.tenant.AuditLog.Begin;
import io.slipway.server.tenant.AuditVerdict.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trail finds every change that somebody with the database file can make. */
class AuditLogTest {
    private static final long SEED = 20_261_121;
    private static final List<String> TRIGGERS =
            List.of("audit_no_update", "audit_no_delete", "audit_only_next", "audit_head_stays", "audit_head_forward");
    private static final Caller OTHER = new Caller(new TenantId("other"), "olga", Caller.Role.ADMIN);

    @TempDir
    Path folder;

    private GuestRig rig;
    private AuditLog log;
    private final AuditKeys keys = AuditKeys.create(new SecureRandom());

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        log = new AuditLog(rig.database);
        log.unlock(keys, Begin.NEW_KEY);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void write(int rows) {
        for (int i = 0; i < rows; i++) {
            log.append(entry(GuestRig.ANNA, "test.do", "object-" + i));
        }
    }

    private AuditEntry entry(Caller caller, String action, String object) {
        return new AuditEntry(rig.ids.next(), caller, action, object, Map.of("n", object), rig.clock.instant());
    }

    private void sql(String statement) {
        rig.database.write(handle -> handle.execute(statement));
    }

    private void withoutTriggers() {
        TRIGGERS.forEach(trigger -> sql("drop trigger " + trigger));
    }

    @Test
    @Tag("F145")
    void whatIsWrittenIsAnIntactSealedChain() {
        write(20);

        var verdict = log.verify();

        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.rows()).isEqualTo(20);
        assertThat(verdict.unsealed()).isZero();
        assertThat(verdict.key()).isPresent();
        assertThat(rig.column("select count(distinct previous) from audit")).containsExactly("20");
    }

    @Test
    void theDatabaseRefusesToChangeRemoveOrInsertOutOfOrder() {
        write(3);

        for (var statement : List.of(
                "update audit set actor = 'x' where seq = 2",
                "delete from audit where seq = 3",
                "delete from audit",
                "delete from audit_head",
                "update audit_head set seq = 1",
                "insert into audit select 9, 'i', tenant_id, actor, action, object, outcome, detail, at, previous, hash"
                        + " from audit where seq = 3",
                "insert or replace into audit select seq, id, tenant_id, 'x', action, object, outcome, detail, at,"
                        + " previous, hash from audit where seq = 2")) {
            assertThatThrownBy(() -> sql(statement))
                    .as(statement)
                    .isInstanceOf(UnableToExecuteStatementException.class);
        }
        assertThat(log.verify().intact()).isTrue();
        assertThat(log.verify().rows()).isEqualTo(3);
    }

    @Test
    void everySingleMutationOfTheTableIsFound() {
        write(12);
        withoutTriggers();
        rig.database.write(handle -> handle.execute("create table kept as select * from audit"));
        rig.database.write(handle -> handle.execute("create table kept_head as select * from audit_head"));
        var random = new Random(SEED);
        var found = new ArrayList<Kind>();
        for (int round = 0; round < 150; round++) {
            var mutation = mutation(random);
            mutation.forEach(this::sql);
            var verdict = log.verify();
            assertThat(verdict.intact())
                    .as("seed %s round %s: %s", SEED, round, mutation)
                    .isFalse();
            found.add(verdict.fault().orElseThrow().kind());
            sql("delete from audit");
            sql("insert into audit select * from kept");
            sql("update audit_head set (seq, hash, sealed_seq, sealed_hash, mac) ="
                    + " (select seq, hash, sealed_seq, sealed_hash, mac from kept_head)");
        }
        assertThat(log.verify().intact()).isTrue();
        assertThat(found).contains(Kind.CHANGED, Kind.MISSING, Kind.INSERTED, Kind.TRUNCATED, Kind.SEAL);
    }

    private static List<String> mutation(Random random) {
        int row = 1 + random.nextInt(12);
        int other = 1 + (row + random.nextInt(11)) % 12;
        var texts = List.of("id", "tenant_id", "actor", "action", "object", "outcome", "detail", "previous", "hash");
        var column = texts.get(random.nextInt(texts.size()));
        return switch (random.nextInt(9)) {
            case 0 -> List.of("update audit set " + column + " = " + column + " || 'x' where seq = " + row);
            case 1 -> List.of("update audit set at = at + " + (1 + random.nextInt(9)) + " where seq = " + row);
            case 2 -> List.of("delete from audit where seq = " + row);
            case 3 -> List.of("delete from audit where seq >= " + row);
            case 4 ->
                List.of(
                        "update audit set seq = 99 where seq = " + row,
                        "update audit set seq = " + row + " where seq = " + other,
                        "update audit set seq = " + other + " where seq = 99");
            case 5 ->
                List.of("insert into audit select 13, 'new', tenant_id, actor, action, object, outcome, detail, at,"
                        + " hash, hash from audit where seq = 12");
            case 6 ->
                // Cut off the end and set the end back, with everything but the seal.
                List.of(
                        "delete from audit where seq >= " + row,
                        "update audit_head set seq = " + (row - 1) + ", sealed_seq = " + (row - 1)
                                + ", hash = coalesce((select hash from kept where seq = " + (row - 1) + "), '"
                                + AuditRow.GENESIS + "'), sealed_hash = coalesce((select hash from kept where seq = "
                                + (row - 1) + "), '" + AuditRow.GENESIS + "')");
            case 7 -> List.of("update audit_head set mac = " + (random.nextBoolean() ? "null" : "'00'"));
            default -> List.of("update audit_head set seq = seq - 1");
        };
    }

    @Test
    void aChainThatIsMadeAnewWithoutTheKeyIsFound() {
        write(5);
        withoutTriggers();
        var rows = new ArrayList<AuditRow>();
        rig.database.read(handle -> {
            AuditSql.walk(handle, 0, rows::add);
            return true;
        });

        sql("delete from audit");
        sql("update audit_head set seq = 0, hash = '" + AuditRow.GENESIS + "', sealed_seq = 0, sealed_hash = '"
                + AuditRow.GENESIS + "', mac = null");
        log.lock();
        rows.forEach(row -> log.append(entry(GuestRig.BERT, row.action(), row.object())));

        assertThat(log.verify().intact()).as("without the key it looks right").isTrue();
        assertThat(new AuditLog(rig.database).unlock(keys, Begin.KNOWN_KEY).fault())
                .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Kind.SEAL));
    }

    @Test
    void aBrokenSealIsNotMendedByTheNextAppend() {
        write(5);
        withoutTriggers();
        sql("delete from audit where seq = 5");
        sql("update audit_head set (seq, hash, sealed_seq, sealed_hash) = (select seq, hash, seq, hash from audit"
                + " where seq = 4)");

        write(3);

        assertThat(log.verify().fault())
                .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Kind.SEAL));
        assertThat(log.unlock(keys, Begin.KNOWN_KEY).intact()).isFalse();
        assertThat(log.verify().intact()).isFalse();
    }

    @Test
    void anOlderCopyOfTheWholeTrailIsFoundWhileTheProgramRuns() {
        write(3);
        rig.database.write(handle -> handle.execute("create table old_head as select * from audit_head"));
        write(3);
        assertThat(log.verify().rows()).isEqualTo(6);
        withoutTriggers();

        sql("delete from audit where seq > 3");
        sql("update audit_head set (seq, hash, sealed_seq, sealed_hash, mac) ="
                + " (select seq, hash, sealed_seq, sealed_hash, mac from old_head)");

        assertThat(log.verify().fault())
                .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Kind.TRUNCATED));
    }

    @Test
    void rowsWrittenWhileTheVaultIsLockedAreSealedWhenItOpens() {
        write(2);
        log.lock();
        write(3);

        assertThat(log.verify().unsealed()).isEqualTo(3);
        assertThat(log.unlock(keys, Begin.KNOWN_KEY).intact()).isTrue();
        assertThat(log.verify().unsealed()).isZero();
        write(1);
        assertThat(log.verify().rows()).isEqualTo(6);
        assertThat(log.verify().intact()).isTrue();
    }

    @Test
    void rowsOfAnEarlierVersionAreChainedAtTheStart() {
        sql("insert into audit_unchained values ('b', 'default', 'anna', 'old.second', 'x', '{}', 20)");
        sql("insert into audit_unchained values ('a', 'default', 'anna', 'old.first', 'x', '{}', 10)");

        var reopened = new AuditLog(rig.database);

        assertThat(reopened.unlock(keys, Begin.KNOWN_KEY).intact()).isTrue();
        assertThat(rig.column("select action from audit order by seq")).containsExactly("old.first", "old.second");
        assertThat(rig.column("select count(*) from audit_unchained")).containsExactly("0");
        assertThat(reopened.verify().intact()).isTrue();
    }

    @Test
    void aFailedTransactionLeavesNoRowAndNoGap() {
        write(1);
        assertThatThrownBy(() -> rig.database.write(handle -> {
                    AuditSql.append(handle, entry(GuestRig.ANNA, "never", "x"));
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        write(1);

        assertThat(log.verify().rows()).isEqualTo(2);
        assertThat(log.verify().intact()).isTrue();
    }

    @Test
    @Tag("F137")
    void aTenantReadsHisOwnLinesOnlyAndFiltersThem() {
        write(3);
        log.append(entry(OTHER, "their.secret-doing", "theirs"));
        log.append(entry(GuestRig.BERT, "session.start", "s"));

        var all = log.list(TenantId.DEFAULT, AuditFilter.newest(10));
        var newest = new AuditFilter(
                1,
                Optional.empty(),
                Optional.of("bert"),
                Optional.of("session."),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(all).extracting(AuditRow::action).containsExactly("session.start", "test.do", "test.do", "test.do");
        assertThat(log.list(TenantId.DEFAULT, newest))
                .extracting(AuditRow::actor)
                .containsExactly("bert");
        assertThat(log.list(OTHER.tenant(), AuditFilter.newest(10))).hasSize(1);
    }

    private String exported() throws IOException {
        var out = new ByteArrayOutputStream();
        log.export(TenantId.DEFAULT, rig.clock.instant(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static AuditVerdict verify(String text) throws IOException {
        return AuditFile.verify(new StringReader(text), Optional.empty());
    }

    @Test
    void anExportIsCheckedWithoutTheInstallationAndShowsNothingOfOtherTenants() throws IOException {
        write(4);
        log.append(entry(OTHER, "their.secret-doing", "theirs"));
        write(1);

        var text = exported();
        var verdict = verify(text);

        assertThat(verdict.fault()).isEmpty();
        assertThat(verdict.rows()).isEqualTo(6);
        assertThat(verdict.key()).isEqualTo(log.verify().key());
        assertThat(text).doesNotContain("secret-doing", "theirs", "olga");
        assertThat(AuditFile.verify(new StringReader(text), verdict.key()).intact())
                .isTrue();
        assertThat(AuditFile.verify(new StringReader(text), Optional.of("0".repeat(32)))
                        .intact())
                .isFalse();
    }

    @Test
    void everyChangeOfAnExportIsFound() throws IOException {
        write(6);
        var text = exported();
        var lines = text.lines().toList();
        var random = new Random(SEED);

        for (int round = 0; round < 300; round++) {
            var changed = new ArrayList<>(lines);
            int at = random.nextInt(lines.size());
            switch (random.nextInt(4)) {
                case 0 -> changed.remove(at);
                case 1 -> changed.add(at, lines.get(at));
                case 2 -> changed.add(changed.remove(at == 0 ? 1 : 0));
                default -> {
                    var line = lines.get(at);
                    int place = line.lastIndexOf('"') - 1 - random.nextInt(20);
                    changed.set(
                            at,
                            line.substring(0, place)
                                    + (line.charAt(place) == 'b' ? 'c' : 'b')
                                    + line.substring(place + 1));
                }
            }
            var joined = String.join("\n", changed) + "\n";
            if (joined.equals(text)) {
                continue;
            }
            assertThat(refused(joined))
                    .as("seed %s round %s\n%s", SEED, round, joined)
                    .isTrue();
        }
    }

    private static boolean refused(String text) throws IOException {
        try {
            return !verify(text).intact();
        } catch (SlipwayException e) {
            return true;
        }
    }

    @Test
    void anExportWithoutKeysSaysThatItIsUnsigned() throws IOException {
        log.lock();
        write(2);

        var verdict = verify(exported());

        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.key()).isEmpty();
        assertThat(verdict.unsealed()).isEqualTo(2);
    }

    @Test
    void refusedAttemptsAreNotedOnceAMinuteWithTheirNumber() {
        var refusals = new Refusals(log, rig.ids, rig.clock);

        for (int i = 0; i < 50; i++) {
            refusals.note("session.refused", "", "UNAUTHORIZED");
        }
        rig.clock.advance(Duration.ofMinutes(1));
        refusals.note("session.refused", "", "UNAUTHORIZED");

        assertThat(rig.column("select detail from audit where action = 'session.refused' order by seq"))
                .containsExactly("{}", "{\"more_before\":\"49\"}");
    }
}
