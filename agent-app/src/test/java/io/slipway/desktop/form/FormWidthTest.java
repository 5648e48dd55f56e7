package io.slipway.desktop.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Clipping;
import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.server.form.FormRow;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileForms;
import io.slipway.server.schema.FormState;
import io.slipway.server.text.Languages;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of a profile is drawn whole in the widths that the editor gives its form: no control goes over the edge. */
@ExtendWith(Display.class)
@Tag("fx")
class FormWidthTest {
    /** What a window of 1280 leaves beside the files, what one of 1024 leaves without them, and the smallest window. */
    private static final List<Integer> WIDTHS = List.of(740, 824, 560);

    private static final double HAIR = 1;

    static Stream<Arguments> widths() {
        return WIDTHS.stream().flatMap(width -> Languages.ALL.stream().map(language -> Arguments.of(width, language)));
    }

    @ParameterizedTest
    @MethodSource("widths")
    void noControlGoesOverTheEdgeOfTheForm(int width, Locale language) {
        var document = BuiltInProfiles.all().getFirst().stored();
        var state = new FormState(
                ProfileForms.of(document, language), document, ProfileForms.check(language), InstantSource.system());
        try (var window = new FormWindow(state, language)) {
            Fx.run(() -> {
                window.scene.getWindow().setHeight(760);
                window.scene.getWindow().setWidth(width);
                window.view.expertProperty().set(true);
            });
            Fx.until("the width", () -> window.scene.getWidth() == width);

            var faults = new TreeSet<String>();
            var sections = (ListView<?>) window.view.lookup(".form-sections");
            for (int i = 0; i < sections.getItems().size(); i++) {
                int section = i;
                Fx.run(() -> sections.getSelectionModel().select(section));
                window.settle();
                fill(window);
                scrollThrough(window, faults);
            }

            assertThat(faults).isEmpty();
        }
    }

    /** One entry in each list and each group that may be absent: their fields are indented. */
    private static void fill(FormWindow window) {
        Fx.run(() -> {
            for (var row : window.rows().rows()) {
                if (row instanceof FormRow.GroupHead head
                        && head.field().optional()
                        && !window.state.isPresent(head.pointer())) {
                    window.state.add(head.field(), head.pointer());
                } else if (row instanceof FormRow.ListFoot foot && window.state.size(foot.pointer()) == 0) {
                    window.state.addEntry(foot.field(), foot.pointer());
                }
            }
        });
        window.settle();
    }

    private static void scrollThrough(FormWindow window, Set<String> faults) {
        Fx.run(() -> window.rows().toTop());
        window.settle();
        var seen = new TreeSet<String>();
        boolean more = true;
        while (more) {
            more = Fx.get(() -> {
                int before = seen.size();
                for (var row : window.rows().live()) {
                    if (seen.add(row.row().key())) {
                        over(row, row.localToScene(row.getLayoutBounds()).getMaxX(), row.row(), faults);
                        Clipping.in(row).forEach(cut -> faults.add(row.row().pointer() + ": " + cut));
                    }
                }
                window.rows().move(600);
                return seen.size() > before;
            });
        }
    }

    private static void over(Parent at, double edge, FormRow row, Set<String> faults) {
        for (Node child : at.getChildrenUnmodifiable()) {
            if (child.isVisible() && child instanceof Control control) {
                double right = control.localToScene(control.getLayoutBounds()).getMaxX();
                if (right > edge + HAIR) {
                    faults.add(row.pointer() + ": " + control.getClass().getSimpleName() + " ends " + right
                            + ", the form " + edge);
                }
            } else if (child.isVisible() && child instanceof Parent inner) {
                over(inner, edge, row, faults);
            }
        }
    }
}
