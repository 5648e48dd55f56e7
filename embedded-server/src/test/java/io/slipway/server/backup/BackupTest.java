package io.slipway.server.backup;

import static io.slipway.server.backup.BackupRig.ADMIN;
import static io.slipway.server.backup.BackupRig.CANARY;
import static io.slipway.server.backup.BackupRig.HOST;
import static io.slipway.server.backup.BackupRig.PIN;
import static io.slipway.server.backup.BackupRig.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.backup.BackupReport.Key;
import io.slipway.server.backup.RestoreItem.Action;
import io.slipway.server.base.Caller;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.ProtectorChoice;
import io.slipway.server.vault.VaultState;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of one machine, restored there and on another one. */
@Timeout(120)
class BackupTest {
    @TempDir
    Path work;

    private BackupRig rig;
    private Secret words;
    private byte[] file;

    @BeforeEach
    void open() {
        rig = new BackupRig(work.resolve("one"));
        rig.fill();
        words = rig.words();
        file = rig.backup();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whatWasDeletedComesBackBitByBitAndASecondRestoreChangesNothing() {
        var before = rig.content();
        for (var table : BackupRig.RESTORED.reversed()) {
            rig.change("delete from " + table + (table.equals("sealed_secret") ? " where id like 'host-%'" : ""));
        }
        var untouched = rig.untouched();

        var report = rig.restore(file, Optional.empty(), false);

        assertThat(report.key()).isEqualTo(Key.SAME);
        assertThat(report.items()).allMatch(item -> item.action() == Action.ADD);
        assertThat(rig.content()).isEqualTo(before);
        assertThat(rig.untouched()).isEqualTo(untouched);
        assertThat(rig.secret("join password")).isEqualTo(CANARY + "-two");
        assertThat(rig.rows("audit").toString()).contains("backup.create", "backup.restore", report.auditHash());
        assertThat(rig.restore(file, Optional.of(words), false).items()).allMatch(item -> item.action() == Action.SAME);
        assertThat(rig.parts().auditLog().verify().intact()).isTrue();
    }

    @Test
    void aNewMachineTakesTheKeyOverByTheWordsWhichStayGood() {
        try (var other = new BackupRig(
                work.resolve("two"), BackupRig.setup(work.resolve("two")).asking())) {
            assertThat(refused(() -> other.restore(file, Optional.empty(), false)))
                    .isEqualTo(ProblemCode.PASSWORD_REQUIRED);
            assertThat(other.parts().vault().status().state()).isEqualTo(VaultState.NEW);

            var report = other.restore(file, Optional.of(words), false);

            assertThat(report.key()).isEqualTo(Key.TAKEN_OVER);
            assertThat(other.content().get("secret_version"))
                    .isEqualTo(rig.content().get("secret_version"));
            assertSecrets(other);
            other.parts().vault().lock();
            other.parts().vault().recover(words, ProtectorChoice.of(ProtectorKind.KEY_FILE));
            other.restart();
            assertSecrets(other);
            assertThat(other.parts().auditLog().verify().intact()).isTrue();
        }
    }

    @Test
    void aMachineWithAKeyOfItsOwnKeepsItAndSealsTheValuesAgain() {
        try (var other = new BackupRig(work.resolve("two"))) {
            var keyring = other.keyring();

            var report = other.restore(file, Optional.of(words), false);

            assertThat(report.key()).isEqualTo(Key.SEALED_AGAIN);
            assertThat(report.warnings()).anyMatch(text -> text.contains("do not open it"));
            assertThat(other.keyring()).isEqualTo(keyring);
            assertSecrets(other);
            assertThat(other.parts().vault().needsReentry(TenantId.DEFAULT)).isEmpty();
            assertThat(other.rows("host")).isEqualTo(rig.rows("host"));
            assertThat(other.restore(file, Optional.of(words), false).items())
                    .allMatch(item -> item.action() == Action.SAME);
        }
    }

    private static void assertSecrets(BackupRig machine) {
        assertThat(machine.secret("join password")).isEqualTo(CANARY + "-two");
        assertThat(machine.secret("password of host pve1")).isEqualTo(CANARY + "-host");
        assertThat(machine.profilePassword()).isEqualTo(CANARY + "-profile");
        assertThat(machine.parts().hosts().require(TenantId.DEFAULT, "pve1").hostKeyPin())
                .isEqualTo(PIN);
        assertThat(machine.rows("host_slot")).hasSize(2);
        assertThat(machine.parts().vault().autoLockMinutes()).isEqualTo(17);
    }

    @Test
    void wrongWordsDamageAndStrangeFilesChangeNeitherRowsNorKeyring() {
        var random = new SplittableRandom(7);
        try (var other = new BackupRig(
                work.resolve("two"), BackupRig.setup(work.resolve("two")).asking())) {
            var before = other.content();
            var keyring = other.keyring();
            var wrong = Optional.of(rig.words());

            assertThat(refused(() -> other.restore(file, wrong, false))).isEqualTo(ProblemCode.VAULT_WORDS_WRONG);
            assertThat(refused(() -> other.restore(file, Optional.of(Secret.of("not words")), false)))
                    .isEqualTo(ProblemCode.VAULT_WORDS_WRONG);
            for (int i = 0; i < 60; i++) {
                var changed = file.clone();
                changed[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
                assertThat(refused(() -> other.restore(changed, Optional.of(words), true)))
                        .isIn(
                                ProblemCode.BACKUP_DAMAGED,
                                ProblemCode.BACKUP_TOO_NEW,
                                ProblemCode.VAULT_WORDS_WRONG,
                                ProblemCode.FORBIDDEN);
                var cut = Arrays.copyOf(file, random.nextInt(file.length));
                assertThat(refused(() -> other.restore(cut, Optional.of(words), true)))
                        .isIn(ProblemCode.BACKUP_DAMAGED, ProblemCode.VAULT_WORDS_WRONG);
            }

            assertThat(other.content()).isEqualTo(before);
            assertThat(other.keyring()).isEqualTo(keyring);
            assertThat(other.parts().vault().status().state()).isEqualTo(VaultState.NEW);
        }
    }

    @Test
    void oldWordsOpenOldBackupsAndNewOnesDoNot() {
        var newer = rig.words();

        assertThat(rig.verify(file, Optional.of(words)).anywhere()).isTrue();
        assertThat(refused(() -> rig.verify(file, Optional.of(newer)))).isEqualTo(ProblemCode.VAULT_WORDS_WRONG);
        assertThat(rig.verify(rig.backup(), Optional.of(newer)).rows()).containsEntry("secret", 2);
    }

    @Test
    void withoutWordsThereIsNoBackupUnlessOneForThisMachineOnlyIsAskedFor() {
        try (var other = new BackupRig(work.resolve("two"))) {
            other.fill();

            assertThat(refused(other::backup)).isEqualTo(ProblemCode.BACKUP_WORDS_MISSING);
            var local = other.parts().backups().create(ADMIN, true);

            assertThat(other.verify(local, Optional.empty()).warnings())
                    .anyMatch(text -> text.contains("No recovery words"));
            assertThat(refused(() -> rig.verify(local, Optional.empty()))).isEqualTo(ProblemCode.PASSWORD_REQUIRED);
            assertThat(refused(() -> rig.verify(local, Optional.of(words)))).isEqualTo(ProblemCode.VAULT_WORDS_WRONG);
        }
    }

    @Test
    void otherContentIsAConflictUntilReplacingIsAskedForAndThenNothingIsLost() {
        var id =
                rig.parts().secrets().require(TenantId.DEFAULT, "join password").id();
        rig.parts().secrets().rotate(ADMIN, id, Secret.of("newer value"));
        var profile = rig.parts().profiles().stored(ADMIN, "office").orElseThrow();
        rig.change("delete from host_slot");
        rig.change("update host set address = '192.0.2.99', host_key_pin = '" + PIN.replace('A', 'B') + "'");
        rig.change("update playbook set content = 'name: other\nroles:\n  - role: base-system\n'");
        rig.change("update template_mapping set native_id = '9001'");
        var before = rig.content();

        var thrown = org.assertj.core.api.Assertions.catchThrowableOfType(
                io.slipway.server.base.SlipwayException.class, () -> rig.restore(file, Optional.empty(), false));
        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.BACKUP_CONFLICT);
        assertThat(thrown.problem().errors())
                .extracting(error -> error.pointer())
                .containsExactlyInAnyOrder(
                        "/secret/join password", "/host/pve1", "/playbook/base", "/template_mapping/gold");
        assertThat(rig.content()).isEqualTo(before);

        var report = rig.restore(file, Optional.empty(), true);

        assertThat(report.items())
                .filteredOn(item -> item.action() == Action.CONFLICT)
                .hasSize(4);
        assertThat(rig.secret("join password")).isEqualTo(CANARY + "-two");
        assertThat(rig.parts().secrets().require(TenantId.DEFAULT, id).version())
                .isEqualTo(4);
        assertThat(rig.rows("secret_version")).hasSize(5);
        assertThat(rig.parts().hosts().require(TenantId.DEFAULT, HOST).hostKeyPin())
                .isEqualTo(PIN);
        assertThat(rig.rows("host_slot")).hasSize(2);
        assertThat(rig.rows("template_mapping").toString()).contains("9000");
        assertNoFormerVersionPassesForTheNewest(rig, id, 3);
        assertThat(rig.parts().profiles().get(ADMIN, profile.id()).version()).isEqualTo(profile.version());
    }

    private static void assertNoFormerVersionPassesForTheNewest(BackupRig there, String secretId, int last) {
        for (int n = 1; n <= last; n++) {
            there.change("update secret set current_version = " + n + " where id = '" + secretId + "'");
            assertThat(refused(() -> there.secret("join password")))
                    .as("version " + n)
                    .isEqualTo(ProblemCode.CONFIG_ERROR);
        }
    }

    @Test
    void aFormerVersionStaysOneUnderAnotherMachinesKey() {
        var id =
                rig.parts().secrets().require(TenantId.DEFAULT, "join password").id();
        try (var other = new BackupRig(work.resolve("two"))) {
            other.parts().vault().secrets().put(TenantId.DEFAULT, "its own key is in use", Secret.of("x"));
            other.restore(file, Optional.of(words), false);

            assertThat(other.secret("join password")).isEqualTo(CANARY + "-two");
            assertNoFormerVersionPassesForTheNewest(other, id, 1);
        }
    }

    @Test
    void whatWasMadeAgainUnderTheSameNameKeepsItsIdAndGetsTheContentOfTheBackup() {
        try (var other = new BackupRig(work.resolve("two"))) {
            other.fill();
            other.change("pragma defer_foreign_keys = on");
            var own = other.parts().profiles().stored(ADMIN, "office").orElseThrow();
            other.parts()
                    .profiles()
                    .update(
                            ADMIN,
                            own.id(),
                            new io.slipway.server.profile.ProfileChange(
                                    Optional.empty(), Optional.empty(), Optional.of(BackupRig.profile("mine"))));
            assertThat(refused(() -> other.restore(file, Optional.of(words), false)))
                    .isEqualTo(ProblemCode.BACKUP_CONFLICT);

            var report = other.restore(file, Optional.of(words), true);

            var after = other.parts().profiles().stored(ADMIN, "office").orElseThrow();
            assertThat(after.id()).isEqualTo(own.id());
            assertThat(after.version()).isEqualTo(3);
            assertThat(other.profilePassword()).isEqualTo(CANARY + "-profile");
            assertThat(report.key()).isEqualTo(Key.SEALED_AGAIN);
            assertThat(other.rows("secret_binding").toString()).contains(own.id());
        }
    }

    @Test
    void aDryRunTellsWhatWouldChangeAndChangesNothing() {
        rig.change("delete from playbook");
        var before = rig.content();
        var audit = rig.rows("audit").size();

        var report = rig.restore(file, Optional.of(words), new RestoreChoice(true, false, false, Optional.empty()));

        assertThat(report.items())
                .filteredOn(item -> item.action() == Action.ADD)
                .extracting(RestoreItem::kind)
                .containsExactly("playbook");
        assertThat(rig.content()).isEqualTo(before);
        assertThat(rig.rows("audit")).hasSize(audit);
    }

    @Test
    void nothingIsRestoredWhileARunIsUnfinished() {
        rig.change("""
                insert into job (id, tenant_id, user_id, kind, fields, state, created_at)
                values ('j', 'default', 'operator', 'k', '{}', 'running', 1)""");
        rig.change("""
                insert into run (id, tenant_id, job_id, plan_kind, subject, state, wake_at, input, created_at)
                values ('r', 'default', 'j', 'k', 's', 'waiting', 9999999999999, '{}', 1)""");
        rig.change("delete from playbook");
        var before = rig.content();

        assertThat(refused(() -> rig.restore(file, Optional.empty(), false))).isEqualTo(ProblemCode.WRONG_STATE);

        assertThat(rig.content()).isEqualTo(before);
    }

    @Test
    void aStoppedHostStaysStoppedAfterItsRestore() {
        rig.change("insert into host_alarm values ('" + HOST + "', 'ssh-key', '" + PIN + "', '" + PIN.replace('A', 'C')
                + "', 7)");
        rig.change("update host set state = 'host-key-changed'");
        var stopped = rig.backup();
        try (var other = new BackupRig(work.resolve("two"))) {
            other.restore(stopped, Optional.of(words), false);

            assertThat(other.rows("host").toString()).contains("state=host-key-changed");
            assertThat(other.rows("host_alarm")).hasSize(1);
            assertThat(other.parts().health().warnings().list().toString()).contains("host-key-changed");
        }
    }

    @Test
    void aVaultWhoseKeyringIsGoneGetsItsKeyBackWhileEverythingElseStays() throws IOException {
        var before = rig.content();
        rig.agent.close();
        Files.delete(rig.folder.resolve("vault.json"));
        rig.agent = io.slipway.server.boot.AgentAssembly.open(
                BackupRig.config(rig.folder, BackupRig.setup(rig.folder), io.slipway.server.workflow.EdgeProbe.none()));
        assertThat(rig.parts().vault().status().state()).isEqualTo(VaultState.LOST);

        var report = rig.restore(file, Optional.of(words), new RestoreChoice(false, false, true, Optional.empty()));

        assertThat(report.key()).isEqualTo(Key.TAKEN_OVER);
        assertThat(rig.parts().vault().status().state()).isEqualTo(VaultState.UNLOCKED);
        assertThat(rig.content()).isEqualTo(before);
        assertSecrets(rig);
    }

    @Test
    void aProtectorForAVaultThatHasAKeyIsAnError() {
        var choice = new RestoreChoice(false, false, false, Optional.of(ProtectorChoice.of(ProtectorKind.KEY_FILE)));

        assertThat(refused(() -> rig.restore(file, Optional.empty(), choice))).isEqualTo(ProblemCode.WRONG_STATE);
    }

    @Test
    void anotherTenantsBackupIsNotReadForThisOne() {
        var other = new Caller(new TenantId("other"), "operator", Caller.Role.ADMIN);

        assertThat(refused(
                        () -> rig.parts().backups().verify(other, new ByteArrayInputStream(file), Optional.of(words))))
                .isEqualTo(ProblemCode.FORBIDDEN);
    }

    @Test
    void noMarkedSecretStandsInTheFileOrInTheDataFolder() throws IOException {
        try (var other = new BackupRig(work.resolve("two"))) {
            other.restore(file, Optional.of(words), false);
        }
        Files.write(work.resolve("copy.backup"), file);
        try (var files = Files.walk(work)) {
            for (var one : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1);
                assertThat(text.contains(CANARY)).as(one.toString()).isFalse();
                assertThat(text.contains(words.reveal())).as(one.toString()).isFalse();
            }
        }
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("office", "pve1", "192.0.2.10");
    }
}
