package io.slipway.server.web.ui.about;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.web.openapi.ApiGuide;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.web.ui.frame.Pages;
import io.slipway.server.web.ui.frame.UiPage;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The page about the program, and the pages about its API. */
public final class AboutPages {
    private static final int LONGEST_WORDS = 100;

    private final UiParts parts;
    private final Pages pages;

    public AboutPages(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    public List<UiPage> routes() {
        var api = PageFrame.Place.API.path();
        return List.of(
                UiPage.show(
                        PageFrame.Place.ABOUT.path(),
                        "version, ports, places, use of resources, licences",
                        this::about),
                UiPage.show(api, "the API in words: all its routes, to be searched", this::list)
                        .with("q"),
                UiPage.show(
                        api + "/{operation}",
                        "one route of the API: what it takes, answers and refuses",
                        this::operation),
                UiPage.show(
                        api + "/documents/{document}",
                        "one document of the API: its members and an example",
                        this::document));
    }

    private void about(Context context) {
        var frame = pages.frame(context, PageFrame.Place.ABOUT, PageFrame.Place.ABOUT.key(), "");
        pages.show(context, "about/about.jte", frame, Map.of("view", AboutView.read(frame, parts, context.port())));
    }

    private ApiGuide guide() {
        return parts.installation().guide().get();
    }

    private void list(Context context) {
        var words = Objects.requireNonNullElse(context.queryParam("q"), "").strip();
        if (words.length() > LONGEST_WORDS) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "At most " + LONGEST_WORDS + " characters are searched.")
                    .exception();
        }
        var frame = pages.frame(context, PageFrame.Place.API, PageFrame.Place.API.key(), "");
        pages.show(context, "about/api.jte", frame, Map.of("words", words, "groups", found(guide(), words)));
    }

    /** The groups with those of their entries that have all the words in method, path, summary or role. */
    static List<ApiGuide.Group> found(ApiGuide guide, String words) {
        var wanted = List.of(words.toLowerCase(Locale.ROOT).split("\\s+", -1));
        return guide.groups().stream()
                .map(group -> new ApiGuide.Group(
                        group.name(),
                        group.title(),
                        group.description(),
                        group.entries().stream()
                                .filter(entry -> fits(entry, wanted))
                                .toList()))
                .filter(group -> !group.entries().isEmpty())
                .toList();
    }

    private static boolean fits(ApiGuide.Entry entry, List<String> wanted) {
        var text = String.join(
                        " ", entry.method(), entry.path(), entry.summary(), entry.proof(), entry.listener(), entry.id())
                .toLowerCase(Locale.ROOT);
        return wanted.stream().allMatch(text::contains);
    }

    private void operation(Context context) {
        var id = context.pathParam("operation");
        var entry = guide().groups().stream()
                .flatMap(group -> group.entries().stream())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> nothing("The API has no operation of this id."));
        var frame = pages.titled(context, PageFrame.Place.API, entry.method() + " " + entry.path(), "");
        pages.show(context, "about/operation.jte", frame, Map.of("entry", entry));
    }

    private void document(Context context) {
        var shape = guide().shape(context.pathParam("document"))
                .orElseThrow(() -> nothing("The API has no document of this name."));
        var frame = pages.titled(context, PageFrame.Place.API, shape.name(), "");
        pages.show(context, "about/document.jte", frame, Map.of("shape", shape));
    }

    private static SlipwayException nothing(String detail) {
        return Problem.of(ProblemCode.NOT_FOUND_ROUTE, detail).exception();
    }
}
