package io.slipway.desktop.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.server.base.Json;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.FormState;
import io.slipway.server.text.Languages;
import java.time.InstantSource;
import java.util.Locale;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** Pictures of the form for the eye; what is asserted is only that each is one of a window with something in it. */
@Tag("slow")
@ExtendWith(Display.class)
@Tag("fx")
class FormPicturesTest {
    private static FormState state(ObjectNode document, Locale language) {
        return new FormState(
                ProfileForms.of(document, language), document, ProfileForms.check(language), InstantSource.system());
    }

    @Test
    void eachSectionInBothThemesAndLanguages() {
        for (var theme : Theme.values()) {
            var language = theme == Theme.LIGHT ? Languages.ENGLISH : Languages.RUSSIAN;
            var document =
                    BuiltInProfiles.find("windows-11-worker").orElseThrow().masked();
            document.withObject("/target").put("firmware", "bios");
            document.withObject("/computerName").put("mode", "fixed").put("value", "A VERY long name");
            document.withObject("/disk").put("efiMiB", 20);
            pictures(theme, language, document, "windows");
        }
    }

    private static void pictures(Theme theme, Locale language, ObjectNode document, String name) {
        Fx.start(theme);
        var state = state(document, language);
        var view = Fx.get(() -> new FormView(state, language));
        var scene = Fx.get(() -> {
            var made = new Scene(view, 1000, 720);
            theme.dress(made);
            var stage = new Stage();
            stage.setScene(made);
            stage.show();
            return made;
        });
        for (var section : state.model().sections()) {
            Fx.run(() -> {
                view.expertProperty().set(section.id().equals("disk"));
                view.showSection(section.id());
                scene.getRoot().applyCss();
                scene.getRoot().layout();
            });
            var file = Fx.picture(scene, "form-" + name + "-" + theme + "-" + section.id());
            assertThat(file).isNotEmptyFile();
        }
        assertThat(Json.write(state.document())).isNotEmpty();
        Fx.run(() -> {
            view.dispose();
            scene.getWindow().hide();
        });
    }
}
