package io.slipway.server.vault;

import io.slipway.server.base.Secret;
import io.slipway.server.vault.key.Argon2;
import io.slipway.server.vault.key.Argon2Cost;
import io.slipway.server.vault.key.KeyProtector;
import io.slipway.server.vault.key.ProtectorKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the vault of a data folder is opened.
 *
 * @param dataFolder where {@code vault.json} lies; exists
 * @param system protectors of the operating system, the preferred one first; key file and passphrase are always there
 * @param cost of a guess at a passphrase that is chosen from now on
 * @param wanted the protection that the first start chooses and every later one insists on; empty for the first of
 *     {@code system} that works, else the key file
 * @param passphrase for a vault that needs one, at its first start and later
 * @param ask whether a new vault waits for somebody's choice instead of taking the usual one
 */
public record VaultSetup(
        Path dataFolder,
        List<KeyProtector> system,
        Supplier<Argon2Cost> cost,
        Optional<ProtectorKind> wanted,
        Optional<Secret> passphrase,
        boolean ask) {
    public VaultSetup {
        system = List.copyOf(system);
    }

    /** Without the operating system's protectors: the key file, unless somebody chooses otherwise. */
    public static VaultSetup usual(Path dataFolder) {
        return new VaultSetup(dataFolder, List.of(), Argon2::calibrate, Optional.empty(), Optional.empty(), false);
    }

    public VaultSetup withSystem(List<KeyProtector> protectors) {
        return new VaultSetup(dataFolder, protectors, cost, wanted, passphrase, ask);
    }

    public VaultSetup withCost(Supplier<Argon2Cost> guess) {
        return new VaultSetup(dataFolder, system, guess, wanted, passphrase, ask);
    }

    public VaultSetup wanting(ProtectorKind kind) {
        return new VaultSetup(dataFolder, system, cost, Optional.of(kind), passphrase, ask);
    }

    public VaultSetup withPassphrase(Secret text) {
        return new VaultSetup(dataFolder, system, cost, wanted, Optional.of(text), ask);
    }

    public VaultSetup asking() {
        return new VaultSetup(dataFolder, system, cost, wanted, passphrase, true);
    }
}
