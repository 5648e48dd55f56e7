package io.slipway.server.lab.sh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Where a command writes: a channel, a file, a pipe or nothing. */
@FunctionalInterface
public interface Output {
    /** @throws PipeClosed when nobody reads any more */
    void write(byte[] bytes) throws PipeClosed;

    /** Writes UTF-8 text as it stands. */
    default void print(String text) throws PipeClosed {
        if (!text.isEmpty()) {
            write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Writes one line. */
    default void line(String text) throws PipeClosed {
        print(text + "\n");
    }

    /** Drops everything, as /dev/null does. */
    static Output discard() {
        return bytes -> {};
    }

    /** Collects in memory. */
    final class Buffer implements Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(byte[] more) {
            bytes.writeBytes(more);
        }

        public synchronized byte[] bytes() {
            return bytes.toByteArray();
        }

        public String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }
}
