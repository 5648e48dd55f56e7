package io.slipway.desktop.tray;

import io.slipway.desktop.notify.Balloon;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.watch.RecentVm;
import io.slipway.desktop.watch.Work;
import io.slipway.server.vault.VaultState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;

/**
 * A program with an icon and, on request, a window: obeys lines on its standard input and tells what happens on its standard
 * output.
 */
public final class TrayProbe implements TrayListener {
    /** What the whole window is filled with. */
    static final int WINDOW_COLOUR = 0x0B6E8A;

    private final CompletableFuture<Void> windows = new CompletableFuture<>();

    public static void main(String[] arguments) throws IOException {
        new TrayProbe().run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        System.exit(0);
    }

    private void run(BufferedReader orders) throws IOException {
        TrayIcon tray = new NoTray();
        for (var line = orders.readLine(); line != null && !line.equals("quit"); line = orders.readLine()) {
            var words = List.of(line.split(" ", -1));
            switch (words.getFirst()) {
                case "tray" -> tray = start(TrayOptions.Library.of(words.get(1)), Bar.valueOf(words.get(2)));
                case "window" -> window();
                case "idle" -> tray.show(model(0, 0, words.getLast()));
                case "busy" -> tray.show(model(Integer.parseInt(words.get(1)), 0, words.getLast()));
                case "attention" -> tray.show(model(2, Integer.parseInt(words.get(1)), words.getLast()));
                case "offline" ->
                    tray.show(words(words.getLast()).model(TrayFacts.of(Work.none(Work.Server.STOPPED), false)));
                case "tell" ->
                    tray.tell(new Balloon(
                            Balloon.Tone.INFO,
                            "3 VMs are ready",
                            "Click to see what was asked and what was found.",
                            new Place.Jobs(Optional.of("job-7"))));
                case "close" -> tray.close();
                default -> throw new IOException("unknown order " + line);
            }
            say("obeyed " + line);
        }
    }

    private TrayIcon start(TrayOptions.Library library, Bar bar) {
        var options = new TrayOptions(library, () -> bar, windows, InstantSource.system());
        return FallbackTray.start(options, model(0, 0, "en"), this);
    }

    private static TrayWords words(String language) {
        return new TrayWords(Locale.forLanguageTag(language));
    }

    private static TrayModel model(int building, int needsYou, String language) {
        return words(language)
                .model(new TrayFacts(
                        Work.Server.RUNNING,
                        VaultState.UNLOCKED,
                        Work.Intake.OPEN,
                        building,
                        0,
                        needsYou,
                        0,
                        new Place.Vms(Optional.of("vm-1")),
                        List.of(
                                new RecentVm("vm-1", "PC-07", Optional.of("10.20.0.11")),
                                new RecentVm("vm-2", "PC-08", Optional.empty())),
                        false));
    }

    private void window() {
        Platform.startup(() -> {
            Platform.setImplicitExit(false);
            var pane = new Pane();
            pane.setStyle("-fx-background-color: #" + String.format(Locale.ROOT, "%06X", WINDOW_COLOUR));
            var stage = new Stage();
            stage.setTitle("probe");
            stage.setX(20);
            stage.setY(20);
            stage.setScene(new Scene(pane, 300, 200));
            stage.setOnShown(event -> {
                windows.complete(null);
                say("shown");
            });
            stage.show();
        });
    }

    @Override
    public void activated() {
        say("activated");
    }

    @Override
    public void chosen(TrayAction action) {
        say("chosen " + action);
    }

    @Override
    public void opened(Place place) {
        say("opened " + place);
    }

    @Override
    public void placed(TrayChoice choice) {
        say("placed " + choice.name() + " " + choice.refusals());
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
