package io.slipway.server.web.ui.frame;

import io.javalin.http.Handler;
import io.slipway.server.web.Access;
import java.util.Set;

/**
 * One route of the control panel: a page, a part of one, or what a page sends.
 *
 * @param path with parameters in braces
 * @param query the query parameters it knows; any other is refused
 * @param summary what it does, one sentence fragment for the documentation
 */
public record UiPage(Kind kind, String path, Access access, Set<String> query, String summary, Handler handler) {
    public UiPage {
        query = Set.copyOf(query);
    }

    /** What a request does. */
    public enum Kind {
        /** A GET. */
        SHOWS,
        /** A POST that changes nothing in the store. */
        ASKS,
        /** A POST that changes something, which is written to the audit trail. */
        SENDS
    }

    /** A page that anybody with a session may see. */
    public static UiPage show(String path, String summary, Handler handler) {
        return new UiPage(Kind.SHOWS, path, Access.READ, Set.of(), summary, handler);
    }

    /** Something that a page sends and that stays with the browser. */
    public static UiPage ask(String path, String summary, Handler handler) {
        return new UiPage(Kind.ASKS, path, Access.READ, Set.of(), summary, handler);
    }

    /** Something that a page sends and that changes something. */
    public static UiPage send(String path, Access access, String summary, Handler handler) {
        return new UiPage(Kind.SENDS, path, access, Set.of(), summary, handler);
    }

    /** The same with query parameters. */
    public UiPage with(String... parameters) {
        return new UiPage(kind, path, access, Set.of(parameters), summary, handler);
    }

    /** The same with something done first. */
    UiPage before(Handler first) {
        return new UiPage(kind, path, access, query, summary, context -> {
            first.handle(context);
            handler.handle(context);
        });
    }

    /** The same for others. */
    public UiPage forThose(Access wanted) {
        return new UiPage(kind, path, wanted, query, summary, handler);
    }
}
