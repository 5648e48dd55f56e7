package io.slipway.server.web.ui.notices;

import io.slipway.server.notice.Notice;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Locale;

/**
 * The notifications in the operator's words.
 *
 * @param unreadOnly whether only those are shown that nobody has read
 * @param needs those on which nothing goes on before somebody decides
 * @param others the latest news first
 * @param more whether there are older ones than are shown
 */
record NoticeView(PageFrame frame, boolean unreadOnly, List<Row> needs, List<Row> others, boolean more) {
    /** What the address says for the unread ones. */
    static final String UNREAD = "unread";

    static final int MOST = 200;

    /**
     * One notification.
     *
     * @param link to what it is about; empty when this panel has no page for it
     * @param when it last changed
     */
    record Row(Notice notice, String title, String message, StateShape shape, String link, String when) {
        String id() {
            return notice.id();
        }
    }

    static NoticeView of(PageFrame frame, boolean unreadOnly, List<Notice> found) {
        var rows = found.stream().limit(MOST).map(notice -> row(frame, notice)).toList();
        return new NoticeView(
                frame,
                unreadOnly,
                rows.stream().filter(row -> row.notice().needsYou()).toList(),
                rows.stream().filter(row -> !row.notice().needsYou()).toList(),
                found.size() > MOST);
    }

    private static Row row(PageFrame frame, Notice notice) {
        Locale language = frame.look().language();
        return new Row(
                notice,
                notice.title(language),
                notice.message(language),
                shape(notice.state()),
                link(notice),
                frame.times().moment(notice.updatedAt(), frame.now()));
    }

    static StateShape shape(Notice.State state) {
        return switch (state) {
            case QUEUED -> StateShape.IDLE;
            case RUNNING -> StateShape.BUSY;
            case SUCCEEDED, REGAINED, TRUSTED -> StateShape.DONE;
            case PARTIAL, NEEDS_YOU -> StateShape.NEEDS_YOU;
            case FAILED, LOST, STOPPED -> StateShape.FAILED;
            case CANCELLED -> StateShape.OFF;
        };
    }

    private static String link(Notice notice) {
        var place =
                switch (notice.category()) {
                    case JOB -> PageFrame.Place.JOBS;
                    case HOST -> PageFrame.Place.HOSTS;
                };
        return PageFrame.served().contains(place) ? place.path() + "/" + notice.entity() : "";
    }

    boolean nothing() {
        return needs.isEmpty() && others.isEmpty();
    }

    boolean unread() {
        return frame.counts().unread() > 0;
    }

    private Text text() {
        return frame.text("webnotices");
    }

    String say(String key, Object... arguments) {
        return text().get(key, arguments);
    }
}
