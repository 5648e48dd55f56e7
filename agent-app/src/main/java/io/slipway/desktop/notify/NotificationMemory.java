package io.slipway.desktop.notify;

import io.slipway.desktop.prefs.PreferencesFile;
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
        return new KeptNotes(file);
    }

    /** Notes of the preferences file. */
    record KeptNotes(PreferencesFile file) implements NotificationMemory {
        private static final String KIND = "notify.";
        private static final String TOLD = "notify.told";
        private static final String TRAY = "notify.tray-told";
        private static final String OFF = "off";
        private static final String ON = "on";

        @Override
        public boolean enabled(NotificationKind kind) {
            return !OFF.equals(file.get().notes().get(KIND + kind.word()));
        }

        @Override
        public void enable(NotificationKind kind, boolean on) {
            file.change(old -> old.withNote(KIND + kind.word(), on ? ON : OFF));
        }

        @Override
        public Optional<String> told() {
            return Optional.ofNullable(file.get().notes().get(TOLD));
        }

        @Override
        public void keepTold(String note) {
            file.change(old -> old.withNote(TOLD, note));
        }

        @Override
        public boolean toldOfTray() {
            return ON.equals(file.get().notes().get(TRAY));
        }

        @Override
        public void keepToldOfTray() {
            file.change(old -> old.withNote(TRAY, ON));
        }
    }
}
