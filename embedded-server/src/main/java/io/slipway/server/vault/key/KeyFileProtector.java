package io.slipway.server.vault.key;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps the key under another that lies in a file of the data folder, readable by the user alone.
 *
 * <p>This protects against other users of the machine and against a copied database, not against a copied data folder. Like
 * ssh with its keys, it refuses a file that others may read. Each wrapping has a file of its own.
 */
public final class KeyFileProtector implements KeyProtector {
    /** The only file of the first versions: the vault key itself, wrapped by nothing. */
    static final String FIRST_VERSION = "vault.key";

    private static final Logger LOG = LoggerFactory.getLogger(KeyFileProtector.class);
    private static final String PURPOSE = "key file";
    private static final String FILE = "file";
    private static final Pattern NAME = Pattern.compile("vault(-[0-9a-f]{16})?\\.key");
    /** A key file, or what a killed process had written of one. */
    private static final Pattern LEFT_OVER = Pattern.compile(NAME + "(\\.part)?");

    private static final Pattern TEXT = Pattern.compile("slipway-(?:vault-key|key-file)-1 ([0-9a-f]{64})\\R?");
    private static final String FIRST_WORD = "slipway-vault-key-1 ";
    private static final String WORD = "slipway-key-file-1 ";
    private static final int LONGEST = 256;

    private final Path folder;
    private final SecureRandom random;

    /** Key files of a data folder; the folder exists. */
    public KeyFileProtector(Path dataFolder, SecureRandom random) {
        this.folder = dataFolder;
        this.random = random;
    }

    @Override
    public ProtectorKind kind() {
        return ProtectorKind.KEY_FILE;
    }

    @Override
    public Availability availability() {
        return Availability.yes("A key file works everywhere.");
    }

