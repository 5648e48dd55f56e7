package io.slipway.server.web.ui.artifacts;

import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.HashMap;
import java.util.List;

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
        ListAsked asked,
        List<ArtifactRow> missing,
        List<ArtifactRow> others,
        int found,
        int all,
        long bytes,
        Text text) {
    private static boolean fits(ListAsked asked, ArtifactRow row) {
        var release = row.release();
        return asked.in(
                release.scope().module() + " " + release.version() + " " + release.fileName() + " " + release.digest());
    }

    static ArtifactListView of(PageFrame frame, ListAsked asked, List<ArtifactRow> rows) {
        var fitting = rows.stream().filter(row -> fits(asked, row)).toList();
        var sizes = new HashMap<String, Long>();
        rows.forEach(row -> sizes.put(row.release().digest(), row.release().size()));
        return new ArtifactListView(
                asked,
                fitting.stream().filter(row -> !row.available()).toList(),
                asked.cut(fitting.stream().filter(ArtifactRow::available).toList()),
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
        return asked.more(found - missing.size());
    }
}
