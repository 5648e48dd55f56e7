package io.slipway.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.guest.GuestRig;
import io.slipway.server.health.Warning;
import io.slipway.server.health.Warnings;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trail's keys from one start to the next, with a database that somebody changed in between. */
class AuditKeyFileTest {
    @TempDir
    Path folder;

    private GuestRig rig;
    private AuditLog log;
    private Warnings warnings;

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        start();
        write("first");
        write("second");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** As the next start of the program does. */
    private AuditKeyFile start() {
        log = new AuditLog(rig.database);
        warnings = new Warnings(rig.clock);
        var keys = new AuditKeyFile(folder, rig.vault.files(), log, warnings, rig.ids, rig.clock, new SecureRandom());
        keys.opened();
        return keys;
    }

    private void write(String object) {
        log.append(new AuditEntry(rig.ids.next(), GuestRig.ANNA, "test.do", object, Map.of(), rig.clock.instant()));
    }

    private void sql(String statement) {
        rig.database.write(handle -> handle.execute(statement));
    }

    private List<String> raised() {
        return warnings.list().stream().map(Warning::name).toList();
    }

    @Test
    void theSealHoldsFromOneStartToTheNext() throws IOException {
        start();

        assertThat(raised()).isEmpty();
        assertThat(log.verify().intact()).isTrue();
        assertThat(log.verify().unsealed()).isZero();
        assertThat(Files.readString(folder.resolve("audit.keys.sealed"))).doesNotContain("mac", "begun");
    }

    @Test
    void aSealThatWasTakenAwayIsNotMadeAnew() {
        sql("drop trigger audit_head_forward");
        sql("drop trigger audit_no_delete");
        sql("delete from audit where seq = 2");
        sql("update audit_head set (seq, hash) = (select seq, hash from audit where seq = 1), sealed_seq = 0,"
                + " sealed_hash = '" + "0".repeat(64) + "', mac = null");

        start();

        assertThat(raised()).containsExactly("audit-trail-broken");
        write("later");
        assertThat(log.verify().intact()).isFalse();
    }

    @Test
    void aVaultThatClosesAndOpensLeavesRowsToSealAndSealsThem() {
        var keys = start();

        keys.closed();
        write("while locked");
        assertThat(log.verify().unsealed()).isEqualTo(1);
        keys.opened();

        assertThat(log.verify().unsealed()).isZero();
        assertThat(raised()).isEmpty();
    }

    @Test
    void aDamagedKeyFileIsAWarningAndNoNewKeySealsWhatItCannotVouchFor() throws IOException {
        Files.writeString(folder.resolve("audit.keys.sealed"), "no JSON");

        start();

        assertThat(raised()).containsExactly("audit-trail-broken");
        assertThat(folder.resolve("audit.keys.sealed")).hasContent("no JSON");
    }

    @Test
    void keysUnderALostVaultKeyAreMadeAnewAndTheTrailAndAWarningSaySo() throws IOException {
        var file = folder.resolve("audit.keys.sealed");
        var json = Files.readString(file).replaceAll("\"keyId\":\"[^\"]*\"", "\"keyId\":\"0000000000000000\"");
        Files.writeString(file, json);

        start();

        assertThat(raised()).containsExactly("audit-keys-lost");
        assertThat(rig.column("select action from audit order by seq desc limit 1"))
                .containsExactly("audit.keys-lost");
        assertThat(log.verify().intact()).isTrue();
        assertThat(log.verify().unsealed()).isZero();
    }

    @Test
    void aProgramThatDiesWhileItGivesTheKeysUpDoesNotReportTamperingForEver() throws IOException {
        var file = folder.resolve("audit.keys.sealed");
        var json = Files.readString(file).replaceAll("\"keyId\":\"[^\"]*\"", "\"keyId\":\"0000000000000000\"");
        Files.writeString(file, json);
        sql("create trigger dies before update of mac on audit_head when new.mac is null"
                + " begin select raise(abort, 'the program dies here'); end");
        assertThatThrownBy(this::start).isInstanceOf(RuntimeException.class);
        sql("drop trigger dies");

        start();

        assertThat(raised()).containsExactly("audit-keys-lost");
        assertThat(log.verify().intact()).isTrue();
        assertThat(log.verify().unsealed()).isZero();
    }
}
