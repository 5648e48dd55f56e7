package io.slipway.iso;

import java.io.IOException;
import java.io.OutputStream;
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

/**
 * A laid-out image: its size and digest are known, its bytes are made while they are written. The same input always gives
 * the same bytes. Nothing is kept in temporary files, and memory does not grow with the size of the files.
 *
 * <p>Immutable; several threads may write it at once as far as its sources allow.
 */
public final class IsoImage {
    private static final int BUFFER = 128 << 10;

    private final Layout layout;
    private final List<Deviation> report;

    IsoImage(Layout layout, List<Deviation> report) {
        this.layout = layout;
        this.report = List.copyOf(report);
    }

    /** Starts an empty image. */
    public static IsoBuilder builder() {
        return new IsoBuilder();
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
     */
    public String digest() {
        return layout.contentDigest();
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
        write(new StreamSink(out, bufferSize()));
        out.flush();
    }

    /** Writes the image in one pass from the channel's position on; the channel stays open. */
    public void writeTo(WritableByteChannel out) throws IOException {
        write(new ChannelSink(out, bufferSize()));
    }

    /**
     * Writes the image to a file that only its owner can read (answer files carry passwords) and that appears, complete, in
     * one step; on failure nothing is left and an older file stays.
     */
    public void writeTo(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        // createTempFile gives mode 0600 from the start.
        var part = Files.createTempFile(folder, "." + file.getFileName() + ".", ".part");
        try {
            try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                writeTo(channel);
            }
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
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

    private void write(Sink sink) throws IOException {
        for (var part : layout.parts()) {
            part.body().write(sink);
            long expected = (part.block() + part.blocks()) * Sink.BLOCK;
            if (sink.position() != expected) {
                throw new IllegalStateException("part at block " + part.block() + " ended at byte " + sink.position());
            }
        }
        sink.flush();
    }
}
