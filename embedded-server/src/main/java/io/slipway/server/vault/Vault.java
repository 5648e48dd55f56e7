package io.slipway.server.vault;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.vault.VaultOpening.Found;
import io.slipway.server.vault.key.Availability;
import io.slipway.server.vault.key.KeyWrap;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.KeyringFile.Loaded;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.vault.key.Unwrapping;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vault of an installation: one key, and everything that is sealed under it. Thread-safe.
 *
 * <p>It is NEW, UNLOCKED, LOCKED or LOST. Box, secrets and files are always there and refuse with VAULT_LOCKED or
 * VAULT_KEY_LOST while it is not open. A lost key is never followed by a silent new one: only {@link #reset} makes one, and the
 * values under the lost key stay where they are and are reported as to be entered again.
 */
public final class Vault implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Vault.class);

    private final VaultSetup setup;
    private final Database database;
    private final InstantSource clock;
    private final KeyKeeper keeper;
    private final VaultOpening opening;
    private final KeySlot slot;
    private final SecretBox box;
    private final Secrets secrets;
    private final SealedFiles files;
    private final PassphraseAttempts attempts;
    private final List<VaultListener> listeners = new ArrayList<>();
    /** Guards changes of state, the listeners and the attempts; held for as long as a passphrase is computed. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile VaultStatus status;

    private Vault(VaultSetup setup, Database database, Ids ids, InstantSource clock, SecureRandom random) {
        this.setup = setup;
        this.database = database;
        this.clock = clock;
        this.keeper = new KeyKeeper(setup, random);
        this.opening = new VaultOpening(setup.dataFolder(), database, keeper);
        this.status = VaultWords.fresh();
        this.slot = new KeySlot(status.why().orElseThrow());
        this.box = new SecretBox(slot, random);
        this.secrets = new Secrets(database, box, ids, clock, random);
        this.files = new SealedFiles(box);
        this.attempts = new PassphraseAttempts(clock);
    }

    /**
     * Opens the vault as far as it opens without anybody's help, making the key at the very first start unless the setup asks.
     *
     * @throws SlipwayException CONFIG_ERROR when the setup wants another protection than the vault has, or a file cannot be
     *     written; VAULT_PROTECTOR_UNAVAILABLE or PASSWORD_REQUIRED when the first start cannot have the wanted one
     */
    public static Vault open(VaultSetup setup, Database database, Ids ids, InstantSource clock, SecureRandom random) {
        var vault = new Vault(setup, database, ids, clock, random);
        vault.start();
        return vault;
    }

    /** Seals and opens single values. */
    public SecretBox box() {
        return box;
    }

    /** Rows of {@code sealed_secret}. */
    public Secrets secrets() {
        return secrets;
    }

    /** Sealed files. */
    public SealedFiles files() {
        return files;
    }

    /** Vouches for rows of the database. */
    public RecordRegisterSql records() {
        return box.records();
    }

    /**
     * Vouches for the rows that an earlier version left, once in the life of a key; later, a row without a code is an altered
     * one. Killed in between, it is done again: nothing was sent anywhere before.
     *
     * @param adoption keeps all rows in the register
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST; CONFIG_ERROR when the keyring cannot be written
     */
    public void beginRecords(Runnable adoption) {
        locked(() -> {
            box.requireOpen();
            var keyring = status.keyring().orElseThrow();
            if (keyring.records()) {
                return status;
            }
            adoption.run();
            return withKey(key -> {
                keeper.beginRecords(keyring, key);
                return refreshed();
            });
        });
    }

    public VaultStatus status() {
        return status;
    }

    public boolean isOpen() {
        return status.state() == VaultState.UNLOCKED;
    }

    /** Which protections could be chosen here and now, and why not. */
    public Map<ProtectorKind, Availability> protectors() {
        return keeper.available();
    }

    /** Secrets of the tenant that must be entered again, at most 500; while the key is lost, all of them. */
    public List<LostSecret> needsReentry(TenantId tenant) {
        var now = status;
        if (now.state() == VaultState.NEW) {
            return List.of();
        }
        if (now.state() != VaultState.LOST && now.keyring().isEmpty()) {
            return List.of();
        }
        var keyId = now.state() == VaultState.LOST
                ? ""
                : now.keyring().orElseThrow().binding().keyId();
        return database.read(handle -> VaultSql.lost(handle, tenant, keyId));
    }

    /** Whether it is time to offer recovery words: something was made, and losing the key would hurt. */
    public boolean offersWords(TenantId tenant) {
        return isOpen()
                && status.keyring().flatMap(Keyring::recovery).isEmpty()
                && database.read(handle -> VaultSql.anyJobSucceeded(handle, tenant));
    }

    /** Adds a listener; told at once when the vault is open. */
    public void listen(VaultListener listener) {
        locked(() -> {
            listeners.add(listener);
            if (isOpen()) {
                listener.opened();
            }
            return listener;
        });
    }

    private <T> T locked(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        locked(() -> {
            var found = opening.look(setup.passphrase());
            found.readable().ifPresent(this::requireWanted);
            if (found instanceof Found.Nothing && !setup.ask()) {
                create(keeper.usual(), List.of());
                return status;
            }
            return apply(found);
        });
    }

    /** A setting that cannot take effect is an error. */
    private void requireWanted(Keyring keyring) {
        var kind = keyring.main().kind();
        if (setup.wanted().filter(wanted -> wanted != kind).isPresent()) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The vault of this data folder is protected by " + kind.word() + " already.",
                            "Start without choosing, and use `slipway vault change-protector`.")
                    .exception();
        }
    }

    private VaultStatus apply(Found found) {
        switch (found) {
            case Found.Key it -> {
                attempts.right();
                try {
                    open(it.keyring(), it.key());
                } finally {
                    Arrays.fill(it.key(), (byte) 0);
                }
            }
            case Found.Shut it -> {
                if (it.wrong()) {
                    attempts.wrong();
                }
                shut(it.status());
            }
            case Found.Nothing nothing -> shut(VaultWords.fresh());
        }
        return status;
    }

    private void open(Keyring keyring, byte[] key) {
        slot.open(key);
        keeper.sweep(keyring);
        status = new VaultStatus(VaultState.UNLOCKED, Optional.empty(), Optional.of(keyring));
        LOG.info("vault open protector={}", keyring.main().kind().word());
        tell(listeners, VaultListener::opened);
    }

    /** All are told, also behind one that fails: a gate that nobody opened would stay shut although the vault is open. */
    private static void tell(List<VaultListener> listeners, Consumer<VaultListener> news) {
        RuntimeException failure = null;
        for (var listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void shut(VaultStatus next) {
        boolean was = isOpen();
        status = next;
        boolean comesBack = next.state() == VaultState.LOCKED;
        slot.close(
                next.why().orElseThrow(),
                next.keyring()
                        .filter(keyring -> comesBack)
                        .map(keyring -> keyring.binding().keyId())
                        .orElse(""));
        if (was) {
            tell(listeners.reversed(), VaultListener::closed);
        }
    }

    private void create(ProtectorChoice choice, List<String> formerKeys) {
        var key = keeper.create(choice, formerKeys);
        try {
            if (keeper.load() instanceof Loaded loaded) {
                open(loaded.keyring(), key);
            } else {
                throw new IllegalStateException("the keyring just written is not there");
            }
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Makes the key of a new vault.
     *
     * @throws SlipwayException WRONG_STATE when there is one; VAULT_PROTECTOR_UNAVAILABLE, PASSWORD_REQUIRED, BAD_REQUEST
     */
    public void init(ProtectorChoice choice) {
        locked(() -> {
            require(VaultState.NEW, "The vault has a key already.", "Use `slipway vault change-protector`.");
            create(choice, List.of());
            return status;
        });
    }

    /**
     * Opens a locked vault, or tries again to open a lost one whose keyring was restored. Open already is success.
     *
     * @throws SlipwayException PASSWORD_REQUIRED, VAULT_PASSPHRASE_WRONG, RATE_LIMITED; VAULT_LOCKED with the reason when the
     *     protector does not answer; VAULT_KEY_LOST; WRONG_STATE for a new one
     */
    public void unlock(Optional<Secret> passphrase) {
        locked(() -> {
            if (isOpen()) {
                return status;
            }
            if (status.state() == VaultState.NEW) {
                throw Problem.of(ProblemCode.WRONG_STATE, "The vault has no key yet.", "Use `slipway vault init`.")
                        .exception();
            }
            if (passphrase.isPresent()) {
                attempts.require();
            }
            var after = apply(opening.look(passphrase));
            if (after.state() != VaultState.UNLOCKED) {
                throw VaultWords.refusal(after, passphrase.isPresent());
            }
            return after;
        });
    }

    /** Forgets the key; locked, lost or new already is success. Steps in progress that need it wait for the next unlocking. */
    public void lock() {
        locked(() -> {
            if (isOpen()) {
                shut(VaultWords.locked(status.keyring().orElseThrow()));
                LOG.info("vault locked");
            }
            return status;
        });
    }

    /**
     * Puts the key under another protection; what is sealed stays as it is.
     *
     * @param current the passphrase that protects it now, if one does
     * @throws SlipwayException as {@link #init}; VAULT_LOCKED, VAULT_KEY_LOST; VAULT_PASSPHRASE_WRONG, RATE_LIMITED
     */
    public void changeProtector(ProtectorChoice choice, Optional<Secret> current) {
        locked(() -> {
            box.requireOpen();
            confirm(current);
            return withKey(key -> {
                var keyring = status.keyring().orElseThrow();
                keeper.change(keyring, key, choice);
                LOG.info(
                        "vault protector changed from={} to={}",
                        keyring.main().kind().word(),
                        choice.kind().word());
                return refreshed();
            });
        });
    }

    /**
     * Makes recovery words and invalidates earlier ones. This is the only way in which key material leaves the program.
     *
     * @param current the passphrase that protects the key now, if one does
     * @return 24 words separated by spaces; the caller wipes them
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST; VAULT_PASSPHRASE_WRONG, RATE_LIMITED, PASSWORD_REQUIRED
     */
    public Secret newRecoveryWords(Optional<Secret> current) {
        return locked(() -> {
            box.requireOpen();
            confirm(current);
            return withKey(key -> {
                var words = keeper.newWords(status.keyring().orElseThrow(), key, clock.instant());
                var unused = refreshed();
                LOG.info("recovery words made");
                return words;
            });
        });
    }

    private <T> T withKey(Function<byte[], T> use) {
        var key = slot.copy();
        try {
            return use.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private VaultStatus refreshed() {
        if (keeper.load() instanceof Loaded loaded) {
            status = new VaultStatus(VaultState.UNLOCKED, Optional.empty(), Optional.of(loaded.keyring()));
        }
        return status;
    }

    /** Whoever changes how the key is kept knows the passphrase, if there is one. */
    private void confirm(Optional<Secret> current) {
        var keyring = status.keyring().orElseThrow();
        if (keyring.main().kind() != ProtectorKind.PASSPHRASE) {
            return;
        }
        var passphrase = current.orElseThrow(
                () -> Problem.of(ProblemCode.PASSWORD_REQUIRED, "The current passphrase of the vault is missing.")
                        .exception());
        attempts.require();
        if (keeper.unwrap(keyring, passphrase) instanceof Unwrapping.Opened opened) {
            boolean same = withKey(key -> MessageDigest.isEqual(key, opened.key()));
            Arrays.fill(opened.key(), (byte) 0);
            if (same) {
                attempts.right();
                return;
            }
        }
        attempts.wrong();
        throw VaultWords.passphraseWrong();
    }

    /**
     * Opens a locked or lost vault by its recovery words and puts the key under a new protection.
     *
     * @throws SlipwayException WRONG_STATE when it is open or new; VAULT_WORDS_WRONG, RATE_LIMITED; VAULT_KEY_LOST when the
     *     keyring itself is gone; as {@link #init} for the choice
     */
    public void recover(Secret words, ProtectorChoice choice) {
        locked(() -> {
            requireShut();
            attempts.require();
            if (!(keeper.load() instanceof Loaded loaded)) {
                throw VaultWords.wordsNeedKeyring();
            }
            var key = keeper.unwrapByWords(loaded.keyring(), words);
            if (key.filter(bytes -> KeyWrap.keyId(bytes)
                            .equals(loaded.keyring().binding().keyId()))
                    .isEmpty()) {
                attempts.wrong();
                throw VaultWords.wordsWrong(loaded.keyring());
            }
            attempts.right();
            try {
                keeper.change(loaded.keyring(), key.get(), choice);
                if (!(keeper.load() instanceof Loaded renewed)) {
                    throw new IllegalStateException("the keyring just written is not there");
                }
                var unused = apply(opening.accept(renewed, key.get()));
            } finally {
                Arrays.fill(key.get(), (byte) 0);
            }
            return status;
        });
    }

    /**
     * Gives the lost key up and makes a new one. What was sealed under the old one stays stored and must be entered again. The
     * old keyring and key files stay beside the new ones, as copies with {@code .lost-} and the time in their names.
     *
     * @throws SlipwayException WRONG_STATE when the vault is open or new; as {@link #init} for the choice
     */
    public void reset(ProtectorChoice choice) {
        locked(() -> {
            requireShut();
            var former = new ArrayList<String>();
            if (keeper.load() instanceof Loaded loaded) {
                former.add(loaded.keyring().binding().keyId());
                former.addAll(loaded.keyring().formerKeys());
            }
            opening.keysInUse().stream().filter(key -> !former.contains(key)).forEach(former::add);
            LOG.warn("vault key given up, a new one is made");
            keeper.setAside(clock.millis());
            create(choice, former);
            return status;
        });
    }

    /** The key for writing a backup and for reading those of this vault; whoever asks closes it. */
    public BackupKey backupKey() {
        box.requireOpen();
        return withKey(BackupKey::new);
    }

    /** The key of a backup by the words that were good when it was made; empty when these are others. */
    public static Optional<BackupKey> backupKey(BackupOrigin origin, Secret words) {
        return KeyKeeper.unwrapByWords(origin.binding(), origin.recovery(), words)
                .map(bytes -> {
                    try {
                        return new BackupKey(bytes);
                    } finally {
                        Arrays.fill(bytes, (byte) 0);
                    }
                })
                .filter(key -> key.keyId().equals(origin.binding().keyId()));
    }

    /**
     * Makes a backup's key the key of this vault, which has none of its own or has lost the same one. One replacement of the
     * keyring, before anything is stored under the key: killed in between, the vault has a key and nothing sealed under it.
     *
     * @param choice what keeps the key here; empty for the usual protection
     * @throws SlipwayException WRONG_STATE when the vault is open; VAULT_LOCKED; VAULT_KEY_LOST when another key was lost; as
     *     {@link #init} for the choice
     */
    public void adopt(BackupOrigin origin, BackupKey given, Optional<ProtectorChoice> choice) {
        locked(() -> {
            var former = requireAdoptable(origin.binding().keyId());
            var key = given.bytes();
            try {
                keeper.adopt(origin, key, choice.orElseGet(keeper::usual), former);
                if (!(keeper.load() instanceof Loaded adopted)) {
                    throw new IllegalStateException("the keyring just written is not there");
                }
                LOG.info("the key of a backup was taken over");
                var unused = apply(opening.accept(adopted, key));
            } finally {
                Arrays.fill(key, (byte) 0);
            }
            return status;
        });
    }

    private List<String> requireAdoptable(String keyId) {
        var loaded = keeper.load() instanceof Loaded found ? Optional.of(found.keyring()) : Optional.<Keyring>empty();
        return switch (status.state()) {
            case NEW -> List.of();
            case UNLOCKED ->
                throw Problem.of(ProblemCode.WRONG_STATE, "The vault is open and has a key of its own.")
                        .exception();
            case LOCKED -> throw status.why().orElseThrow().exception();
            case LOST -> {
                boolean named = loaded.filter(
                                keyring -> keyring.binding().keyId().equals(keyId))
                        .isPresent();
                if (!named && !opening.keysInUse().contains(keyId)) {
                    throw Problem.of(
                                    ProblemCode.VAULT_KEY_LOST,
                                    "The vault has lost another key than the one of this backup.",
                                    "Give the lost key up with `slipway vault reset`, then restore.")
                            .exception();
                }
                var former = new ArrayList<>(loaded.map(Keyring::formerKeys).orElse(List.of()));
                loaded.map(keyring -> keyring.binding().keyId()).ifPresent(former::addFirst);
                former.removeIf(keyId::equals);
                yield former;
            }
        };
    }

    private void requireShut() {
        if (isOpen() || status.state() == VaultState.NEW) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The vault is " + status.state().word() + "; nothing has to be recovered.",
                            "Look at it with `slipway vault status`.")
                    .exception();
        }
    }

    private void require(VaultState needed, String detail, String nextStep) {
        if (status.state() != needed) {
            throw Problem.of(ProblemCode.WRONG_STATE, detail, nextStep).exception();
        }
    }

    /** Uses of the key so far; the same number twice means that nobody used it in between. */
    long uses() {
        return slot.uses();
    }

    /** Minutes without use after which the vault locks; 0 for never. */
    public int autoLockMinutes() {
        boolean passphrase = status.keyring()
                .filter(keyring -> keyring.main().kind() == ProtectorKind.PASSPHRASE)
                .isPresent();
        return database.read(VaultSql::autoLockMinutes).orElse(passphrase ? AutoLock.USUAL_MINUTES : 0);
    }

    public void setAutoLockMinutes(int minutes) {
        database.write(handle -> {
            VaultSql.autoLockMinutes(handle, minutes);
            return minutes;
        });
    }

    /** Forgets the key at the end of the program; nobody is told. */
    @Override
    public void close() {
        slot.close(VaultWords.fresh().why().orElseThrow(), "");
    }
}
