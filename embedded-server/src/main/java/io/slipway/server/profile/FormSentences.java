package io.slipway.server.profile;

import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says what a check found in the reader's language.
 *
 * <p>Checks speak English, as the API and the logs do. The English bundle has their sentences under {@code says}, with
 * {@code {0}} for what differs; a sentence that fits one of them is said in the reader's words. Immutable, thread-safe.
 */
final class FormSentences {
    private static final String FAMILY = "says.";
    private static final String GAP = "\u0001";
    private static final List<Sentence> KNOWN = known();

    private record Sentence(String key, String start, Pattern pattern) {}

    private final Text text;

    FormSentences(Text text) {
        this.text = text;
    }

    /** The sentence in the reader's language; as it is when the bundle does not know it, which a test excludes. */
    String said(String sentence) {
        var plain = sentence.replace('\'', '’');
        for (var known : KNOWN) {
            if (plain.startsWith(known.start)) {
                var match = known.pattern.matcher(plain);
                if (match.matches()) {
                    return match.groupCount() == 0 ? text.get(known.key) : text.get(known.key, match.group(1));
                }
            }
        }
        return sentence;
    }

    /** Whether the bundle has the sentence. */
    static boolean knows(String sentence) {
        var plain = sentence.replace('\'', '’');
        return KNOWN.stream().anyMatch(each -> each.pattern.matcher(plain).matches());
    }

    /** The longest beginnings first, so that a general sentence does not take what a particular one says better. */
    private static List<Sentence> known() {
        var english = Text.of("form", Languages.ENGLISH);
        var known = new ArrayList<Sentence>();
        for (var key : english.keys()) {
            if (key.startsWith(FAMILY)) {
                var sentence = english.get(key, GAP);
                int gap = sentence.indexOf(GAP);
                var start = gap < 0 ? sentence : sentence.substring(0, gap);
                var end = gap < 0 ? "" : sentence.substring(gap + 1);
                var pattern = Pattern.quote(start) + (gap < 0 ? "" : "(.*)" + Pattern.quote(end));
                known.add(new Sentence(key, start, Pattern.compile(pattern, Pattern.DOTALL)));
            }
        }
        known.sort(Comparator.comparingInt((Sentence each) -> each.start.length())
                .reversed()
                .thenComparing(each -> each.pattern.pattern().length(), Comparator.reverseOrder()));
        return List.copyOf(known);
    }
}
