package io.slipway.server.disc;

import java.util.BitSet;
import java.util.List;

/**
 * Which lines of a text are new or changed since an earlier one: the shortest edit script of Myers (1986), with a bound.
 *
 * <p>Beyond {@value #MOST_EDITS} edits everything between the common beginning and the common end counts as changed; so the
 * time is at most the product of lines and edits, whatever the texts are. Pure.
 */
public final class LineChanges {
    private static final int MOST_EDITS = 400;

    private final List<String> before;
    private final List<String> after;
    private final int start;
    private final int n;
    private final int m;

    private LineChanges(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        int same = 0;
        int most = Math.min(before.size(), after.size());
        while (same < most && before.get(same).equals(after.get(same))) {
            same++;
        }
        int end = 0;
        while (end < most - same && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
            end++;
        }
        this.start = same;
        this.n = before.size() - same - end;
        this.m = after.size() - same - end;
    }

    /** Positions in {@code after} of the lines that {@code before} does not have there. */
    public static BitSet of(List<String> before, List<String> after) {
        return new LineChanges(before, after).changed();
    }

    private BitSet changed() {
        var changed = new BitSet();
        if (m == 0) {
            return changed;
        }
        if (n == 0) {
            changed.set(start, start + m);
            return changed;
        }
        int most = Math.min(n + m, MOST_EDITS);
        var furthest = new int[2 * most + 2];
        var trace = new int[most + 1][];
        for (int edits = 0; edits <= most; edits++) {
            trace[edits] = furthest.clone();
            for (int k = -edits; k <= edits; k += 2) {
                int x = reach(furthest, k, edits, most);
                furthest[k + most] = x;
                if (x >= n && x - k >= m) {
                    follow(trace, edits, most, changed);
                    return changed;
                }
            }
        }
        changed.set(start, start + m);
        return changed;
    }

    private int reach(int[] furthest, int k, int edits, int most) {
        int x = edits == 0 ? 0 : down(furthest, k, edits, most) ? furthest[k + 1 + most] : furthest[k - 1 + most] + 1;
        while (x < n && x - k < m && before.get(start + x).equals(after.get(start + x - k))) {
            x++;
        }
        return x;
    }

    private static boolean down(int[] furthest, int k, int edits, int most) {
        return k == -edits || k != edits && furthest[k - 1 + most] < furthest[k + 1 + most];
    }

    /** Walks back through the edits; each step down is a line of the new text. */
    private void follow(int[][] trace, int edits, int most, BitSet changed) {
        int x = n;
        int y = m;
        for (int d = edits; d > 0; d--) {
            int k = x - y;
            boolean down = down(trace[d], k, d, most);
            int previous = down ? k + 1 : k - 1;
            x = trace[d][previous + most];
            y = x - previous;
            if (down) {
                changed.set(start + y);
            }
        }
    }
}
