package io.slipway.server.web.ui.secrets;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The list of secrets, those first that must be entered again. While the vault is shut nothing of it is shown.
 *
 * @param lost all that fit the words and must be entered again
 * @param others the rest, one page of it
 * @param found how many fit
 * @param all how many there are
 */
record SecretListView(
        VaultView vault,
        Asked asked,
        List<SecretRow> lost,
        List<SecretRow> others,
        int found,
        int all,
        Text text,
        Text own) {
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
            return "/ui/secrets?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8) + "&page=" + other;
        }

        private boolean fits(SecretRow row) {
            var lower = words.toLowerCase(Locale.ROOT);
            return row.meta().label().toLowerCase(Locale.ROOT).contains(lower)
                    || row.readers().stream()
                            .anyMatch(reader ->
                                    reader.words().toLowerCase(Locale.ROOT).contains(lower));
        }
    }

    static SecretListView of(PageFrame frame, VaultView vault, Asked asked, List<SecretRow> rows) {
        var fitting = rows.stream().filter(asked::fits).toList();
        return new SecretListView(
                vault,
                asked,
                fitting.stream().filter(SecretRow::lost).limit(ROWS).toList(),
                fitting.stream()
                        .filter(row -> !row.lost())
                        .skip((asked.page() - 1L) * ROWS)
                        .limit(ROWS)
                        .toList(),
                fitting.size(),
                rows.size(),
                frame.text("settings"),
                frame.text("websecrets"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String own(String key, Object... arguments) {
        return own.get(key, arguments);
    }

    String count() {
        return found == all ? own.count("list.count", all) : own.count("list.some", all, found);
    }

    boolean more() {
        return (long) asked.page() * ROWS < found - lost.size();
    }
}
