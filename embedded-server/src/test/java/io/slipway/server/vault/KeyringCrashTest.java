package io.slipway.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Secret;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that changes the keyring is killed before and after every change of a file. */
@Tag("slow")
class KeyringCrashTest {
    private static final int MOST_EDGES = 40;

    @TempDir
    Path folder;

    private String secret = "";
    private Secret words = Secret.of("");

    @ParameterizedTest
    @ValueSource(strings = {"create", "adopt", "renew", "passphrase", "words", "no passphrase"})
    void aKilledChangeLeavesAVaultThatOpensAndNoKeyFileTooMany(String change) throws Exception {
        var before = Files.createDirectory(folder.resolve("before"));
        prepare(before, change);
        int edge = 0;
        for (boolean killed = true; killed; edge++) {
            assertThat(edge).isLessThan(MOST_EDGES);
            var data = copy(before, folder.resolve("edge-" + edge));

            killed = run(data, change, edge);

            check(data, change, change + " killed at edge " + edge);
        }
        assertThat(edge).as("edges of %s", change).isGreaterThan(6);
    }

    private void prepare(Path data, String change) throws IOException {
        try (var rig = new VaultRig(data, false)) {
            if (!change.equals("create")) {
                secret = rig.put("correct-horse");
                words = rig.vault.newRecoveryWords(Optional.empty());
            }
            if (change.equals("no passphrase")) {
                rig.vault.changeProtector(ProtectorChoice.passphrase(VaultRig.PASSPHRASE), Optional.empty());
            }
            if (change.equals("adopt")) {
                var key = new KeyKeeper(rig.setup(), new java.security.SecureRandom())
                        .unwrapByWords(rig.vault.status().keyring().orElseThrow(), words)
                        .orElseThrow();
                var file = rig.keyFiles().getFirst();
                Files.writeString(
                        file, "slipway-vault-key-1 " + java.util.HexFormat.of().formatHex(key) + "\n");
                Files.move(file, rig.file("vault.key"));
            }
        }
        if (change.equals("adopt")) {
            Files.delete(data.resolve("vault.json"));
        }
        if (change.equals("create")) {
            Files.delete(data.resolve("vault.json"));
            try (var files = Files.newDirectoryStream(data, "vault-*.key")) {
                for (var file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (var files = Files.newDirectoryStream(from)) {
            for (var file : files) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    /** @return whether the child was killed */
    private static boolean run(Path data, String change, int edge) throws IOException, InterruptedException {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyringCrashChild.class.getName(),
                        data.toString(),
                        change,
                        Integer.toString(edge))
                .redirectErrorStream(true)
                .start();
        var output = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as(output).isIn(0, 9);
        return child.exitValue() == 9;
    }

    private void check(Path data, String change, String when) throws IOException {
        try (var rig = new VaultRig(data, false)) {
            if (rig.vault.status().state() == VaultState.LOCKED) {
                rig.vault.unlock(Optional.of(VaultRig.PASSPHRASE));
            }
            assertThat(rig.vault.status().state()).as(when).isEqualTo(VaultState.UNLOCKED);
            var keyring = rig.vault.status().keyring().orElseThrow();
            if (!change.equals("create")) {
                assertThat(rig.get(secret)).as(when).contains(Secret.of("correct-horse"));
                assertThat(keyring.recovery()).as(when).satisfies(it -> assertThat(it.isPresent())
                        .isEqualTo(!change.equals("adopt")));
            }
            assertThat(rig.keyFiles()).as(when).hasSize(keyring.main().kind() == ProtectorKind.KEY_FILE ? 1 : 0);
            try (var parts = Files.newDirectoryStream(data, "vault*.key.part")) {
                assertThat(parts).as(when).isEmpty();
            }
        }
    }
}
