package io.slipway.server.web.ui.hosts;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The list of hosts, those first that need the operator.
 *
 * @param needs all that fit the words and need the operator
 * @param others the rest, one page of it
 * @param found how many fit
 * @param all how many there are
 */
record HostListView(Asked asked, List<HostRow> needs, List<HostRow> others, int found, int all, Text text, Text own) {
    private static final int ROWS = 100;

    /**
     * What the address asks for.
     *
     * @param words empty takes all
     * @param page from 1
     */
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
            return "/ui/hosts?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8) + "&page=" + other;
        }

        private boolean fits(HostRow row) {
            var lower = words.toLowerCase(Locale.ROOT);
            return row.host().name().toLowerCase(Locale.ROOT).contains(lower)
                    || row.host().address().toLowerCase(Locale.ROOT).contains(lower);
        }
    }

    static HostListView of(PageFrame frame, Asked asked, List<HostRow> rows) {
        var fitting = rows.stream()
                .filter(asked::fits)
                .sorted(Comparator.comparing(row -> !row.stopped()))
                .toList();
        var calm = fitting.stream().filter(row -> !row.needsYou()).toList();
        return new HostListView(
                asked,
                fitting.stream().filter(HostRow::needsYou).toList(),
                calm.stream().skip((asked.page() - 1L) * ROWS).limit(ROWS).toList(),
                fitting.size(),
                rows.size(),
                frame.text("hosts"),
                frame.text("webhosts"));
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

    String vms(HostRow row) {
        return own.count("vms", row.vms());
    }

    boolean more() {
        return (long) asked.page() * ROWS < found - needs.size();
    }
}
