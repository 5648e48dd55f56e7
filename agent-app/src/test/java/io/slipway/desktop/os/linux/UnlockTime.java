package io.slipway.desktop.os.linux;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Secret;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.vault.ProtectorChoice;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultSetup;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prints how long a vault takes to open by each protection that this machine has: median and slowest of 20 unlockings.
 *
 * <p>Command: {@code mvn -q -Punlock-time -pl iso-tools,embedded-server,agent-app integration-test -DskipTests}
 */
public final class UnlockTime {
    private static final int ROUNDS = 20;
    private static final Secret PASSPHRASE = Secret.of("river lamp nine oak");

    private UnlockTime() {}

    /** @param args none */
    public static void main(String[] args) throws Exception {
        measure(ProtectorChoice.of(ProtectorKind.KEY_FILE), Map.of());
        measure(ProtectorChoice.passphrase(PASSPHRASE), Map.of());
        var missing = RealKeyring.missing();
        if (missing.isPresent()) {
            System.out.println("secret-service  SKIPPED: " + missing.get() + " is not installed");
            return;
        }
        try (var keyring = RealKeyring.start(Files.createTempDirectory("slipway-unlock-"))) {
            measure(ProtectorChoice.of(ProtectorKind.SECRET_SERVICE), keyring.environment());
        }
    }

    private static void measure(ProtectorChoice choice, Map<String, String> environment) throws IOException {
        Path folder = Files.createTempDirectory("slipway-unlock-");
        var setup = VaultSetup.usual(folder)
                .withSystem(List.of(new SecretToolProtector(environment, new SecureRandom())))
                .asking();
        try (var database = SqliteDatabase.open(folder);
                var vault = Vault.open(setup, database, Ids.system(), InstantSource.system(), new SecureRandom())) {
            vault.init(choice);
            long[] nanos = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                vault.lock();
                long began = System.nanoTime();
                vault.unlock(choice.passphrase());
                nanos[i] = System.nanoTime() - began;
            }
            Arrays.sort(nanos);
            var cost = Optional.ofNullable(
                    vault.status().keyring().orElseThrow().main().parameters().get("passes"));
            System.out.printf(
                    Locale.ROOT,
                    "%-15s median %7.1f ms, slowest %7.1f ms%s%n",
                    choice.kind().word(),
                    nanos[ROUNDS / 2] / 1e6,
                    nanos[ROUNDS - 1] / 1e6,
                    cost.map(passes -> " (Argon2id, 64 MiB, " + passes + " passes)")
                            .orElse(""));
        }
    }
}
