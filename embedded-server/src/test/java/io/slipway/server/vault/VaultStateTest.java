package io.slipway.server.vault;

import static io.slipway.server.vault.VaultRig.NEXT;
import static io.slipway.server.vault.VaultRig.PASSPHRASE;
import static io.slipway.server.vault.VaultRig.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the vault opens, locks, loses its key and gets it back. */
class VaultStateTest {
    private static final SecretTarget TARGET = new SecretTarget(SecretScope.HOST, "h", "password");

    @TempDir
    Path folder;

    @Test
    void aNewVaultTakesTheSystemsProtectionOrElseTheKeyFile(@TempDir Path other) throws IOException {
        try (var rig = new VaultRig(folder, true);
                var headless = new VaultRig(other, false)) {
            assertThat(kind(rig)).isEqualTo(ProtectorKind.DPAPI);
            assertThat(rig.keyFiles()).isEmpty();
            assertThat(kind(headless)).isEqualTo(ProtectorKind.KEY_FILE);
            assertThat(headless.keyFiles()).hasSize(1);
        }
    }

    @Test
    void aVaultThatAsksStaysNewAndRefusesUntilSomebodyChose() {
        try (var rig = new VaultRig(folder, false)) {
            rig.restart(rig.setup().asking());
            assertThat(rig.vault.isOpen()).as("it has a key").isTrue();
        }
        var fresh = folder.resolve("fresh");
        assertThat(fresh.toFile().mkdir()).isTrue();
        try (var rig = new VaultRig(fresh, false)) {
            assertThat(fresh.resolve("vault.json").toFile().delete()).isTrue();
            rig.restart(rig.setup().asking());
            assertThat(rig.vault.status().state()).isEqualTo(VaultState.NEW);
            assertThat(code(() -> rig.put("x"))).isEqualTo(ProblemCode.VAULT_LOCKED);
            assertThat(code(() -> rig.vault.unlock(Optional.empty()))).isEqualTo(ProblemCode.WRONG_STATE);

            rig.vault.init(ProtectorChoice.passphrase(PASSPHRASE));

            assertThat(rig.get(rig.put("x"))).contains(Secret.of("x"));
            assertThat(code(() -> rig.vault.init(ProtectorChoice.of(ProtectorKind.KEY_FILE))))
                    .isEqualTo(ProblemCode.WRONG_STATE);
        }
    }

