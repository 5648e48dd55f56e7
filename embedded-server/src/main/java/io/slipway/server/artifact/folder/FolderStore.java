package io.slipway.server.artifact.folder;

import io.slipway.server.artifact.ArtifactStore;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The store as a folder: {@code incoming/ID.part} while a file is received, {@code objects/ab/DIGEST} once it has its place.
 *
 * <p>Names are made of checked ids and digests only, links are not followed, and nothing is listed or deleted but by name.
 */
public final class FolderStore implements ArtifactStore {
    private static final int CHUNK = 128 << 10;
    /** Left free for the database, which must never find the disk full because of a download. */
    private static final long RESERVE = 512L << 20;

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Path incoming;
    private final Path objects;

    /** @param folder made when the first file comes */
    public FolderStore(Path folder) {
        this.folder = folder;
        this.incoming = folder.resolve("incoming");
        this.objects = folder.resolve("objects");
    }

    private Path part(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id of a received file");
        }
        return incoming.resolve(id + ".part");
    }

    private Path shelf(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("not a SHA-256");
        }
        return objects.resolve(digest.substring(0, 2));
    }

    private Path object(String digest) {
        return shelf(digest).resolve(digest);
    }

    @Override
    public Received receive(String id, InputStream content, long most) {
        var part = part(id);
        try {
            PrivateFiles.createFolder(incoming);
            try (var channel = PrivateFiles.createNew(part)) {
                var received = copy(content, channel, most);
                channel.force(true);
                return received;
            }
        } catch (IOException e) {
            throw trouble("written", e);
        }
    }

    private Received copy(InputStream content, FileChannel channel, long most) throws IOException {
        var digest = sha256();
        var chunk = new byte[CHUNK];
        long size = 0;
        for (int read = read(content, chunk); read >= 0; read = read(content, chunk)) {
            size += read;
            if (size > most) {
                throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "The file is larger than " + most + " bytes.")
                        .exception();
            }
            if (room() < 0) {
                throw full();
            }
            digest.update(chunk, 0, read);
            var buffer = ByteBuffer.wrap(chunk, 0, read);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        return new Received(HexFormat.of().formatHex(digest.digest()), size);
    }

    /** Apart from writing, so that a sender that went away is not taken for a broken disk. */
    private static int read(InputStream content, byte[] chunk) {
        try {
            return content.read(chunk);
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.BAD_REQUEST, "The file could not be read to its end."), e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void keep(String id, String digest) {
        try {
            PrivateFiles.createFolder(shelf(digest));
            PrivateFiles.replace(part(id), object(digest));
        } catch (IOException e) {
            throw trouble("put in its place", e);
        }
    }

    @Override
    public void discard(String id) {
        delete(part(id));
    }

    @Override
    public OptionalLong size(String digest) {
        var object = object(digest);
        try {
            return Files.isRegularFile(object, LinkOption.NOFOLLOW_LINKS)
                    ? OptionalLong.of(Files.size(object))
                    : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw trouble("looked at", e);
        }
    }

    @Override
    public Optional<SeekableByteChannel> open(String digest) {
        try {
            return Optional.of(
                    Files.newByteChannel(object(digest), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw trouble("opened", e);
        }
    }

    @Override
    public void remove(String digest) {
        delete(object(digest));
    }

    @Override
    public long room() {
        try {
            var absolute = folder.toAbsolutePath();
            // Before the first file the folder is not there yet; it will be made beside its neighbours.
            var there =
                    Files.isDirectory(absolute) ? absolute : Objects.requireNonNullElse(absolute.getParent(), absolute);
            return Files.getFileStore(there).getUsableSpace() - RESERVE;
        } catch (IOException e) {
            throw trouble("measured", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw trouble("deleted", e);
        }
    }

    private static SlipwayException full() {
        return Problem.of(
                        ProblemCode.STORAGE_FULL,
                        "The disk of the data folder is nearly full.",
                        "Free space, or remove artifacts with `slipway artifact remove`.")
                .exception();
    }

    private static SlipwayException trouble(String what, IOException cause) {
        return new SlipwayException(
                Problem.of(ProblemCode.ARTIFACTS_CONFIG_ERROR, "A file of the artifact store cannot be " + what + "."),
                cause);
    }
}
