package io.slipway.server.web.ui.artifacts;

import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The leases, those that hold first, then the newest.
 *
 * @param rows one page of those that fit
 * @param found how many fit
 * @param all how many were looked at
 * @param holding how many of them hold
 * @param cut whether there may be older ones that are over and not among them
 * @param until when the first of those ends by itself, in milliseconds since 1970; empty when none holds
 */
record LeaseListView(
        ListAsked asked,
        List<LeaseRow> rows,
        int found,
        int all,
        int holding,
        boolean cut,
        Optional<Long> until,
        Text text) {
    /** Of those that are over, the newest. */
    static final int MOST = 1000;

    LeaseListView {
        rows = List.copyOf(rows);
    }

    /** @param rows those that hold, all of them, and the newest of the others */
    static LeaseListView of(PageFrame frame, ListAsked asked, List<LeaseRow> rows, boolean cut) {
        var fitting = rows.stream()
                .filter(row -> asked.in(row.words()))
                .sorted(Comparator.comparing(row -> !row.holds()))
                .toList();
        var holding = rows.stream().filter(LeaseRow::holds).toList();
        return new LeaseListView(
                asked,
                asked.cut(fitting),
                fitting.size(),
                rows.size(),
                holding.size(),
                cut,
                holding.stream()
                        .map(row -> row.lease().expiresAt().toEpochMilli())
                        .min(Comparator.naturalOrder()),
                frame.text("webartifacts"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String count() {
        var count = found == all ? text.count("lease.count", all) : text.count("lease.some", all, found);
        return count + " · " + text.count("lease.holds", holding);
    }

    String newest() {
        return say("lease.newest", String.valueOf(MOST));
    }
}
