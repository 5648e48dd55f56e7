package io.slipway.server.web.ui.secrets;

import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.ListAsked;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.List;

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
        ListAsked asked,
        List<SecretRow> lost,
        List<SecretRow> others,
        int found,
        int all,
        Text text,
        Text own) {
    private static boolean fits(ListAsked asked, SecretRow row) {
        return asked.in(row.meta().label()) || row.readers().stream().anyMatch(reader -> asked.in(reader.words()));
    }

    static SecretListView of(PageFrame frame, VaultView vault, ListAsked asked, List<SecretRow> rows) {
        var fitting = rows.stream().filter(row -> fits(asked, row)).toList();
        return new SecretListView(
                vault,
                asked,
                fitting.stream().filter(SecretRow::lost).toList(),
                asked.cut(fitting.stream().filter(row -> !row.lost()).toList()),
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
        return asked.more(found - lost.size());
    }
}
