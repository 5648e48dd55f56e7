package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.vault.key.Availability;
import io.slipway.server.vault.key.KeyBinding;
import io.slipway.server.vault.key.KeyFileProtector;
import io.slipway.server.vault.key.KeyProtector;
import io.slipway.server.vault.key.KeyWrap;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.Keyring.Recovery;
import io.slipway.server.vault.key.KeyringFile;
import io.slipway.server.vault.key.KeyringFile.Loaded;
import io.slipway.server.vault.key.PassphraseProtector;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.vault.key.RecoveryWords;
import io.slipway.server.vault.key.Unwrapping;
import io.slipway.server.vault.key.Wrapped;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps and unwraps the vault key with the protectors at hand, and keeps the keyring file. Knows no state.
 *
 * <p>Every change is one replacement of the file, made when the new wrapping is durable and was opened once; what the old one
 * left outside is removed afterwards. A process killed anywhere in between leaves a keyring that opens.
 */
final class KeyKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(KeyKeeper.class);
    private static final String RECOVERY = "recovery words";
    private static final int INSTALLATION_BYTES = 16;

    private final VaultSetup setup;
    private final KeyringFile file;
    private final KeyFileProtector keyFiles;
    private final SecureRandom random;

    KeyKeeper(VaultSetup setup, SecureRandom random) {
        this.setup = setup;
        this.file = new KeyringFile(setup.dataFolder());
        this.keyFiles = new KeyFileProtector(setup.dataFolder(), random);
        this.random = random;
    }

    KeyringFile.Found load() {
        return file.load();
    }

    /** The protector of that kind that needs nobody, empty when this program or system has none. */
    Optional<KeyProtector> protector(ProtectorKind kind) {
        return kind == ProtectorKind.KEY_FILE
                ? Optional.of(keyFiles)
                : setup.system().stream().filter(one -> one.kind() == kind).findFirst();
    }

    private KeyProtector protector(Secret passphrase) {
        return new PassphraseProtector(passphrase, setup.cost(), random);
    }

    /** Which kinds could be chosen here and now. */
    Map<ProtectorKind, Availability> available() {
        var kinds = new TreeMap<ProtectorKind, Availability>();
        for (var kind : ProtectorKind.values()) {
            kinds.put(
                    kind,
                    kind == ProtectorKind.PASSPHRASE
                            ? Availability.yes("A passphrase works everywhere.")
                            : protector(kind)
                                    .map(KeyProtector::availability)
                                    .orElseGet(() -> Availability.no("This system does not have it.")));
        }
        return kinds;
    }

    /** What a new vault takes when nobody chose. */
    ProtectorChoice usual() {
        if (setup.wanted().isPresent()) {
            return setup.wanted().get() == ProtectorKind.PASSPHRASE
                    ? new ProtectorChoice(ProtectorKind.PASSPHRASE, setup.passphrase())
                    : ProtectorChoice.of(setup.wanted().get());
        }
        return ProtectorChoice.of(setup.system().stream()
                .filter(one -> one.availability().works())
                .map(KeyProtector::kind)
                .findFirst()
                .orElse(ProtectorKind.KEY_FILE));
    }

    /** @throws SlipwayException BAD_REQUEST, PASSWORD_REQUIRED or VAULT_PROTECTOR_UNAVAILABLE when the choice cannot be had */
    KeyProtector chosen(ProtectorChoice choice) {
        if (choice.kind() == ProtectorKind.PASSPHRASE) {
            var passphrase = choice.passphrase()
                    .orElseThrow(() -> Problem.of(ProblemCode.PASSWORD_REQUIRED, "The new passphrase is missing.")
                            .exception());
            PassphraseProtector.check(passphrase);
            return protector(passphrase);
        }
        if (choice.passphrase().isPresent()) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The protection " + choice.kind().word() + " takes no passphrase.")
                    .exception();
        }
        var protector = protector(choice.kind());
        var available = protector
                .map(KeyProtector::availability)
                .orElseGet(() -> Availability.no("This system does not have it."));
        if (!available.works()) {
            throw Problem.of(
                            ProblemCode.VAULT_PROTECTOR_UNAVAILABLE,
                            "The key cannot be protected by " + choice.kind().word() + ": " + available.reason())
                    .exception();
        }
        return protector.orElseThrow();
    }

    /** A new key of a new or given-up vault, stored and wrapped; the caller wipes it. */
    byte[] create(ProtectorChoice choice, List<String> formerKeys) {
        var protector = chosen(choice);
        var key = new byte[KeyProtector.KEY_BYTES];
        random.nextBytes(key);
        var binding = newBinding(key);
        file.save(new Keyring(binding, wrap(protector, binding, key), Optional.empty(), true, formerKeys), key);
        return key;
    }

    /** Keeps copies of the keyring and the key files: what is given up as lost may turn up. */
    void setAside(long at) {
        keyFiles.setAside(at);
        file.setAside(at).ifPresent(name -> LOG.warn("the keyring of the lost key was set aside name={}", name));
    }

    private KeyBinding newBinding(byte[] key) {
        var installation = new byte[INSTALLATION_BYTES];
        random.nextBytes(installation);
        return new KeyBinding(HexFormat.of().formatHex(installation), KeyWrap.keyId(key));
    }

    /** Wraps and opens once, so that a protector that stores nothing is noticed while the old wrapping is still there. */
    private static Wrapped wrap(KeyProtector protector, KeyBinding binding, byte[] key) {
        var wrapped = protector.wrap(binding, key);
        var again = protector.unwrap(binding, wrapped);
        if (again instanceof Unwrapping.Opened opened && MessageDigest.isEqual(opened.key(), key)) {
            Arrays.fill(opened.key(), (byte) 0);
            return wrapped;
        }
        protector.forget(binding, wrapped);
        throw Problem.of(
                        ProblemCode.VAULT_PROTECTOR_UNAVAILABLE,
                        "The protection " + protector.kind().word() + " took the key and did not give it back.")
                .exception();
    }

    /** The key of a data folder of the first versions. */
    Optional<Unwrapping> firstVersion() {
        return keyFiles.firstVersion();
    }

    /** Writes the keyring of a data folder of the first versions; its key file stays as it is. */
    void adopt(byte[] key) {
        var binding = newBinding(key);
        file.save(new Keyring(binding, keyFiles.adopt(binding, key), Optional.empty(), false, List.of()), key);
    }

    Unwrapping unwrap(Keyring keyring) {
        return protector(keyring.main().kind())
                .map(protector -> protector.unwrap(keyring.binding(), keyring.main()))
                .orElseGet(() -> new Unwrapping.Unavailable("The key is protected by "
                        + keyring.main().kind().word() + ", which this system does not have."));
    }

    Unwrapping unwrap(Keyring keyring, Secret passphrase) {
        return protector(passphrase).unwrap(keyring.binding(), keyring.main());
    }

    /** The key by the recovery words, empty when they are not the latest ones. */
    Optional<byte[]> unwrapByWords(Keyring keyring, Secret words) {
        return unwrapByWords(keyring.binding(), keyring.recovery(), words);
    }

    /** As {@link #unwrapByWords(Keyring, Secret)}, also for what another installation's keyring said. */
    static Optional<byte[]> unwrapByWords(KeyBinding binding, Optional<Recovery> wrapped, Secret words) {
        var secret = RecoveryWords.parse(words.reveal());
        try {
            return secret.flatMap(bytes -> wrapped.flatMap(
                    recovery -> KeyWrap.unwrap(bytes, RECOVERY, binding.aad(RECOVERY, Map.of()), recovery.blob())));
        } finally {
            secret.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
        }
    }

    /** Puts the key under another protector. */
    void change(Keyring keyring, byte[] key, ProtectorChoice choice) {
        var protector = chosen(choice);
        var wrapped = wrap(protector, keyring.binding(), key);
        try {
            file.save(keyring.with(wrapped), key);
        } catch (SlipwayException e) {
            // A full disk leaves nothing outside, unless the new file is in place and only its folder could not be
            // forced.
            if (!(file.load() instanceof Loaded loaded
                    && loaded.keyring().main().equals(wrapped))) {
                protector.forget(keyring.binding(), wrapped);
            }
            throw e;
        }
        protector(keyring.main().kind()).ifPresent(old -> old.forget(keyring.binding(), keyring.main()));
    }

    /** Takes the key of a backup over; its recovery words stay good, for the binding stays the one they were made for. */
    void adopt(BackupOrigin origin, byte[] key, ProtectorChoice choice, List<String> formerKeys) {
        var wrapped = wrap(chosen(choice), origin.binding(), key);
        file.save(new Keyring(origin.binding(), wrapped, origin.recovery(), true, formerKeys), key);
    }

    /** Notes that rows are vouched for under the key. */
    void beginRecords(Keyring keyring, byte[] key) {
        file.save(keyring.withRecords(), key);
    }

    /** Makes new recovery words; earlier ones open nothing any more. */
    Secret newWords(Keyring keyring, byte[] key, Instant at) {
        var secret = new byte[KeyProtector.KEY_BYTES];
        random.nextBytes(secret);
        try {
            var blob = KeyWrap.wrap(secret, RECOVERY, keyring.binding().aad(RECOVERY, Map.of()), key, random);
            file.save(keyring.with(new Recovery(blob, at)), key);
            return Secret.of(String.join(" ", RecoveryWords.of(secret)));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Removes key files of interrupted changes, and marks that of the first versions; the vault is open, so none of them is needed. */
    void sweep(Keyring keyring) {
        keyFiles.noteKeyring();
        keyFiles.sweep(Optional.of(keyring.main()).filter(main -> main.kind() == ProtectorKind.KEY_FILE));
    }
}
