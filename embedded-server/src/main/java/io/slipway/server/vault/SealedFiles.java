package io.slipway.server.vault;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Sealed values in files of the data folder, for what must be readable without the database. Thread-safe. */
public final class SealedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SealedFiles.class);
    private static final long LARGEST = 64 << 10;

    private final SecretBox box;

    /** Files under the given box. */
    public SealedFiles(SecretBox box) {
        this.box = box;
    }

    /** Replaces the file; its name and the label are bound to the content. */
    public void write(Path file, String label, byte[] plain) throws IOException {
        var sealed = box.seal(context(file, label), plain);
        PrivateFiles.write(file, Json.write(sealed).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The content, or empty when there is no such file.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST; SECRET_REENTRY_REQUIRED when it was sealed under a lost key;
     *     CONFIG_ERROR when it was altered, renamed or damaged
     */
    public Optional<byte[]> read(Path file, String label) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > LARGEST) {
            throw damaged(file);
        }
        return Optional.of(box.open(context(file, label), parse(file)));
    }

    /** Ids of the keys that the sealed files of a data folder lie under; a file that cannot be read counts for none. */
    static Set<String> keysIn(Path dataFolder) {
        var keys = new HashSet<String>();
        for (var file : all(dataFolder)) {
            try {
                if (Files.size(file) <= LARGEST) {
                    keys.add(parse(file).keyId());
                }
            } catch (IOException | SlipwayException e) {
                LOG.warn("a sealed file does not tell its key file={}", file.getFileName(), e);
            }
        }
        keys.remove("");
        return keys;
    }

    /** Whether anything in the data folder is sealed, readable or not: then it had a key. */
    static boolean anyIn(Path dataFolder) {
        return !all(dataFolder).isEmpty();
    }

    private static List<Path> all(Path dataFolder) {
        var found = new ArrayList<Path>();
        for (var folder : List.of(dataFolder, dataFolder.resolve("tls"))) {
            try (var files = Files.newDirectoryStream(folder, "*.sealed")) {
                files.forEach(found::add);
            } catch (NoSuchFileException e) {
                LOG.debug("no folder of sealed files folder={}", folder.getFileName());
            } catch (IOException | DirectoryIteratorException e) {
                throw new SlipwayException(
                        Problem.of(
                                ProblemCode.CONFIG_ERROR,
                                "The folder " + folder.getFileName() + " of the data folder cannot be looked at."),
                        e);
            }
        }
        return found;
    }

    private static Sealed parse(Path file) throws IOException {
        try {
            var json = Json.mapper().readTree(Files.readAllBytes(file));
            return new Sealed(
                    json.path("alg").asString(""),
                    json.path("keyId").asString(""),
                    json.path("nonce").asString(""),
                    json.path("ciphertext").asString(""));
        } catch (JacksonException e) {
            throw new SlipwayException(damaged(file).problem(), e);
        }
    }

    private static SealContext context(Path file, String label) {
        return new SealContext(TenantId.DEFAULT, label, String.valueOf(file.getFileName()));
    }

    private static SlipwayException damaged(Path file) {
        return Problem.of(
                        ProblemCode.CONFIG_ERROR,
                        "The file " + file.getFileName() + " of the data folder is damaged.",
                        "Restore the data folder from a backup.")
                .exception();
    }
}
