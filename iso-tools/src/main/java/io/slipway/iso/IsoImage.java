package io.slipway.iso;

import io.slipway.iso.read.Finding;
import io.slipway.iso.read.IsoReader;
import io.slipway.iso.read.Lint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A laid-out image: its size and digest are known, its bytes are made while they are written. The same input always gives
 * the same bytes. Nothing is kept in temporary files, and memory does not grow with the size of the files.
 *
 * <p>Immutable; several threads may write it at once as far as its sources allow.
 */
public final class IsoImage {
    private static final int BUFFER = 256 << 10;

    private final Layout layout;
    private final ContentDigest digest;
    private final List<Deviation> report;

    IsoImage(Layout layout, ContentDigest digest, List<Deviation> report) {
        this.layout = layout;
        this.digest = digest;
        this.report = List.copyOf(report);
    }

    /** Starts an empty image. */
    public static IsoBuilder builder() {
        return new IsoBuilder();
    }

    /**
     * Starts a changed copy of an image. The reader stays open until the copy is written; its preferred view is copied, or
     * Rock Ridge where that shows as much as UDF does.
     *
     * @throws IsoException when the source is corrupt or holds what no image of ours can
     */
    public static Remaster remaster(IsoReader source) throws IOException {
        return new Remaster(source);
    }

    /** Size of the image in bytes, a multiple of 2048. */
    public long size() {
        return layout.totalBlocks() * Sink.BLOCK;
    }

    /** The label as given to the builder. */
    public String volumeId() {
        return layout.volumeId();
    }

    /**
     * The content digest: SHA-256, in hex, over options, names and the SHA-256 of each file. With
     * {@link ContentKey#CONTENT} equal digests mean equal bytes. It is not the SHA-256 of the image; it stands inside the
     * volume descriptors.
     *
     * <p>Files on disk are read for it when it is first asked for; {@link #writeTo(Path)} learns it while it writes.
     *
     * @throws UncheckedIOException when a file cannot be read
     */
    public String digest() {
        try {
            return digest.value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the image as others will and checks it against the standards; empty for a good one. Nothing is written. */
    public List<Finding> lint() throws IOException {
        try (var reader = IsoReader.open(openChannel())) {
            return Lint.check(reader);
        }
    }

    /** Everything that some view shows differently from what was asked; empty when all views are exact. */
    public List<Deviation> report() {
        return report;
    }

    /**
     * Writes the image in one pass and flushes; the stream stays open.
     *
     * @throws IsoException {@code SOURCE_CHANGED} when a file grew, shrank or was touched since planning
     */
    public void writeTo(OutputStream out) throws IOException {
        new ImageWriter(layout, new StreamSink(out, bufferSize())).write();
        out.flush();
    }

    /** Writes the image in one pass from the channel's position on; the channel stays open. */
    public void writeTo(WritableByteChannel out) throws IOException {
        new ImageWriter(layout, new ChannelSink(out, bufferSize())).write();
    }

    /**
     * Writes the image to a file that only its owner can read (answer files carry passwords) and that appears, complete and
     * on the disk, in one step; on failure nothing is left and an older file stays. Every source is read once.
     */
    public void writeTo(Path file) throws IOException {
        var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        // createTempFile gives mode 0600 from the start.
        var part = Files.createTempFile(folder, "." + file.getFileName() + ".", ".part");
        try {
            try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                writeOnce(channel);
                channel.force(true);
            }
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            force(folder);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Writes to an empty file; what holds the content digest is written last, when it is known. */
    void writeOnce(FileChannel channel) throws IOException {
        if (digest.isKnown()) {
            writeTo(channel);
            return;
        }
        digest.value(new ImageWriter(layout, new ChannelSink(channel, bufferSize())).writeWithoutKey());
        for (var part : layout.parts()) {
            if (part.keyed()) {
                channel.position(part.position());
                new ImageWriter(layout, new ChannelSink(channel, bufferSize())).writeKeyed(part);
            }
        }
    }

    /** The new name is safe once its folder is; Windows cannot open folders and needs no such thing. */
    private static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * The image as a read-only channel with random access: nothing is materialised, structures are made and sources read
     * when asked for. Not safe for use by several threads; close it to close the source it last read.
     */
    public SeekableByteChannel openChannel() {
        return new ImageChannel(layout);
    }

    /** SHA-256 of the image's bytes in hex, made by writing it to nowhere once. */
    public String imageSha256() throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private int bufferSize() {
        return (int) Math.min(BUFFER, size());
    }
}
