package io.slipway.iso;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * An open image that the bytes of another one come from. Made by {@link io.slipway.iso.read.IsoReader}; usable until the
 * reader is closed.
 *
 * <p>Safe for use by several threads.
 */
public interface Origin {

    /** Fills the array from that byte on; {@code what} names the bytes in messages. */
    void read(long position, byte[] target, int offset, int length, String what) throws IOException;

    /** The file behind the image, for copies inside the kernel; its position is not used. */
    Optional<FileChannel> file();

    /**
     * Compares the image with what it was when it was opened.
     *
     * @throws IsoException {@code SOURCE_CHANGED} when it has another size or modification time
     */
    void requireUnchanged() throws IOException;

    /** SHA-256 over the size and the first MiB, descriptors and labels included: tells images apart without reading them. */
    byte[] fingerprint() throws IOException;
}
