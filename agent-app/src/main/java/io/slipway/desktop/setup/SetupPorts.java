package io.slipway.desktop.setup;

import io.slipway.demo.DemoStage;
import io.slipway.desktop.look.Theme;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the first run needs of the program around it. All are called on the JavaFX thread but {@code openDemo} and
 * {@code startWithSession}, which may wait.
 *
 * @param theme the one that is on
 * @param themeChosen puts another one on; the first run stays where it is
 * @param languageChosen makes the first run anew in another language
 * @param openDemo starts a demonstration; may take seconds, so it is called in the background
 * @param lookAround shows a window on a demonstration, which then belongs to the caller; empty when there is none
 * @param startWithSession asks the system for what switches starting with the session on or off; empty where it has no such thing
 * @param toast shows a message from the tray icon, so that it is seen where that is
 * @param saveAs asks where a file of that name shall go; empty when the operator thought otherwise
 * @param done the first run is over; the window with its places comes
 */
public record SetupPorts(
        Theme theme,
        Consumer<Theme> themeChosen,
        Consumer<Locale> languageChosen,
        Callable<DemoStage> openDemo,
        Optional<Consumer<DemoStage>> lookAround,
        Callable<Optional<Consumer<Boolean>>> startWithSession,
        Runnable toast,
        Function<String, Optional<Path>> saveAs,
        Runnable done) {}
