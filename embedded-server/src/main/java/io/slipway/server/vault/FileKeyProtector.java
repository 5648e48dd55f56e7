package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps the key in the file {@code vault.key} of the data folder, readable by the user alone.
 *
 * <p>This protects against other users of the machine and against a copied database, not against a copied data folder. Like
 * ssh with its keys, it refuses a file that others may read.
 */
public final class FileKeyProtector implements KeyProtector {
    private static final String HEAD = "slipway-vault-key-1 ";
    private static final Pattern TEXT = Pattern.compile(Pattern.quote(HEAD) + "([0-9a-f]{64})\\R?");
    private static final int LONGEST = 256;

    private final Path file;

    /** The key file of a data folder; the folder exists. */
    public FileKeyProtector(Path dataFolder) {
        this.file = dataFolder.resolve("vault.key");
    }

    @Override
    public Optional<byte[]> load() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            refuseOthers();
            if (Files.size(file) > LONGEST) {
                throw damaged();
            }
            var text = TEXT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!text.matches()) {
                throw damaged();
            }
            return Optional.of(HexFormat.of().parseHex(text.group(1)));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void create(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key has " + key.length + " bytes");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw Problem.of(ProblemCode.CONFIG_ERROR, "The vault key exists already.")
                    .exception();
        }
        try {
            var text = HEAD + HexFormat.of().formatHex(key) + "\n";
            PrivateFiles.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void refuseOthers() throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        var allowed = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (!allowed.containsAll(view.readAttributes().permissions())) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The vault key file can be read by other users of this machine.",
                            "Close it with `chmod 600 vault.key` in the data folder, and renew the stored passwords.")
                    .exception();
        }
    }

    private static SlipwayException damaged() {
        return Problem.of(
                        ProblemCode.CONFIG_ERROR,
                        "The vault key file is damaged.",
                        "Restore vault.key in the data folder from a backup.")
                .exception();
    }

    private static SlipwayException unreadable(IOException cause) {
        return new SlipwayException(
                Problem.of(
                        ProblemCode.CONFIG_ERROR,
                        "The vault key file cannot be used: " + cause.getClass().getSimpleName() + ".",
                        "Check that the data folder is writable by this user."),
                cause);
    }
}
