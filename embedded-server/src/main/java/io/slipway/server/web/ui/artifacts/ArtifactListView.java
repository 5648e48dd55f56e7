package io.slipway.server.web.ui.artifacts;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The list of releases, those first whose file is gone.
 *
 * @param missing that fit the words and whose file is gone
 * @param others the rest, one page of it
 * @param found how many fit
 * @param all how many there are
 * @param bytes all their files take
 */
record ArtifactListView(
        Asked asked, List<ArtifactRow> missing, List<ArtifactRow> others, int found, int all, long bytes, Text text) {
    private static final int ROWS = 100;

    /** What the address asks for; pages count from 1. */
    record Asked(String words, int page) {
        private static final int LONGEST_WORDS = 100;

        static Asked of(Context context) {
            var words = Objects.requireNonNullElse(context.queryParam("q"), "").strip();
            var page = Objects.requireNonNullElse(context.queryParam("page"), "1");
            if (words.length() > LONGEST_WORDS || !page.matches("[1-9][0-9]{0,4}")) {
                throw Problem.of(ProblemCode.BAD_REQUEST, "There is no such page of the list.")
                        .exception();
            }
            return new Asked(words, Integer.parseInt(page));
        }

        String link(int other) {
            return "/ui/artifacts?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8) + "&page=" + other;
        }

        private boolean fits(ArtifactRow row) {
            var lower = words.toLowerCase(Locale.ROOT);
            var release = row.release();
            return (release.scope().module() + " " + release.version() + " " + release.fileName() + " "
                            + release.digest())
                    .toLowerCase(Locale.ROOT)
                    .contains(lower);
        }
    }

    static ArtifactListView of(PageFrame frame, Asked asked, List<ArtifactRow> rows) {
        var fitting = rows.stream().filter(asked::fits).toList();
        var sizes = new HashMap<String, Long>();
        rows.forEach(row -> sizes.put(row.release().digest(), row.release().size()));
        return new ArtifactListView(
                asked,
                fitting.stream().filter(row -> !row.available()).limit(ROWS).toList(),
                fitting.stream()
                        .filter(ArtifactRow::available)
                        .skip((asked.page() - 1L) * ROWS)
                        .limit(ROWS)
                        .toList(),
                fitting.size(),
                rows.size(),
                sizes.values().stream().mapToLong(Long::longValue).sum(),
                frame.text("webartifacts"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String count() {
        var count = found == all ? text.count("list.count", all) : text.count("list.some", all, found);
        return count + " · " + text.get("list.bytes", ArtifactRow.size(text, bytes));
    }

    boolean more() {
        return (long) asked.page() * ROWS < found - missing.size();
    }
}
