package io.slipway.iso;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads runs of small files on other threads while earlier ones are written: opening and closing takes longer than reading
 * them. Memory is bounded by a few buffers; what is written does not depend on the threads.
 */
final class ReadAhead implements Closeable {
    /** Larger files go from disk to disk or through the writer's buffer. */
    private static final long SMALL = 32 << 10;

    /** Below this many small files threads cost more than they save. */
    private static final int LEAST = 200;

    /** Fits the second-level cache, and stays below the size that the garbage collector treats as huge. */
    private static final int BATCH = 256 << 10;

    private static final int MOST_THREADS = 4;

    private record Run(int from, int to) {}

    private record Batch(byte[] bytes, int length, List<byte[]> digests) {}

    private final List<Part> parts;
    private final boolean digesting;
    private final Deque<Run> waiting = new ArrayDeque<>();
    private final Deque<Run> started = new ArrayDeque<>();
    private final Deque<Future<Batch>> results = new ArrayDeque<>();
    private final Deque<byte[]> buffers = new ArrayDeque<>();
    private final @Nullable ExecutorService threads;

    ReadAhead(List<Part> parts, boolean digesting) {
        this.parts = parts;
        this.digesting = digesting;
        int files = parts.size() < LEAST ? 0 : findRuns();
        int count =
                files < LEAST ? 1 : Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        if (count == 1) {
            waiting.clear();
            threads = null;
            return;
        }
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("iso-read-", 1).daemon().factory());
        for (int i = 0; i < 2 * count; i++) {
            buffers.add(new byte[BATCH]);
        }
        start();
    }

    private int findRuns() {
        int files = 0;
        int from = 0;
        long bytes = 0;
        for (int i = 0; i <= parts.size(); i++) {
            boolean small = i < parts.size() && isSmall(parts.get(i));
            if (!small || bytes + parts.get(i).bytes() > BATCH) {
                if (i > from) {
                    waiting.add(new Run(from, i));
                    files += i - from;
                }
                from = small ? i : i + 1;
                bytes = 0;
            }
            bytes += small ? parts.get(i).bytes() : 0;
        }
        return files;
    }

    private static boolean isSmall(Part part) {
        return part.file() != null && part.file().source instanceof PathSource source && source.size() <= SMALL;
    }

    private void start() {
        while (threads != null && !waiting.isEmpty() && !buffers.isEmpty()) {
            var run = waiting.remove();
            byte[] buffer = buffers.remove();
            started.add(run);
            results.add(threads.submit(() -> read(run, buffer)));
        }
    }

    private Batch read(Run run, byte[] buffer) throws IOException {
        List<byte[]> digests = new ArrayList<>(digesting ? run.to - run.from : 0);
        MessageDigest digest = digesting ? ContentDigest.sha256() : null;
        int at = 0;
        for (int i = run.from; i < run.to; i++) {
            var part = parts.get(i);
            var source = (PathSource) Objects.requireNonNull(Objects.requireNonNull(part.file()).source);
            int size = (int) source.size();
            source.readInto(buffer, at);
            if (digest != null) {
                digest.update(buffer, at, size);
                digests.add(digest.digest());
            }
            int end = at + (int) part.bytes();
            Arrays.fill(buffer, at + size, end, (byte) 0);
            at = end;
        }
        return new Batch(buffer, at, digests);
    }

    /** Index after the last part of the run that starts there; the same index when none does. */
    int endOfRun(int part) {
        var next = started.peek();
        return next != null && next.from == part ? next.to : part;
    }

    /** Writes the next run and starts to read another one. */
    void writeTo(Sink out, Map<Node, byte[]> digests) throws IOException {
        var run = started.remove();
        var batch = await(results.remove());
        out.bytes(batch.bytes, 0, batch.length);
        for (int i = 0; i < batch.digests.size(); i++) {
            digests.put(Objects.requireNonNull(parts.get(run.from + i).file()), batch.digests.get(i));
        }
        buffers.add(batch.bytes);
        start();
    }

    private static Batch await(Future<Batch> result) throws IOException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an image was written");
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) throws IOException {
        if (e.getCause() instanceof IOException io) {
            throw io;
        }
        return e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
            threads.close();
        }
    }
}
