package io.slipway.desktop.app;

import io.slipway.desktop.instance.HandOver;
import io.slipway.home.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts the desktop, or hands over to the one that runs.
 *
 * <p>No JavaFX class is touched before it is clear that this process will be the desktop: a second start ends in a blink. This is no
 * {@code javafx.application.Application}, because such a main class needs JavaFX as modules.
 */
public final class Launcher {
    private static final int USAGE = 2;
    private static final int NOT_ANSWERED = 3;

    private Launcher() {}

    /** Ends the process with 0; 2 for unknown arguments; 3 when a desktop runs and does not answer. */
    public static void main(String[] arguments) throws IOException {
        var asked = List.of(arguments);
        StartOptions options;
        try {
            options = StartOptions.parse(asked);
        } catch (StartOptions.Unknown e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
            return;
        }
        Path folder = DataFolder.ofThisProcess().path(options.data().orElse(null));
        switch (HandOver.to(folder, options.handedOver())) {
            case HandOver.Start.First first -> DesktopApp.launch(options, folder, first.instance());
            case HandOver.Start.Taken taken -> System.exit(0);
            case HandOver.Start.Silent silent -> {
                System.err.println("Slipway runs on " + folder + " and does not answer. End it and start again.");
                System.exit(NOT_ANSWERED);
            }
        }
    }
}
