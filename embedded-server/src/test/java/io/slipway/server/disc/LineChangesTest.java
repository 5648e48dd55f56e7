package io.slipway.server.disc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LineChangesTest {
    @Test
    void onlyTheLinesThatAreNewAreMarked() {
        assertThat(changed("a b c d", "a x c d")).containsExactly(1);
        assertThat(changed("a b c d", "a c d")).isEmpty();
        assertThat(changed("a c d", "a b c d e")).containsExactly(1, 4);
        assertThat(changed("", "a b")).containsExactly(0, 1);
        assertThat(changed("a b", "a b")).isEmpty();
    }

    @Test
    void whatIsNotMarkedStandsInTheOlderTextInTheSameOrder() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 500; round++) {
            var before = words(random);
            var after = words(random);

            var marked = LineChanges.of(before, after);

            var kept = new ArrayList<String>();
            for (int i = 0; i < after.size(); i++) {
                if (!marked.get(i)) {
                    kept.add(after.get(i));
                }
            }
            assertThat(isSubsequence(kept, before))
                    .as("%s -> %s", before, after)
                    .isTrue();
            assertThat(kept.size()).as("%s -> %s", before, after).isEqualTo(longestCommon(before, after));
        }
    }

    @Test
    void twoTextsWithNothingInCommonAreMarkedWholeWithoutTakingLong() {
        var before = new ArrayList<String>();
        var after = new ArrayList<String>();
        for (int i = 0; i < 20_000; i++) {
            before.add("old " + i);
            after.add("new " + i);
        }

        assertThat(LineChanges.of(before, after).cardinality()).isEqualTo(20_000);
    }

    private static int[] changed(String before, String after) {
        return LineChanges.of(list(before), list(after)).stream().toArray();
    }

    private static List<String> list(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split(" "));
    }

    private static List<String> words(SplittableRandom random) {
        var list = new ArrayList<String>();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            list.add(Character.toString('a' + random.nextInt(4)));
        }
        return list;
    }

    private static boolean isSubsequence(List<String> part, List<String> whole) {
        int at = 0;
        for (var word : whole) {
            if (at < part.size() && part.get(at).equals(word)) {
                at++;
            }
        }
        return at == part.size();
    }

    private static int longestCommon(List<String> one, List<String> other) {
        var row = new int[other.size() + 1];
        for (var word : one) {
            int diagonal = 0;
            for (int j = 1; j <= other.size(); j++) {
                int above = row[j];
                row[j] = word.equals(other.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[other.size()];
    }
}