    @Override
    public Wrapped wrap(KeyBinding binding, byte[] key) {
        var secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        var name = "vault-" + HexFormat.of().formatHex(secret(8)) + ".key";
        var text = WORD + HexFormat.of().formatHex(secret) + "\n";
        try {
            PrivateFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.ISO_8859_1));
            return wrapped(binding, name, secret, key);
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.VAULT_PROTECTOR_UNAVAILABLE,
                            "The key file cannot be written: " + e.getClass().getSimpleName() + ".",
                            "Check that the data folder is writable by this user."),
                    e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private byte[] secret(int bytes) {
        var secret = new byte[bytes];
        random.nextBytes(secret);
        return secret;
    }

    private Wrapped wrapped(KeyBinding binding, String name, byte[] secret, byte[] key) {
        var parameters = Map.of(FILE, name);
        return new Wrapped(
                kind(), parameters, KeyWrap.wrap(secret, PURPOSE, binding.aad(PURPOSE, parameters), key, random));
    }

    @Override
    public Unwrapping unwrap(KeyBinding binding, Wrapped wrapped) {
        var name = wrapped.parameters().get(FILE);
        if (name == null
                || !NAME.matcher(name).matches()
                || wrapped.parameters().size() != 1) {
            return new Unwrapping.Refused("The keyring names no key file of ours: it was changed.");
        }
        return switch (read(name)) {
            case Unwrapping.Opened file -> {
                try {
                    yield KeyWrap.unwrap(
                                    file.key(), PURPOSE, binding.aad(PURPOSE, wrapped.parameters()), wrapped.blob())
                            .<Unwrapping>map(Unwrapping.Opened::new)
                            .orElseGet(() ->
                                    new Unwrapping.Refused("The key file " + name + " is not the one of this vault."));
                } finally {
                    Arrays.fill(file.key(), (byte) 0);
                }
            }
            case Unwrapping.Unavailable unavailable -> unavailable;
            case Unwrapping.Refused refused -> refused;
        };
    }

    /** Keeps copies of all key files that are there: which of them belongs to a damaged keyring, nobody can say. */
    public void setAside(long at) {
        try (var files = Files.newDirectoryStream(folder, "vault*.key")) {
            for (var file : files) {
                if (NAME.matcher(String.valueOf(file.getFileName())).matches()) {
                    SetAside.copy(file, at);
                }
            }
        } catch (IOException e) {
            LOG.warn("key files to be set aside cannot be looked for", e);
        }
    }

    @Override
    public void forget(KeyBinding binding, Wrapped wrapped) {
        var name = wrapped.parameters().get(FILE);
        if (name != null && NAME.matcher(name).matches()) {
            delete(folder.resolve(name));
        }
    }

    /** Removes key files that no keyring names: what a killed process left between two writes. Call it with an open vault. */
    public void sweep(Optional<Wrapped> used) {
        var kept = used.map(wrapped -> wrapped.parameters().get(FILE)).orElse("");
        try (var files = Files.newDirectoryStream(folder, "vault*.key*")) {
            for (var file : files) {
                var name = String.valueOf(file.getFileName());
                if (LEFT_OVER.matcher(name).matches() && !name.equals(kept)) {
                    delete(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("left-over key files cannot be looked for", e);
        }
    }

    private static void delete(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                LOG.info("key file removed name={}", file.getFileName());
            }
        } catch (IOException e) {
            LOG.warn("an old key file cannot be removed name={}", file.getFileName(), e);
        }
    }

    /**
     * The vault key of a data folder of the first versions, empty when there is none.
     *
     * @return {@link Unwrapping.Opened} with the vault key itself; {@link Unwrapping.Refused} when its keyring was written before
     */
    public Optional<Unwrapping> firstVersion() {
        if (!Files.exists(folder.resolve(FIRST_VERSION), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        var found = read(FIRST_VERSION);
        if (found instanceof Unwrapping.Opened opened && !startsWith(FIRST_WORD)) {
            Arrays.fill(opened.key(), (byte) 0);
            return Optional.of(new Unwrapping.Refused(
                    "The file " + KeyringFile.NAME + " is missing, but this data folder was opened with one before."));
        }
        return Optional.of(found);
    }

    private boolean startsWith(String word) {
        try {
            return Files.readString(folder.resolve(FIRST_VERSION), StandardCharsets.ISO_8859_1)
                    .startsWith(word);
        } catch (IOException e) {
            LOG.warn("the key file cannot be read name={}", FIRST_VERSION, e);
            return false;
        }
    }

    /**
     * Notes in the file of the first versions that its keyring was written, so that nobody takes the folder for one of theirs
     * again; noted already is success.
     */
    public void noteKeyring() {
        var file = folder.resolve(FIRST_VERSION);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !startsWith(FIRST_WORD)) {
            return;
        }
        try {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1);
            PrivateFiles.write(
                    file, (WORD + text.substring(FIRST_WORD.length())).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            LOG.warn("the key file cannot be marked name={}", FIRST_VERSION, e);
        }
    }

    /** Wraps a key of the first versions under a value from its own file, so that taking it over writes the keyring only. */
    public Wrapped adopt(KeyBinding binding, byte[] key) {
        return wrapped(binding, FIRST_VERSION, key, key);
    }

    private Unwrapping read(String name) {
        var file = folder.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Unwrapping.Refused("The key file " + name + " is missing from the data folder.");
        }
        try {
            if (PrivateFiles.openToOthers(file)) {
                return new Unwrapping.Unavailable("The key file " + name
                        + " can be read by other users of this machine. Close it with `chmod 600`, and renew the"
                        + " stored passwords.");
            }
            if (Files.size(file) > LONGEST) {
                return damaged(name);
            }
            var text = TEXT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return text.matches() ? new Unwrapping.Opened(HexFormat.of().parseHex(text.group(1))) : damaged(name);
        } catch (IOException e) {
            LOG.warn("the key file cannot be read name={}", name, e);
            return new Unwrapping.Unavailable(
                    "The key file " + name + " cannot be read: " + e.getClass().getSimpleName() + ".");
        }
    }

    private static Unwrapping damaged(String name) {
        return new Unwrapping.Refused("The key file " + name + " is damaged.");
    }
}
