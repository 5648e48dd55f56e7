package io.slipway.server.web.ui.frame;

import static io.slipway.server.web.Access.OPEN;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.text.Languages;
import io.slipway.server.web.Answers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What every page needs: its files, the choice of language and theme, the search over everything. */
public final class FramePages {
    private static final int LONGEST_WORDS = 100;

    private final Finder finder;
    private final Pages pages;

    /** @param more what the palette leads to besides */
    public FramePages(UiParts parts, Pages pages, List<MorePlaces> more) {
        this.finder = new Finder(parts, more);
        this.pages = pages;
    }

    public List<UiPage> routes() {
        return List.of(
                UiPage.show(
                                Assets.PATH,
                                "style sheets, scripts and fonts of the pages, the same for everybody",
                                Assets::serve)
                        .forThose(OPEN),
                UiPage.ask("/ui/look", "choose language and theme for this browser", FramePages::look),
                UiPage.show("/ui/standing", "the numbers in the frame of every page, as parts of it", this::standing),
                UiPage.show("/ui/find", "what fits some words: pages, VMs, jobs, hosts, profiles", this::find)
                        .with("q"));
    }

    private static void look(Context context) {
        var document = Json.parseObject(context.body());
        var language = document.path("language").asString("");
        var theme = document.path("theme").asString("");
        var known = Languages.ALL.stream()
                .filter(one -> one.getLanguage().equals(language))
                .findFirst();
        var wanted = Arrays.stream(Look.Theme.values())
                .filter(one -> one.word().equals(theme))
                .findFirst();
        if (known.isEmpty() || wanted.isEmpty() || document.size() != 2) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "There is no such language or theme.")
                    .exception();
        }
        new Look(known.get(), true, wanted.get()).give(context);
        Answers.json(context, Json.object().put("reload", true));
    }

    private void standing(Context context) {
        pages.show(context, "frame/standing.jte", pages.titled(context, PageFrame.Place.NOWHERE, "", ""), Map.of());
    }

    private void find(Context context) {
        var words = Objects.requireNonNullElse(context.queryParam("q"), "");
        if (words.length() > LONGEST_WORDS) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "At most " + LONGEST_WORDS + " characters are searched.")
                    .exception();
        }
        var frame = pages.part(context);
        pages.show(
                context,
                "frame/found.jte",
                frame,
                Map.of("found", finder.find(frame, words.strip().toLowerCase(Locale.ROOT))));
    }
}
