package io.slipway.server.base;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds any of many phrases in a text in one pass.
 *
 * <p>Each phrase is anchored at one window of four characters, which are exactly one {@code long}: the one of its windows that
 * fewest other phrases use, because tokens all begin alike. A bit filter tells for nearly every position of a text that no
 * anchor is there. An automaton of Aho and Corasick finds in one pass too, but is built for a fixed set; here phrases come and
 * go with every run, and adding one costs its own length. Thread-safe; readers never wait.
 */
final class PhraseIndex {
    /** Characters of a window, and so the shortest phrase. */
    static final int WINDOW = 4;

    private static final int FILTER_BITS = 20;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final int FEW = 1024;

    /** Guards all changes; readers see the filter through its volatile field, which every change writes. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Phrase> phrases = new ConcurrentHashMap<>();
    private final Map<Long, List<Phrase>> buckets = new ConcurrentHashMap<>();
    private volatile long[] filter = new long[1 << FILTER_BITS - 6];
    private volatile int longest;
    private int stale;

    /** A phrase, where its anchor lies, and how often it was added. */
    private record Phrase(String text, int anchor, int uses) {}

    /** Length of the longest phrase, 0 without any. */
    int longest() {
        return longest;
    }

    void add(String text) {
        if (text.length() < WINDOW) {
            return;
        }
        lock.lock();
        try {
            var present = phrases.get(text);
            if (present != null) {
                phrases.put(text, new Phrase(text, present.anchor(), present.uses() + 1));
                return;
            }
            var phrase = new Phrase(text, rarest(text), 1);
            phrases.put(text, phrase);
            long window = window(text, phrase.anchor());
            buckets.merge(window, List.of(phrase), PhraseIndex::joined);
            var bits = filter;
            mark(bits, window);
            filter = bits;
            longest = Math.max(longest, text.length());
        } finally {
            lock.unlock();
        }
    }

    /** Takes back one {@link #add}. */
    void remove(String text) {
        lock.lock();
        try {
            var present = phrases.get(text);
            if (present == null) {
                return;
            }
            if (present.uses() > 1) {
                phrases.put(text, new Phrase(text, present.anchor(), present.uses() - 1));
                return;
            }
            phrases.remove(text);
            buckets.computeIfPresent(window(text, present.anchor()), (window, bucket) -> {
                var left = bucket.stream()
                        .filter(phrase -> !phrase.text().equals(text))
                        .toList();
                return left.isEmpty() ? null : left;
            });
            stale++;
            if (stale > FEW + phrases.size()) {
                sweep();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Bits of removed phrases cost time only, so they go in one sweep. */
    private void sweep() {
        var bits = new long[1 << FILTER_BITS - 6];
        buckets.keySet().forEach(window -> mark(bits, window));
        filter = bits;
        longest = phrases.keySet().stream().mapToInt(String::length).max().orElse(0);
        stale = 0;
    }

    /** Marks every character of the text that belongs to a phrase. */
    void find(CharSequence text, BitSet found) {
        if (phrases.isEmpty()) {
            return;
        }
        var bits = filter;
        long window = 0;
        for (int i = 0; i < text.length(); i++) {
            window = window << 16 | text.charAt(i);
            int slot = slot(window);
            if ((bits[slot >>> 6] & 1L << slot) != 0 && i >= WINDOW - 1) {
                compare(text, i - WINDOW + 1, window, found);
            }
        }
    }

    private void compare(CharSequence text, int at, long window, BitSet found) {
        var bucket = buckets.get(window);
        if (bucket == null) {
            return;
        }
        for (var phrase : bucket) {
            int start = at - phrase.anchor();
            int end = start + phrase.text().length();
            if (start >= 0 && end <= text.length() && equal(text, start, phrase.text())) {
                found.set(start, end);
            }
        }
    }

    private static boolean equal(CharSequence text, int start, String phrase) {
        for (int i = 0; i < phrase.length(); i++) {
            if (text.charAt(start + i) != phrase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int rarest(String text) {
        int best = 0;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i + WINDOW <= text.length() && fewest > 0; i++) {
            var bucket = buckets.get(window(text, i));
            int size = bucket == null ? 0 : bucket.size();
            if (size < fewest) {
                fewest = size;
                best = i;
            }
        }
        return best;
    }

    private static long window(String text, int at) {
        long window = 0;
        for (int i = at; i < at + WINDOW; i++) {
            window = window << 16 | text.charAt(i);
        }
        return window;
    }

    private static int slot(long window) {
        return (int) (window * SPREAD >>> 64 - FILTER_BITS);
    }

    private static void mark(long[] bits, long window) {
        int slot = slot(window);
        bits[slot >>> 6] |= 1L << slot;
    }

    private static List<Phrase> joined(List<Phrase> present, List<Phrase> more) {
        var all = new ArrayList<Phrase>(present.size() + more.size());
        all.addAll(present);
        all.addAll(more);
        return List.copyOf(all);
    }
}
