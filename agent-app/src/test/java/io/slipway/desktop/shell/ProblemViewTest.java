package io.slipway.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Label;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Display.class)
@Tag("fx")
class ProblemViewTest {
    @BeforeAll
    static void start() {
        Fx.start(Theme.LIGHT);
    }

    private static List<String> words(Locale language, Problem problem) {
        return Fx.get(() ->
                ProblemView.of(Text.of("shell", language), problem.exception(), Optional.empty())
                        .lookupAll(".label")
                        .stream()
                        .map(label -> ((Label) label).getText())
                        .toList());
    }

    @Test
    void whatFailedAndWhatToDoAreSaidInTheReadersLanguageAndTheDetailAsItWasFound() {
        var problem = Problem.of(ProblemCode.STORAGE_FULL, "local has 3 MiB left.");

        assertThat(words(Languages.RUSSIAN, problem))
                .startsWith(
                        "Хранилище заполнено",
                        "local has 3 MiB left.",
                        "Освободите место или выберите другое хранилище.");
        assertThat(words(Languages.ENGLISH, problem)).startsWith("The storage is full", "local has 3 MiB left.");
    }
}
