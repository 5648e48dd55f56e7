package io.slipway.server.hypervisor;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An image on its way to a host: size and digest are known before the first byte.
 *
 * @param target where it shall lie
 * @param size bytes
 * @param sha256 lower-case hex digest of the bytes
 * @param source writes the same bytes each time it is asked
 */
public record MediaUpload(MediaRef target, long size, String sha256, Source source) {
    /** Writes the image. */
    @FunctionalInterface
    public interface Source {
        void writeTo(OutputStream out) throws IOException;
    }
}
