package io.slipway.server.answer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Uniform numbers from SHA-256 over seed, purpose and a counter.
 *
 * <p>Not {@code java.util.Random}: the sequence is part of what we promise to reproduce, so it must not depend on a library.
 * Not thread-safe.
 */
final class SeededDraw {
    private final String seed;
    private final String purpose;
    private long counter;

    SeededDraw(String seed, String purpose) {
        this.seed = seed;
        this.purpose = purpose;
    }

    /** 0 to {@code bound - 1}, each equally likely. */
    int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound);
        }
        long limit = 0xFFFF_FFFFL / bound * bound;
        while (true) {
            long value = next();
            if (value < limit) {
                return (int) (value % bound);
            }
        }
    }

    /** {@code min} to {@code max}, both included. */
    int between(int min, int max) {
        return min + below(max - min + 1);
    }

    boolean coin() {
        return below(2) == 1;
    }

    <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    /** {@code count} different entries in the list's order. */
    <T> List<T> subset(List<T> from, int count) {
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < from.size(); i++) {
            positions.add(i);
        }
        for (int i = 0; i < count; i++) {
            Collections.swap(positions, i, between(i, positions.size() - 1));
        }
        return positions.subList(0, count).stream().sorted().map(from::get).toList();
    }

    private long next() {
        var text = seed + "\n" + purpose + "\n" + counter++;
        var digest = Seed.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest).getInt() & 0xFFFF_FFFFL;
    }
}
