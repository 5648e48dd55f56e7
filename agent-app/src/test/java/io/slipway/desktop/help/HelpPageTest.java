package io.slipway.desktop.help;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Clipping;
import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.jobs.JobsRig;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Place;
import io.slipway.server.text.Languages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import javafx.scene.control.CheckBoxTreeItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Help in a real window, against a running agent that knows the laboratory. */
@Tag("fx")
@Timeout(120)
@ExtendWith(Display.class)
class HelpPageTest {
    private static final String PASSWORD = "lab-root-password-4c7e";

    @TempDir
    Path folder;

    private JobsRig rig;

    @BeforeEach
    void open() {
        rig = new JobsRig(folder.resolve("data")).withHost();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void show(Theme theme, Locale language) {
        rig.open(theme, language, HelpPage::new, new Place.Help());
        rig.await("doctor-well");
    }

    private void press(String id) {
        rig.press(id);
    }

    private static Map<String, String> unzip(Path file) throws IOException {
        var found = new TreeMap<String, String>();
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    @Test
    @Tag("F180")
    void theBundleHoldsWhatIsTickedAndNoSecret() throws Exception {
        rig.ended(rig.order("PC", 1, 1));
        show(Theme.LIGHT, Languages.ENGLISH);
        press("bundle-gather");
        var tree = rig.node("bundle-tree", TreeView.class);
        var id = rig.node("bundle-id", TextField.class).getText();
        assertThat(id).matches("D-[0-9A-Z]{6}");
        Fx.run(() -> untick(tree.getRoot(), "threads.txt"));
        var file = folder.resolve("bundle.zip");
        var field = rig.node("bundle-file", TextField.class);
        assertThat(Fx.<String>get(field::getText)).endsWith("slipway-diagnostics-" + id + ".zip");
        Fx.run(() -> field.setText(file.toString()));

        press("bundle-save");
        rig.awaitWords("Its id is " + id);

        var entries = unzip(file);
        assertThat(entries).containsKey("doctor.txt").doesNotContainKey("threads.txt");
        assertThat(entries.get("contents.json")).contains(id);
        assertThat(entries).hasSizeGreaterThan(5);
        entries.forEach((name, text) ->
                assertThat(text).as(name).doesNotContain(PASSWORD).doesNotContain("127.0.0.1:" + rig.lab.port()));
        press("bundle-save");
        rig.awaitWords("There is a file");
    }

    private static void untick(TreeItem<?> item, String start) {
        for (var child : item.getChildren()) {
            if (child instanceof CheckBoxTreeItem<?> box
                    && String.valueOf(box.getValue()).startsWith(start)) {
                box.setSelected(false);
            }
            untick(child, start);
        }
    }

    @Test
    void whatIsNotWellComesFirstWithTheWayToMendIt() {
        rig.agent.parts().vault().lock();
        show(Theme.LIGHT, Languages.ENGLISH);

        press("fix-vault-key");

        Fx.until("it leads to the vault", () -> rig.visited.contains(new Place.Settings(Optional.of("vault"))));
    }

    @Test
    void noWordIsCutInAnyLanguageAndPicturesAreTaken() {
        for (var language : List.of(Languages.PSEUDO, Languages.ENGLISH, Languages.RUSSIAN)) {
            var theme = language.equals(Languages.RUSSIAN) ? Theme.DARK : Theme.LIGHT;
            show(theme, language);
            press("bundle-gather");
            rig.await("bundle-tree");
            assertThat(Fx.get(() -> Clipping.in(rig.scene().getRoot())))
                    .as(language.toString())
                    .isEmpty();
            Fx.run(() -> rig.node("help", ScrollPane.class).setVvalue(0));
            rig.picture("help-" + language + "-" + theme);
            Fx.run(() -> rig.node("help", ScrollPane.class).setVvalue(1));
            rig.picture("help-about-" + language + "-" + theme);
        }
    }
}
