package io.slipway.iso.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGeneratorFactory;

/** Input files and programs to compare with. Inputs are made once and kept until {@link #delete}. */
final class Workspace {
    static final int SMALL_FILES = 10_000;
    static final long BIG_FILE = 5L << 30;

    private final Path root;

    Workspace() {
        this.root = Path.of(System.getProperty("slipway.bench", "target"), "bench");
    }

    Path root() {
        return root;
    }

    /** Ten thousand files of 4 KiB on average. */
    Path smallFiles() throws IOException {
        var folder = root.resolve("small");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
            for (int i = 0; i < SMALL_FILES; i++) {
                byte[] content = new byte[random.nextInt(100, 8_000)];
                random.nextBytes(content);
                Files.write(folder.resolve("file-%05d.dat".formatted(i)), content);
            }
        }
        return folder;
    }

    Path bigFile() throws IOException {
        var file = root.resolve("big/install.wim");
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            var buffer = ByteBuffer.allocateDirect(4 << 20);
            byte[] noise = new byte[4 << 20];
            RandomGeneratorFactory.of("L64X128MixRandom").create(3).nextBytes(noise);
            buffer.put(noise);
            try (var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (long at = 0; at < BIG_FILE; at += buffer.capacity()) {
                    buffer.clear().putLong(0, at);
                    out.write(buffer);
                }
            }
        }
        return file;
    }

    static void run(String... command) throws IOException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException(List.of(command) + " ended with " + exit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    void delete() throws IOException {
        if (Files.isDirectory(root)) {
            try (var files = Files.walk(root)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> {
                    try {
                        Files.delete(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }
}
