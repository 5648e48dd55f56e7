package io.slipway.server.backup;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.Arrays;

/**
 * The file: a line {@code slipway-backup 1}, the header's length in four bytes, the header as JSON, the sealed chunks. Pure.
 *
 * <p>The key of the chunks comes from the vault key and the header's salt, so it is used for one file only.
 */
final class BackupFormat {
    /** Plain bytes of every chunk but the last. */
    static final int CHUNK_BYTES = 64 << 10;

    /** Tag of AES-GCM. */
    static final int TAG_BYTES = 16;

    /** Most chunks that are written and read: 60 MiB, which every client takes. */
    static final int MOST_CHUNKS = 960;

    /** Largest content before it is compressed. */
    static final long LARGEST_CONTENT = 64L << 20;

    private static final String MAGIC = "slipway-backup ";
    private static final String VERSION = "1";
    private static final int LONGEST_VERSION = 8;
    private static final int LARGEST_HEADER = 4096;

    private BackupFormat() {}

    /**
     * The front of a file.
     *
     * @param digest SHA-256 of all bytes of it, authenticated with every chunk; not copied
     */
    record Front(BackupHeader header, byte[] digest) {}

    /** Writes the front. */
    static Front write(BackupHeader header, OutputStream out) throws IOException {
        var json = Json.write(header.json()).getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((MAGIC + VERSION + "\n").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(json.length).array());
        bytes.writeBytes(json);
        bytes.writeTo(out);
        return new Front(header, digest(bytes.toByteArray()));
    }

    /**
     * Reads the front; nothing in it is proven before the first chunk is.
     *
     * @throws SlipwayException BACKUP_DAMAGED, BACKUP_TOO_NEW
     */
    static Front read(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(in.readNBytes(MAGIC.length()));
        if (!bytes.toString(StandardCharsets.US_ASCII).equals(MAGIC)) {
            throw damaged("The file is no backup of Slipway.");
        }
        requireVersion(version(in, bytes));
        var length = in.readNBytes(Integer.BYTES);
        bytes.writeBytes(length);
        int size = length.length == Integer.BYTES ? ByteBuffer.wrap(length).getInt() : 0;
        if (size < 2 || size > LARGEST_HEADER) {
            throw damaged("The backup's header is damaged.");
        }
        var json = in.readNBytes(size);
        bytes.writeBytes(json);
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return new Front(BackupHeader.of(Json.parseObject(text.toString())), digest(bytes.toByteArray()));
        } catch (IOException | SlipwayException | IllegalArgumentException | DateTimeException e) {
            throw new SlipwayException(
                    damaged("The backup's header is damaged.").problem(), e);
        }
    }

    private static String version(InputStream in, ByteArrayOutputStream seen) throws IOException {
        var version = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            seen.write(c);
            if (c == '\n') {
                return version.toString();
            }
            version.append((char) c);
            if (c < '0' || c > '9' || version.length() > LONGEST_VERSION) {
                break;
            }
        }
        throw damaged("The file is no backup of Slipway.");
    }

    private static void requireVersion(String version) {
        if (!version.equals(VERSION)) {
            throw Problem.of(
                            ProblemCode.BACKUP_TOO_NEW,
                            "The backup has format " + version + "; this version reads format " + VERSION + ".")
                    .exception();
        }
    }

    /** What is authenticated with a chunk: which file, which place, and whether it is the last. */
    static byte[] aad(byte[] front, long number, boolean last) {
        var bytes = Arrays.copyOf(front, front.length + Long.BYTES + 1);
        ByteBuffer.wrap(bytes, front.length, Long.BYTES).putLong(number);
        bytes[bytes.length - 1] = (byte) (last ? 1 : 0);
        return bytes;
    }

    /** The chunk's number; the key is this file's alone, so no nonce comes twice under it. */
    static byte[] nonce(long number) {
        return ByteBuffer.allocate(12).putInt(0).putLong(number).array();
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static SlipwayException damaged(String detail) {
        return Problem.of(ProblemCode.BACKUP_DAMAGED, detail).exception();
    }

    static SlipwayException tooLarge() {
        return Problem.of(
                        ProblemCode.PAYLOAD_TOO_LARGE,
                        "The backup would hold more than " + (LARGEST_CONTENT >> 20) + " MiB.",
                        "Delete profiles or versions that nobody needs.")
                .exception();
    }
}
