package io.slipway.desktop.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.server.base.Json;
import io.slipway.server.form.FormRows;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.Condition;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.Pointers;
import io.slipway.server.schema.SecretState;
import io.slipway.server.text.Languages;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The profile editor's form in a window: every control of every section, worked one by one. */
@ExtendWith(Display.class)
@Tag("fx")
class ProfileFormTest {
    private static final Set<String> SEED_SECTIONS = Set.of(
            "accounts", "computerName", "region", "removal", "settings", "visualEffects", "desktop", "bootstrap");

    private static FormState state(ObjectNode document) {
        return new FormState(
                ProfileForms.of(document, Languages.ENGLISH),
                document,
                ProfileForms.check(Languages.ENGLISH),
                InstantSource.system());
    }

    private static ObjectNode windows() {
        var document = BuiltInProfiles.find("windows-11-worker").orElseThrow().masked();
        document.withObject("/locale")
                .putArray("inputs")
                .addObject()
                .put("locale", "en-US")
                .put("keyboard", "00000409");
        return document;
    }

    private static ObjectNode config() {
        return Json.parseObject("""
                {"user": {"nameMode": "custom", "customName": "worker"}, "computerName": {"mode": "custom"},
                 "softwareRemoval": {"mode": "fixed"}, "capabilityRemoval": {"mode": "fixed"},
                 "locale": {"keyboardLayouts": [{"language": "0409", "layout": "00000409"}]}}""");
    }

    @ParameterizedTest
    @CsvSource({"windows, 90", "config, 70"})
    @Tag("F094")
    void eachControlOfTheSevenSectionsChangesItsPlaceInTheDocumentAndAReloadShowsIt(String form, int least) {
        var worked = new ArrayList<String>();
        var secrets = new ArrayList<String>();
        String saved;
        try (var window = new FormWindow(state(form.equals("windows") ? windows() : config()), Languages.ENGLISH)) {
            Fx.run(() -> window.view.expertProperty().set(true));
            for (var section : window.state.model().sections()) {
                if (SEED_SECTIONS.contains(section.id())) {
                    section.fields().forEach(field -> work(window, field, field.pointer(), worked, secrets));
                }
            }
            saved = Json.write(window.state.document());
        }

        assertThat(worked.size() + secrets.size()).isGreaterThanOrEqualTo(least);
        var document = Json.parseObject(saved);
        try (var again = new FormWindow(state(document), Languages.ENGLISH)) {
            Fx.run(() -> again.view.expertProperty().set(true));
            for (var pointer : worked) {
                assertThat(again.shown(pointer)).as(pointer).isEqualTo(FormSayings.plain(document.at(pointer)));
            }
            for (var pointer : secrets) {
                assertThat(again.words(pointer)).contains("Set").doesNotContain("canary");
            }
        }
        assertThat(saved).doesNotContain("canary");
    }

    private void work(FormWindow window, Field field, String pointer, List<String> worked, List<String> secrets) {
        Fx.run(() -> satisfy(window.state, field.facts().applies(), pointer));
        window.settle();
        switch (field) {
            case Field.Group group -> {
                if (group.optional() && !window.state.isPresent(pointer)) {
                    Fx.run(() -> window.state.add(group, pointer));
                }
                group.members()
                        .forEach(member ->
                                work(window, member, Pointers.child(pointer, member.name()), worked, secrets));
            }
            case Field.Items list -> {
                if (FormRows.ticks(list).isEmpty()) {
                    list(window, list, pointer, worked, secrets);
                } else {
                    control(window, field, pointer, worked);
                }
            }
            case Field.Secret secret -> {
                window.secret(pointer, "canary-Password-1");
                assertThat(window.state.secret(secret, pointer)).as(pointer).isEqualTo(SecretState.CHANGED);
                secrets.add(pointer);
            }
            default -> control(window, field, pointer, worked);
        }
    }

    /** A field with a control of its own: that place of the document changes and no other. */
    private void control(FormWindow window, Field field, String pointer, List<String> worked) {
        var before = window.state.document();
        var shown = edit(window, field, pointer);
        assertThat(window.state.document().at(pointer)).as(pointer).isNotEqualTo(before.at(pointer));
        assertThat(FormWindow.sameBut(before, window.state.document(), pointer))
                .as("only %s changed", pointer)
                .isTrue();
        if (!(field instanceof Field.Items)) {
            worked.add(pointer);
            assertThat(FormSayings.plain(window.state.value(pointer)))
                    .as(pointer)
                    .isEqualTo(shown);
        }
    }

    /** A list: an entry is added and filled in. */
    private void list(FormWindow window, Field.Items list, String pointer, List<String> worked, List<String> secrets) {
        int before = window.state.size(pointer);
        Fx.run(() -> window.state.addEntry(list, pointer));
        window.settle();
        var added = Pointers.child(pointer, Integer.toString(before));
        work(window, list.item(), added, worked, secrets);
        assertThat(window.state.size(pointer)).as(pointer).isEqualTo(before + 1);
    }

    /** Makes a field count, as an operator does who chooses the mode first. */
    private static void satisfy(FormState state, Condition condition, String pointer) {
        switch (condition) {
            case Condition.Is is -> {
                var at = Pointers.concrete(is.pointer(), pointer);
                if (!is.values().contains(state.effective(at))) {
                    state.set(at, is.values().getLast());
                }
            }
            case Condition.All all -> all.parts().forEach(part -> satisfy(state, part, pointer));
            case Condition.Any any -> {}
            case Condition.Not not -> {}
            case Condition.Present present -> {}
        }
    }

    /** Gives the control another value and tells what it shows then. */
    private static String edit(FormWindow window, Field field, String pointer) {
        return switch (field) {
            case Field.Text text -> {
                var value = text.suggestions().isEmpty() ? sample(pointer) : other(text.suggestions(), window, pointer);
                window.type(pointer, value);
                yield value;
            }
            case Field.Number number -> {
                var value = number.suggestions().isEmpty()
                        ? Integer.toString(window.state.effective(pointer).asInt(0) + 1)
                        : other(number.suggestions(), window, pointer);
                window.type(pointer, value);
                yield value;
            }
            case Field.Choice choice -> choose(window, pointer);
            case Field.Flag flag -> {
                if (flag.facts().defaultValue().isEmpty()) {
                    yield choose(window, pointer);
                }
                var box = (CheckBox) window.control(pointer);
                Fx.run(box::fire);
                window.settle();
                yield Boolean.toString(Fx.get(box::isSelected));
            }
            case Field.Items items -> {
                var box = (CheckBox) window.control(pointer);
                Fx.run(box::fire);
                window.settle();
                yield "";
            }
            default -> throw new AssertionError(pointer);
        };
    }

    private static String sample(String pointer) {
        return pointer.endsWith("executable") ? "OTHER.ps1" : "Sample1";
    }

    private static String other(List<Field.Option> options, FormWindow window, String pointer) {
        var now = FormSayings.plain(window.state.effective(pointer));
        return options.stream()
                .map(Field.Option::text)
                .filter(text -> !text.equals(now))
                .findFirst()
                .orElseThrow();
    }

    private static String choose(FormWindow window, String pointer) {
        var box = (ComboBox<?>) window.control(pointer);
        Fx.run(() -> {
            int now = box.getSelectionModel().getSelectedIndex();
            box.getSelectionModel().select((now + 1) % box.getItems().size());
        });
        window.settle();
        return Fx.get(() -> ((Field.Option) box.getValue()).text());
    }
}
