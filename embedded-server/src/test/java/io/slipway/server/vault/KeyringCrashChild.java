package io.slipway.server.vault;

import io.slipway.server.vault.key.Argon2Cost;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.KeyringFile.Loaded;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.vault.key.Unwrapping.Opened;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * One change of a keyring in a process of its own, which halts itself at the edge it is given.
 *
 * <p>Arguments: data folder, change, edge. Exit code 0 means that the change has no such edge.
 */
public final class KeyringCrashChild {
    private KeyringCrashChild() {}

    public static void main(String[] args) {
        var folder = HaltingFolder.of(Path.of(args[0]), Integer.parseInt(args[2]));
        var keeper = new KeyKeeper(VaultSetup.usual(folder).withCost(() -> Argon2Cost.LEAST), new SecureRandom());
        switch (args[1]) {
            case "create" -> {
                var unused = keeper.create(ProtectorChoice.of(ProtectorKind.KEY_FILE), List.of());
            }
            case "adopt" -> keeper.adopt(((Opened) keeper.firstVersion().orElseThrow()).key());
            case "renew" -> keeper.change(keyring(keeper), key(keeper), ProtectorChoice.of(ProtectorKind.KEY_FILE));
            case "passphrase" ->
                keeper.change(keyring(keeper), key(keeper), ProtectorChoice.passphrase(VaultRig.PASSPHRASE));
            case "words" -> {
                var unused = keeper.newWords(keyring(keeper), key(keeper), Instant.EPOCH);
            }
            case "no passphrase" -> {
                var key = ((Opened) keeper.unwrap(keyring(keeper), VaultRig.PASSPHRASE)).key();
                keeper.change(keyring(keeper), key, ProtectorChoice.of(ProtectorKind.KEY_FILE));
            }
            default -> throw new IllegalArgumentException(args[1]);
        }
        keeper.sweep(keyring(keeper));
    }

    private static Keyring keyring(KeyKeeper keeper) {
        return ((Loaded) keeper.load()).keyring();
    }

    private static byte[] key(KeyKeeper keeper) {
        return ((Opened) keeper.unwrap(keyring(keeper))).key();
    }
}
