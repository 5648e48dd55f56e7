package io.slipway.server.web.ui.hosts;

import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.Comparator;
import java.util.List;

/**
 * The list of hosts, those first that need the operator.
 *
 * @param needs all that fit the words and need the operator
 * @param others the rest, one page of it
 * @param found how many fit
 * @param all how many there are
 */
record HostListView(
        ListAsked asked, List<HostRow> needs, List<HostRow> others, int found, int all, Text text, Text own) {
    private static boolean fits(ListAsked asked, HostRow row) {
        return asked.in(row.host().name()) || asked.in(row.host().address());
    }

    static HostListView of(PageFrame frame, ListAsked asked, List<HostRow> rows) {
        var fitting = rows.stream()
                .filter(row -> fits(asked, row))
                .sorted(Comparator.comparing(row -> !row.stopped()))
                .toList();
        var calm = fitting.stream().filter(row -> !row.needsYou()).toList();
        return new HostListView(
                asked,
                fitting.stream().filter(HostRow::needsYou).toList(),
                asked.cut(calm),
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
        return asked.more(found - needs.size());
    }
}
