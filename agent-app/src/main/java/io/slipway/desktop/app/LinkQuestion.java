package io.slipway.desktop.app;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.link.DeepLink;
import io.slipway.desktop.look.Theme;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Asks before a link does anything: shows where it came from and what it would do. "No" is the default, and "yes" can be pressed only
 * after two seconds, so that nobody agrees by a double click or a key meant for another window.
 */
final class LinkQuestion {
    private final Text text;
    private final Theme theme;

    LinkQuestion(Text text, Theme theme) {
        this.text = text;
        this.theme = theme;
    }

    /** Asks; {@code accepted} comes with the link only after a yes, otherwise with nothing. */
    void ask(@Nullable Window owner, String link, DeepLink understood, Consumer<Optional<DeepLink>> accepted) {
        boolean possible = !(understood instanceof DeepLink.Pair);
        question(
                        link,
                        effect(understood),
                        List.of(
                                new Question.Answer<>(
                                        "link-accept",
                                        text.get("link.accept"),
                                        possible ? Question.Kind.CONSIDERED : Question.Kind.IMPOSSIBLE,
                                        true),
                                new Question.Answer<>(
                                        "link-refuse", text.get("link.refuse"), Question.Kind.DEFAULT, false)))
                .ask(
                        owner,
                        theme.sheets(),
                        answer -> accepted.accept(answer.orElse(false) ? Optional.of(understood) : Optional.empty()));
    }

    /** Tells that a link was given that is none. */
    void refuse(@Nullable Window owner, String link, Runnable closed) {
        question(
                        link,
                        text.get("link.unknown"),
                        List.of(new Question.Answer<>(
                                "link-close", text.get("link.close"), Question.Kind.DEFAULT, false)))
                .ask(owner, theme.sheets(), answer -> closed.run());
    }

    private Question<Boolean> question(String link, String effect, List<Question.Answer<Boolean>> answers) {
        return new Question<>(
                "link-question",
                text.get("link.title"),
                List.of(
                        Parts.words(link, "mono"),
                        Parts.words(effect, "strong"),
                        Parts.words(text.get("link.warning"), "muted")),
                answers);
    }

    private String effect(DeepLink link) {
        return switch (link) {
            case DeepLink.ShowVm vm -> text.get("link.vm", vm.id());
            case DeepLink.ImportProfile profile -> text.get("link.profile", profile.file());
            case DeepLink.AddHost host -> text.get("link.host", host.address(), String.valueOf(host.port()));
            case DeepLink.Pair pair -> text.get("link.pair", pair.hub());
        };
    }
}