    @Test
    @Tag("F130")
    void aPassphraseVaultStartsLockedAndNoFileHoldsItsKey() throws IOException {
        try (var rig = new VaultRig(folder, false)) {
            var id = rig.put("correct-horse");
            rig.vault.changeProtector(ProtectorChoice.passphrase(PASSPHRASE), Optional.empty());
            var words = rig.vault.newRecoveryWords(Optional.of(PASSPHRASE));
            rig.restart();

            assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOCKED);
            assertThat(code(() -> rig.get(id))).isEqualTo(ProblemCode.VAULT_LOCKED);
            assertThat(code(() -> rig.put("more"))).isEqualTo(ProblemCode.VAULT_LOCKED);
            assertThat(code(() -> rig.vault.secrets().key(TenantId.DEFAULT, "signing", 32)))
                    .isEqualTo(ProblemCode.VAULT_LOCKED);
            assertThat(code(() -> rig.vault.unlock(Optional.empty()))).isEqualTo(ProblemCode.PASSWORD_REQUIRED);
            rig.vault.unlock(Optional.of(PASSPHRASE));
            assertThat(rig.get(id)).contains(Secret.of("correct-horse"));
            assertThat(rig.keyFiles()).as("the key file's key is gone").isEmpty();

            var key = keyOf(rig, words);
            for (var file : folder.toFile().listFiles()) {
                var text = Files.readString(file.toPath(), StandardCharsets.ISO_8859_1);
                assertThat(text)
                        .as("%s", file)
                        .doesNotContain(HexFormat.of().formatHex(key))
                        .doesNotContain(Base64.getEncoder().encodeToString(key))
                        .doesNotContain(new String(key, StandardCharsets.ISO_8859_1))
                        .doesNotContain(PASSPHRASE.reveal())
                        .doesNotContain(words.reveal());
            }
        }
    }

    /** The key as the recovery words give it: the only way out. */
    private static byte[] keyOf(VaultRig rig, Secret words) {
        var keeper = new KeyKeeper(rig.setup(), new SecureRandom());
        return keeper.unwrapByWords(rig.vault.status().keyring().orElseThrow(), words)
                .orElseThrow();
    }

    @Test
    void aFullDiskLeavesTheOldProtectionAndNothingOfTheNewOne() throws IOException {
        try (var rig = new VaultRig(folder, false)) {
            var id = rig.put("x");
            var before = rig.keyFiles();
            // Where the new file would be written, nothing can be.
            Files.createDirectories(rig.file("vault.json.part").resolve("full"));

            assertThat(code(() ->
                            rig.vault.changeProtector(ProtectorChoice.of(ProtectorKind.KEY_FILE), Optional.empty())))
                    .isEqualTo(ProblemCode.CONFIG_ERROR);

            assertThat(rig.keyFiles()).isEqualTo(before);
            assertThat(rig.get(id)).contains(Secret.of("x"));
            Files.delete(rig.file("vault.json.part").resolve("full"));
            rig.restart();
            assertThat(rig.get(id)).contains(Secret.of("x"));
        }
    }

    @Test
    void aListenerThatFailsLeavesNobodyUntold() {
        try (var rig = new VaultRig(folder, true)) {
            var gate = new ArrayList<String>();
            rig.vault.listen(new Failing());
            rig.vault.listen(new VaultListener() {
                @Override
                public void opened() {
                    gate.add("opened");
                }

                @Override
                public void closed() {
                    gate.add("closed");
                }
            });
            rig.told.clear();
            gate.clear();

            assertThatThrownBy(rig.vault::lock).hasMessage("closed, and failed");
            assertThat(rig.vault.isOpen()).isFalse();
            assertThatThrownBy(() -> rig.vault.unlock(Optional.empty())).hasMessage("opened, and failed");

            assertThat(rig.vault.isOpen()).isTrue();
            assertThat(gate).as("registered after it").containsExactly("closed", "opened");
            assertThat(rig.told).as("registered before it").containsExactly("closed", "opened");
        }
    }

    /** Fails at every change after its registration. */
    private static final class Failing implements VaultListener {
        private boolean registered;

        @Override
        public void opened() {
            if (registered) {
                throw new IllegalStateException("opened, and failed");
            }
            registered = true;
        }

        @Override
        public void closed() {
            throw new IllegalStateException("closed, and failed");
        }
    }

    @Test
    void lockingForgetsTheKeyAndTellsTheListeners() {
        try (var rig = new VaultRig(folder, true)) {
            var id = rig.put("x");

            rig.vault.lock();

            assertThat(rig.told).containsExactly("opened", "closed");
            assertThat(code(() -> rig.get(id))).isEqualTo(ProblemCode.VAULT_LOCKED);
            assertThat(code(() ->
                            rig.vault.changeProtector(ProtectorChoice.of(ProtectorKind.KEY_FILE), Optional.empty())))
                    .isEqualTo(ProblemCode.VAULT_LOCKED);
            rig.vault.lock();
            rig.vault.unlock(Optional.empty());
            rig.vault.unlock(Optional.empty());
            assertThat(rig.told).containsExactly("opened", "closed", "opened");
            assertThat(rig.get(id)).contains(Secret.of("x"));
        }
    }

    @Test
    void aWrongPassphraseIsSaidPlainlyAndGuessingSlowsDown() {
        try (var rig = new VaultRig(folder, false)) {
            rig.vault.changeProtector(ProtectorChoice.passphrase(PASSPHRASE), Optional.empty());
            rig.vault.lock();
            for (int i = 0; i < 5; i++) {
                assertThat(code(() -> rig.vault.unlock(Optional.of(NEXT))))
                        .isEqualTo(ProblemCode.VAULT_PASSPHRASE_WRONG);
            }

            assertThat(code(() -> rig.vault.unlock(Optional.of(PASSPHRASE))))
                    .as("even the right one waits")
                    .isEqualTo(ProblemCode.RATE_LIMITED);
            rig.clock.advance(Duration.ofSeconds(5));
            assertThat(code(() -> rig.vault.unlock(Optional.of(NEXT)))).isEqualTo(ProblemCode.VAULT_PASSPHRASE_WRONG);
            rig.clock.advance(Duration.ofSeconds(9));
            assertThat(code(() -> rig.vault.unlock(Optional.of(PASSPHRASE)))).isEqualTo(ProblemCode.RATE_LIMITED);
            rig.clock.advance(Duration.ofSeconds(1));
            rig.vault.unlock(Optional.of(PASSPHRASE));

            assertThat(rig.vault.isOpen()).isTrue();
            assertThat(code(() -> rig.vault.newRecoveryWords(Optional.of(NEXT))))
                    .isEqualTo(ProblemCode.VAULT_PASSPHRASE_WRONG);
            assertThat(code(() -> rig.vault.newRecoveryWords(Optional.empty())))
                    .isEqualTo(ProblemCode.PASSWORD_REQUIRED);
        }
    }

    @Test
    @Tag("F133")
    void aMissingOrDamagedKeyringIsTheLostStateAndNeverANewKey() throws IOException {
        try (var rig = new VaultRig(folder, true)) {
            var id = rig.put("x");
            var good = Files.readAllBytes(rig.file("vault.json"));
            for (var bad : new String[] {"", "{}", "{\"format\":\"slipway-vault\",\"version\":1}", "\u0000"}) {
                Files.writeString(rig.file("vault.json"), bad);
                assertLost(rig, id);
                assertThat(Files.readString(rig.file("vault.json"))).isEqualTo(bad);
            }
            Files.delete(rig.file("vault.json"));
            assertLost(rig, id);
            assertThat(rig.file("vault.json")).doesNotExist();

            Files.write(rig.file("vault.json"), good);
            rig.vault.unlock(Optional.empty());

            assertThat(rig.get(id)).as("restored from a backup").contains(Secret.of("x"));
        }
    }

    @Test
    @Tag("F133")
    @Tag("F130")
    void anotherUsersOrAMissingProtectorsKeyIsLostOrLocked() throws IOException {
        try (var rig = new VaultRig(folder, true)) {
            var id = rig.put("x");

            rig.system.user = new byte[] {1};
            assertLost(rig, id);
            rig.system.user = new byte[32];
            rig.system.works = false;
            rig.restart();
            assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOCKED);
            assertThat(rig.vault.status().why().orElseThrow().detail()).contains("It is switched off.");
            assertThat(code(() -> rig.vault.unlock(Optional.empty()))).isEqualTo(ProblemCode.VAULT_LOCKED);
            rig.restart(rig.setup());
            assertThat(rig.vault.status().why().orElseThrow().detail()).contains("does not have");
            rig.system.works = true;
            rig.restart();
            assertThat(rig.get(id)).contains(Secret.of("x"));
        }
    }

    @Test
    @Tag("F133")
    void aKeyThatFitsNoneOfTheSecretsIsNotTakenForTheirs(@TempDir Path other) throws IOException {
        try (var rig = new VaultRig(folder, true);
                var stranger = new VaultRig(other, true)) {
            var id = rig.put("x");
            Files.copy(stranger.file("vault.json"), rig.file("vault.json"), StandardCopyOption.REPLACE_EXISTING);

            assertLost(rig, id);
        }
    }

    private static void assertLost(VaultRig rig, String id) {
        rig.restart();
        assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOST);
        assertThat(code(() -> rig.get(id))).isEqualTo(ProblemCode.VAULT_KEY_LOST);
        assertThat(code(() -> rig.put("more"))).isEqualTo(ProblemCode.VAULT_KEY_LOST);
        assertThat(rig.vault.needsReentry(TenantId.DEFAULT)).containsExactly(new LostSecret(id, "host password"));
        assertThat(code(() -> rig.vault.unlock(Optional.empty()))).isEqualTo(ProblemCode.VAULT_KEY_LOST);
    }

    @Test
    @Tag("F133")
    void aSealedFileThatCannotBeReadMeansThatThereWasAKey() throws IOException {
        Files.writeString(folder.resolve("audit.keys.sealed"), "damaged");

        try (var rig = new VaultRig(folder, true)) {
            assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOST);
            assertThat(rig.file("vault.json")).doesNotExist();
        }
    }

    @Test
    @Tag("F133")
    void givingTheKeyUpKeepsTheRowsAndMarksThem() throws IOException {
        try (var rig = new VaultRig(folder, true)) {
            var id = rig.put("old");
            var signing = rig.vault.secrets().key(TenantId.DEFAULT, "signing", 32);
            assertThat(code(() -> rig.vault.reset(ProtectorChoice.of(ProtectorKind.KEY_FILE))))
                    .isEqualTo(ProblemCode.WRONG_STATE);
            Files.delete(rig.file("vault.json"));
            rig.restart();

            rig.vault.reset(ProtectorChoice.of(ProtectorKind.KEY_FILE));

            var fresh = rig.put("new");
            assertThat(rig.get(fresh)).contains(Secret.of("new"));
            assertThat(code(() -> rig.get(id))).isEqualTo(ProblemCode.SECRET_REENTRY_REQUIRED);
            assertThat(rig.vault.secrets().key(TenantId.DEFAULT, "signing", 32))
                    .as("made by the program, so made anew")
                    .isNotEqualTo(signing);
            assertThat(rig.vault.needsReentry(TenantId.DEFAULT)).containsExactly(new LostSecret(id, "host password"));
            assertThat(rig.vault.needsReentry(new TenantId("other"))).isEmpty();
            rig.restart();
            assertThat(rig.vault.isOpen()).isTrue();
            rig.vault.secrets().put(TenantId.DEFAULT, id, "host password", Secret.of("again"));
            assertThat(rig.vault.needsReentry(TenantId.DEFAULT)).isEmpty();
        }
    }

    @Test
    void changingTheProtectionKeepsEveryRowAsItIs() {
        try (var rig = new VaultRig(folder, true)) {
            var id = rig.put("x");
            var before = sealed(rig);
            rig.vault.changeProtector(ProtectorChoice.of(ProtectorKind.KEY_FILE), Optional.empty());
            rig.vault.changeProtector(ProtectorChoice.passphrase(PASSPHRASE), Optional.empty());
            assertThat(code(() -> rig.vault.changeProtector(ProtectorChoice.passphrase(NEXT), Optional.of(NEXT))))
                    .isEqualTo(ProblemCode.VAULT_PASSPHRASE_WRONG);
            rig.vault.changeProtector(ProtectorChoice.passphrase(NEXT), Optional.of(PASSPHRASE));

            rig.restart();
            assertThat(code(() -> rig.vault.unlock(Optional.of(PASSPHRASE))))
                    .isEqualTo(ProblemCode.VAULT_PASSPHRASE_WRONG);
            rig.vault.unlock(Optional.of(NEXT));

            assertThat(sealed(rig)).isEqualTo(before);
            assertThat(rig.get(id)).contains(Secret.of("x"));
            rig.vault.changeProtector(ProtectorChoice.of(ProtectorKind.DPAPI), Optional.of(NEXT));
            assertThat(rig.restart().isOpen()).isTrue();
            rig.system.works = false;
            assertThat(code(() -> rig.vault.changeProtector(ProtectorChoice.of(ProtectorKind.DPAPI), Optional.empty())))
                    .isEqualTo(ProblemCode.VAULT_PROTECTOR_UNAVAILABLE);
            assertThat(code(() -> rig.vault.changeProtector(
                            ProtectorChoice.of(ProtectorKind.SECRET_SERVICE), Optional.empty())))
                    .isEqualTo(ProblemCode.VAULT_PROTECTOR_UNAVAILABLE);
        }
    }

    private static List<String> sealed(VaultRig rig) {
        return rig.database.read(
                handle -> handle.createQuery("select id || key_id || nonce || ciphertext from sealed_secret")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void anInterruptedChangeOpensAndLeavesNothingBehind() throws IOException {
        try (var rig = new VaultRig(folder, false)) {
            var id = rig.put("x");
            var before = Files.readAllBytes(rig.file("vault.json"));
            var oldKey = rig.keyFiles().getFirst();
            var oldBytes = Files.readAllBytes(oldKey);
            rig.vault.changeProtector(ProtectorChoice.of(ProtectorKind.KEY_FILE), Optional.empty());
            var newKey = rig.keyFiles().getFirst();

            // Killed after the new key file and before the new keyring.
            Files.write(rig.file("vault.json"), before);
            Files.write(oldKey, oldBytes);
            Files.setPosixFilePermissions(oldKey, PosixFilePermissions.fromString("rw-------"));
            rig.restart();
            assertThat(rig.get(id)).contains(Secret.of("x"));
            assertThat(rig.keyFiles()).containsExactly(oldKey).doesNotContain(newKey);

            // Killed after the new keyring and before the old key file was removed.
            rig.vault.changeProtector(ProtectorChoice.passphrase(PASSPHRASE), Optional.empty());
            Files.write(oldKey, oldBytes);
            rig.restart();
            rig.vault.unlock(Optional.of(PASSPHRASE));
            assertThat(rig.get(id)).contains(Secret.of("x"));
            assertThat(rig.keyFiles()).isEmpty();
        }
    }

    @Test
    void aDataFolderOfTheFirstVersionsIsTakenOverAtAnyInstant() throws IOException {
        var key = HexFormat.of().formatHex(new byte[] {1, 2, 3, 4}).repeat(8);
        firstVersion(key);
        try (var rig = new VaultRig(folder, true)) {
            assertThat(kind(rig)).as("not moved without being asked").isEqualTo(ProtectorKind.KEY_FILE);
            var words = rig.vault.newRecoveryWords(Optional.empty());
            assertThat(HexFormat.of().formatHex(keyOf(rig, words))).isEqualTo(key);
            var id = rig.put("x");

            // Killed before the keyring was written: the folder is one of the first versions still.
            Files.delete(rig.file("vault.json"));
            firstVersion(key);
            rig.restart();
            assertThat(rig.get(id)).contains(Secret.of("x"));
            rig.restart();
            assertThat(rig.get(id)).contains(Secret.of("x"));

            Files.setPosixFilePermissions(rig.file("vault.key"), PosixFilePermissions.fromString("rw-r--r--"));
            rig.restart();
            assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOCKED);
            Files.setPosixFilePermissions(rig.file("vault.key"), PosixFilePermissions.fromString("rw-------"));
            rig.vault.unlock(Optional.empty());
            rig.vault.changeProtector(ProtectorChoice.of(ProtectorKind.DPAPI), Optional.empty());
            assertThat(rig.file("vault.key")).doesNotExist();
            rig.restart();
            assertThat(rig.get(id)).contains(Secret.of("x"));
        }
    }

    private void firstVersion(String key) throws IOException {
        Files.writeString(folder.resolve("vault.key"), "slipway-vault-key-1 " + key + "\n");
        Files.setPosixFilePermissions(folder.resolve("vault.key"), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aFolderOfTheFirstVersionsIsNotTakenOverAgainWhenItsKeyringIsDeleted() throws IOException {
        var key = "0d".repeat(32);
        firstVersion(key);
        try (var rig = new VaultRig(folder, true)) {
            var id = rig.put("x");
            var keyring = Files.readAllBytes(rig.file("vault.json"));

            Files.delete(rig.file("vault.json"));
            rig.restart();

            assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOST);
            assertThat(rig.file("vault.json")).doesNotExist();
            Files.write(rig.file("vault.json"), keyring);
            rig.restart();
            assertThat(rig.get(id)).as("the keyring is back").contains(Secret.of("x"));

            // Killed between the keyring and the mark: the next start marks it.
            firstVersion(key);
            rig.restart();
            assertThat(rig.file("vault.key")).content().startsWith("slipway-key-file-1 ");
        }
    }

    @Test
    void aFolderWhoseRowsWereVouchedForIsNotTakenOverEvenWithAnUnmarkedKeyFile() throws IOException {
        var key = "0d".repeat(32);
        firstVersion(key);
        try (var rig = new VaultRig(folder, true)) {
            rig.database.write(handle -> {
                rig.vault.records().keep(handle, BindingRecordsSql.of(TenantId.DEFAULT, TARGET, "x"));
                return true;
            });
            firstVersion(key);
            Files.delete(rig.file("vault.json"));

            rig.restart();

            assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOST);
            assertThat(rig.file("vault.json")).doesNotExist();
        }
    }

    @Test
    void recoveryWordsOpenWhatIsLostAndNewOnesInvalidateOldOnes() throws IOException {
        try (var rig = new VaultRig(folder, true)) {
            var id = rig.put("x");
            var old = rig.vault.newRecoveryWords(Optional.empty());
            var words = rig.vault.newRecoveryWords(Optional.empty());
            assertThat(code(() -> rig.vault.recover(words, ProtectorChoice.of(ProtectorKind.KEY_FILE))))
                    .as("open")
                    .isEqualTo(ProblemCode.WRONG_STATE);
            rig.system.user = new byte[] {1};
            assertLost(rig, id);

            assertThat(code(() -> rig.vault.recover(old, ProtectorChoice.passphrase(PASSPHRASE))))
                    .isEqualTo(ProblemCode.VAULT_WORDS_WRONG);
            assertThat(code(() -> rig.vault.recover(Secret.of("abandon"), ProtectorChoice.passphrase(PASSPHRASE))))
                    .isEqualTo(ProblemCode.VAULT_WORDS_WRONG);
            rig.vault.recover(words, ProtectorChoice.passphrase(PASSPHRASE));

            assertThat(rig.get(id)).contains(Secret.of("x"));
            rig.restart();
            rig.vault.unlock(Optional.of(PASSPHRASE));
            assertThat(rig.get(id)).contains(Secret.of("x"));
            assertThat(recovery(rig)).as("the words stay good").isPresent();
            rig.vault.lock();
            rig.vault.recover(words, ProtectorChoice.passphrase(NEXT));
            assertThat(rig.vault.isOpen()).isTrue();
        }
    }

    private static Optional<Keyring.Recovery> recovery(VaultRig rig) {
        return rig.vault.status().keyring().flatMap(Keyring::recovery);
    }

    @Test
    void anOlderRecoverySlotPutIntoTheFileIsNoticed() throws IOException {
        try (var rig = new VaultRig(folder, true)) {
            rig.put("x");
            var old = rig.vault.newRecoveryWords(Optional.empty());
            var before = Files.readString(rig.file("vault.json"));
            var words = rig.vault.newRecoveryWords(Optional.empty());
            assertThat(words).isNotEqualTo(old);
            var slot = before.substring(before.indexOf("\"recovery\""), before.indexOf("\"former_keys\""));
            var after = Files.readString(rig.file("vault.json"));
            var own = after.substring(after.indexOf("\"recovery\""), after.indexOf("\"former_keys\""));
            Files.writeString(rig.file("vault.json"), after.replace(own, slot));

            rig.restart();

            assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOST);
            assertThat(rig.vault.status().why().orElseThrow().detail()).contains("changed by something else");
        }
    }

    @Test
    void wantingAnotherProtectionThanTheVaultHasIsAnError() {
        try (var rig = new VaultRig(folder, true)) {
            assertThat(code(() -> rig.restart(rig.setup().wanting(ProtectorKind.KEY_FILE))))
                    .isEqualTo(ProblemCode.CONFIG_ERROR);
        }
    }

    @Test
    void anIdleVaultLocksAndOneThatIsUsedOrBusyDoesNot() {
        try (var rig = new VaultRig(folder, false)) {
            var busy = new boolean[1];
            try (var autoLock = AutoLock.start(rig.vault, rig.clock, () -> busy[0])) {
                assertThat(rig.vault.autoLockMinutes())
                        .as("nobody types a key file")
                        .isZero();
                rig.vault.changeProtector(ProtectorChoice.passphrase(PASSPHRASE), Optional.empty());
                assertThat(rig.vault.autoLockMinutes()).isEqualTo(30);
                rig.vault.setAutoLockMinutes(5);
                autoLock.look();
                rig.clock.advance(Duration.ofMinutes(4));
                rig.put("used");
                autoLock.look();
                rig.clock.advance(Duration.ofMinutes(4));
                autoLock.look();
                assertThat(rig.vault.isOpen()).as("used four minutes ago").isTrue();
                busy[0] = true;
                rig.clock.advance(Duration.ofMinutes(60));
                autoLock.look();
                assertThat(rig.vault.isOpen()).as("a job goes on").isTrue();
                busy[0] = false;
                rig.clock.advance(Duration.ofMinutes(4));
                autoLock.look();
                assertThat(rig.vault.isOpen())
                        .as("the job ended four minutes ago")
                        .isTrue();

                rig.clock.advance(Duration.ofMinutes(1));
                autoLock.look();

                assertThat(rig.vault.status().state()).isEqualTo(VaultState.LOCKED);
            }
        }
    }

    private static ProtectorKind kind(VaultRig rig) {
        return rig.vault.status().keyring().orElseThrow().main().kind();
    }

    @Test
    @Tag("F133")
    void aKeyThatWasGivenUpCanBeHadBackFromWhatWasSetAside() throws IOException {
        try (var rig = new VaultRig(folder, false)) {
            var id = rig.put("old");
            var keyring = Files.readAllBytes(rig.file("vault.json"));
            var keyFile = rig.keyFiles().getFirst();
            Files.move(keyFile, rig.file("elsewhere"));
            rig.restart(rig.setup());
            rig.vault.reset(ProtectorChoice.of(ProtectorKind.KEY_FILE));
            Files.delete(rig.keyFiles().getFirst());
            rig.restart(rig.setup());

            rig.vault.reset(ProtectorChoice.of(ProtectorKind.KEY_FILE));

            var aside = Files.list(folder)
                    .filter(file -> file.getFileName().toString().startsWith("vault.json.lost-"))
                    .sorted()
                    .toList();
            assertThat(aside).as("the second reset keeps both").hasSize(2);
            assertThat(Files.readAllBytes(aside.getFirst())).isEqualTo(keyring);
            Files.copy(aside.getFirst(), rig.file("vault.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Files.move(rig.file("elsewhere"), keyFile);
            rig.restart(rig.setup());
            assertThat(rig.vault.isOpen()).isTrue();
            assertThat(rig.get(id)).contains(Secret.of("old"));
        }
    }

    @Test
    @Tag("F133")
    void keyFilesAreSetAsideWithADamagedKeyring() throws IOException {
        try (var rig = new VaultRig(folder, false)) {
            var name = rig.keyFiles().getFirst().getFileName().toString();
            var content = Files.readAllBytes(rig.file(name));
            Files.writeString(rig.file("vault.json"), "{}");
            rig.restart(rig.setup());

            rig.vault.reset(ProtectorChoice.of(ProtectorKind.KEY_FILE));

            var aside = Files.list(folder)
                    .filter(file -> file.getFileName().toString().startsWith(name + ".lost-"))
                    .toList();
            assertThat(aside).hasSize(1);
            assertThat(Files.readAllBytes(aside.getFirst())).isEqualTo(content);
            assertThat(Files.readString(Files.list(folder)
                            .filter(file -> file.getFileName().toString().startsWith("vault.json.lost-"))
                            .findFirst()
                            .orElseThrow()))
                    .isEqualTo("{}");
        }
    }
}
