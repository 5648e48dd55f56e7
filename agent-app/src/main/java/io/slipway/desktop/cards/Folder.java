package io.slipway.desktop.cards;

import io.slipway.desktop.shell.Desk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;

/** Opens a folder in the system's own window. */
public final class Folder {
    private Folder() {}

    /** Opens it in the background; what fails is told by the card. */
    public static void open(Desk desk, Card card, Node by, Path folder) {
        card.run(by, desk.text("shell").get("loading"), () -> start(folder), started -> {});
    }

    private static boolean start(Path folder) throws IOException {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var program = system.startsWith("windows") ? "explorer.exe" : system.startsWith("mac") ? "open" : "xdg-open";
        new ProcessBuilder(List.of(program, folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return true;
    }
}
