package io.slipway.desktop.notify;

import io.slipway.desktop.prefs.Preferences;
import io.slipway.desktop.prefs.PreferencesFile;
import java.util.HashMap;
import java.util.Optional;

/** What the messages know beyond this process: the operator's switches and what was told. Thread-safe. */
public interface NotificationMemory {
    /** Whether messages of a kind are shown; they are unless somebody switched them off. */
    boolean enabled(NotificationKind kind);

    /** Switches a kind on or off. */
    void enable(NotificationKind kind, boolean on);

    /** The note of what was told, empty before the first one. */
    Optional<String> told();

    /** Keeps the note durably. */
    void keepTold(String note);

    /** Whether the operator knows that the program stays in the tray. */
    boolean toldOfTray();

    /** Now the operator does. */
    void keepToldOfTray();

    /** Among the operator's choices. */
    static NotificationMemory of(PreferencesFile file) {
        return new NotificationMemory() {
            @Override
            public boolean enabled(NotificationKind kind) {
                return file.get().notifications().getOrDefault(kind.word(), true);
            }

            @Override
            public void enable(NotificationKind kind, boolean on) {
                file.change(old -> {
                    var switches = new HashMap<>(old.notifications());
                    switches.put(kind.word(), on);
                    return old.withNotifications(switches);
                });
            }

            @Override
            public Optional<String> told() {
                return file.get().notified();
            }

            @Override
            public void keepTold(String note) {
                file.change(old -> old.withNotified(note));
            }

            @Override
            public boolean toldOfTray() {
                return file.get().toldOfTray();
            }

            @Override
            public void keepToldOfTray() {
                file.change(Preferences::withToldOfTray);
            }
        };
    }
}
