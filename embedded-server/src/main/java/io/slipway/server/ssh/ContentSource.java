package io.slipway.server.ssh;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a file's bytes, the same each time it is asked. */
@FunctionalInterface
public interface ContentSource {
    void writeTo(OutputStream out) throws IOException;
}
