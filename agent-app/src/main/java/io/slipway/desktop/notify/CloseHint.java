package io.slipway.desktop.notify;

import io.slipway.desktop.shell.Place;
import io.slipway.server.text.Text;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Says once, when the window is closed for the first time, that the program stays beside the clock. Thread-safe. */
public final class CloseHint {
    private final NotificationMemory memory;
    private final BalloonSink sink;
    private final Supplier<Locale> language;

    public CloseHint(NotificationMemory memory, BalloonSink sink, Supplier<Locale> language) {
        this.memory = memory;
        this.sink = sink;
        this.language = language;
    }

    /** The window was closed while an icon is there. What could not be shown is not told and comes the next time. */
    public synchronized void windowClosed() {
        if (memory.toldOfTray()) {
            return;
        }
        var text = Text.of(NotificationWords.BUNDLE, language.get());
        var balloon = new Balloon(
                Balloon.Tone.INFO,
                text.get("note.stays"),
                text.get("note.stays.text"),
                new Place.Settings(Optional.empty()));
        if (sink.tell(balloon)) {
            memory.keepToldOfTray();
        }
    }
}
