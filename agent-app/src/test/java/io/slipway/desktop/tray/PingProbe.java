package io.slipway.desktop.tray;

import dorkbox.updates.Updates;
import io.slipway.desktop.watch.Work;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;

/**
 * Opens a dorkbox icon and lets the library's own thread for calls home come to its end, at the pace of its test mode: five
 * seconds instead of five minutes.
 */
public final class PingProbe {
    private static final long PATIENCE = 20;

    private PingProbe() {}

    /** @param arguments {@code on} to switch the calls on again, to see that they would be seen */
    public static void main(String[] arguments) throws Exception {
        var windows = new CompletableFuture<Void>();
        Platform.startup(() -> windows.complete(null));
        DorkboxPings.off();
        System.out.println("property " + System.getProperty(DorkboxPings.PROPERTY));
        Updates.class.getMethod("setDEBUG$Updates", boolean.class).invoke(Updates.INSTANCE, true);
        var model = new TrayWords(Locale.ENGLISH).model(TrayFacts.of(Work.none(Work.Server.STARTING), false));
        var icon =
                new DorkboxTray.Adapter(() -> Bar.DARK, windows, PATIENCE).open(model, new TrayProbe(), reason -> {});
        System.out.println("enabled " + Updates.INSTANCE.getENABLE());
        if (arguments.length > 0) {
            Updates.INSTANCE.setENABLE(true);
        }
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("Maintenance Updates")) {
                boolean ended = thread.join(Duration.ofSeconds(30));
                System.out.println(ended ? "the thread ended" : "the thread goes on");
            }
        }
        icon.close();
        System.out.println("done");
        System.exit(0);
    }
}
