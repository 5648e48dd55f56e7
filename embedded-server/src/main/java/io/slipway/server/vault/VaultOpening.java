package io.slipway.server.vault;

import io.slipway.server.base.Secret;
import io.slipway.server.store.Database;
import io.slipway.server.vault.key.KeyWrap;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.KeyringFile;
import io.slipway.server.vault.key.KeyringFile.Damaged;
import io.slipway.server.vault.key.KeyringFile.Loaded;
import io.slipway.server.vault.key.KeyringFile.Missing;
import io.slipway.server.vault.key.PassphraseProtector;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.vault.key.Unwrapping;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what lies in a data folder and gets the key out of it, as far as that goes. Knows no state; its only change is the
 * keyring of a folder of the first versions.
 */
final class VaultOpening {
    private static final Logger LOG = LoggerFactory.getLogger(VaultOpening.class);

    private final Path dataFolder;
    private final Database database;
    private final KeyKeeper keeper;

    VaultOpening(Path dataFolder, Database database, KeyKeeper keeper) {
        this.dataFolder = dataFolder;
        this.database = database;
        this.keeper = keeper;
    }

    /** What was found. */
    sealed interface Found {
        /** The keyring, when there is one that can be read. */
        Optional<Keyring> readable();

        /**
         * The key, and everything fits.
         *
         * @param key whoever receives it wipes it
         */
        record Key(Keyring keyring, byte[] key) implements Found {
            @Override
            public Optional<Keyring> readable() {
                return Optional.of(keyring);
            }

            @Override
            public String toString() {
                return "Key[***]";
            }
        }

        /**
         * No key now.
         *
         * @param wrong whether a passphrase was given and did not open it
         */
        record Shut(VaultStatus status, boolean wrong) implements Found {
            @Override
            public Optional<Keyring> readable() {
                return status.keyring();
            }
        }

        /** Neither a key nor anything sealed. */
        record Nothing() implements Found {
            @Override
            public Optional<Keyring> readable() {
                return Optional.empty();
            }
        }
    }

    Found look(Optional<Secret> passphrase) {
        return switch (keeper.load()) {
            case Missing missing -> withoutKeyring();
            case Damaged damaged -> lost(damaged.reason(), Optional.empty());
            case Loaded loaded -> unwrap(loaded, passphrase);
        };
    }

    private Found withoutKeyring() {
        var first = keeper.firstVersion();
        if (first.isPresent()) {
            return switch (first.get()) {
                case Unwrapping.Opened opened -> adopt(opened.key());
                case Unwrapping.Unavailable unavailable ->
                    shut(VaultWords.unavailable(Optional.empty(), unavailable.reason()));
                case Unwrapping.Refused refused -> lost(refused.reason(), Optional.empty());
            };
        }
        return keysInUse().isEmpty() && !SealedFiles.anyIn(dataFolder)
                ? new Found.Nothing()
                : lost(
                        "The file " + KeyringFile.NAME + " is missing, but this data folder holds sealed secrets.",
                        Optional.empty());
    }

    /** A folder that had a keyring is no first version: a second adoption would vouch for whatever its rows say by now. */
    private Found adopt(byte[] key) {
        if (database.read(VaultSql::anyRegister)) {
            Arrays.fill(key, (byte) 0);
            return lost(
                    "The file " + KeyringFile.NAME + " is missing, but this data folder was opened with one before.",
                    Optional.empty());
        }
        keeper.adopt(key);
        Arrays.fill(key, (byte) 0);
        LOG.info("the key file of an earlier version was taken over");
        return look(Optional.empty());
    }

    private Found unwrap(Loaded loaded, Optional<Secret> passphrase) {
        var keyring = loaded.keyring();
        if (keyring.main().kind() == ProtectorKind.PASSPHRASE) {
            return byPassphrase(loaded, passphrase);
        }
        return switch (keeper.unwrap(keyring)) {
            case Unwrapping.Opened opened -> accept(loaded, opened.key());
            case Unwrapping.Unavailable unavailable ->
                shut(VaultWords.unavailable(Optional.of(keyring), unavailable.reason()));
            case Unwrapping.Refused refused -> lost(refused.reason(), Optional.of(keyring));
        };
    }

    private Found byPassphrase(Loaded loaded, Optional<Secret> passphrase) {
        var keyring = loaded.keyring();
        if (!PassphraseProtector.sound(keyring.main())) {
            return lost(
                    "The passphrase parameters in " + KeyringFile.NAME + " are not ones that Slipway writes.",
                    Optional.of(keyring));
        }
        if (passphrase.isEmpty()) {
            return shut(VaultWords.waitsForPassphrase(keyring));
        }
        return keeper.unwrap(keyring, passphrase.get()) instanceof Unwrapping.Opened opened
                ? accept(loaded, opened.key())
                : new Found.Shut(VaultWords.wrongPassphrase(keyring), true);
    }

    /** The last look before a key counts: it is the one that was wrapped, the file is ours, and so is what is sealed. */
    Found accept(Loaded loaded, byte[] key) {
        var keyring = loaded.keyring();
        String fault = "";
        if (!KeyWrap.keyId(key).equals(keyring.binding().keyId())) {
            fault = "The protector gave another key than the one it was given.";
        } else if (!loaded.writtenBy(key)) {
            fault = "The file " + KeyringFile.NAME + " was changed by something else than Slipway.";
        } else if (foreign(keyring)) {
            fault = "The key opens, but nothing in this data folder was sealed under it.";
        }
        if (fault.isEmpty()) {
            return new Found.Key(keyring, key);
        }
        Arrays.fill(key, (byte) 0);
        return lost(fault, Optional.of(keyring));
    }

    private boolean foreign(Keyring keyring) {
        var used = keysInUse();
        return !used.isEmpty()
                && !used.contains(keyring.binding().keyId())
                && !keyring.formerKeys().containsAll(used);
    }

    /** Ids of all keys under which something in this data folder is sealed. */
    Set<String> keysInUse() {
        var keys = new HashSet<>(database.read(VaultSql::rowsByKey).keySet());
        keys.addAll(SealedFiles.keysIn(dataFolder));
        return keys;
    }

    private static Found lost(String reason, Optional<Keyring> keyring) {
        LOG.error("vault key lost reason={}", reason);
        return shut(VaultWords.lost(keyring, reason));
    }

    private static Found shut(VaultStatus status) {
        return new Found.Shut(status, false);
    }
}
