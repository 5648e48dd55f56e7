package io.slipway.server.answer.importing;

import io.slipway.server.answer.importing.ImportLine.Outcome;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became of an imported answer file, in the operator's language. Immutable, thread-safe. */
public final class ImportWords {
    private static final Map<String, String> REASONS = reasons();

    private final Text text;

    /** @param text the bundle {@code editor} */
    public ImportWords(Text text) {
        this.text = text;
    }

    private static Map<String, String> reasons() {
        var english = Text.of("editor", Languages.ENGLISH);
        var reasons = new HashMap<String, String>();
        english.keys().stream()
                .filter(key -> key.startsWith("reason."))
                .forEach(key -> reasons.put(english.get(key), key));
        return Map.copyOf(reasons);
    }

    /** The import speaks English, as the API does; the bundle has its sentences in every language. */
    public String said(String reason) {
        var key = REASONS.get(reason.replace('\'', '’'));
        return key == null ? reason : text.get(key);
    }

    /** What was left first, for that is what needs somebody. */
    public static List<ImportLine> ordered(ImportedProfile imported) {
        var lines = new ArrayList<ImportLine>();
        for (var outcome : List.of(Outcome.LEFT, Outcome.ADAPTED, Outcome.TAKEN, Outcome.ALWAYS)) {
            lines.addAll(imported.lines(outcome));
        }
        return lines;
    }

    /** How many settings were left, adapted and taken. */
    public String counts(ImportedProfile imported) {
        var parts = new ArrayList<String>();
        for (var outcome : Outcome.values()) {
            int count = imported.lines(outcome).size();
            if (outcome == Outcome.LEFT || count > 0) {
                parts.add(text.count("import." + name(outcome), count));
            }
        }
        return String.join("  ·  ", parts);
    }

    /** What was done with a setting, and why. */
    public String outcome(ImportLine line) {
        return text.get("import.outcome." + name(line.outcome()))
                + (line.reason().isEmpty() ? "" : ": " + said(line.reason()));
    }

    private static String name(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
