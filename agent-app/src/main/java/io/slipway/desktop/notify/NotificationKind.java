package io.slipway.desktop.notify;

/** The kinds of messages; each has a switch of its own. */
public enum NotificationKind {
    FINISHED("notify.finished"),
    FAILED("notify.failed"),
    NEEDS_YOU("notify.needs-you");

    private static final String OFF = "off";
    private static final String ON = "on";

    private final String key;

    NotificationKind(String key) {
        this.key = key;
    }

    /** Its key in the settings. */
    public String key() {
        return key;
    }

    /** Whether messages of this kind are shown; they are unless somebody switched them off. */
    public boolean enabled(DesktopSettings settings) {
        return settings.read(key).filter(OFF::equals).isEmpty();
    }

    /** Switches messages of this kind on or off. */
    public void enable(DesktopSettings settings, boolean on) {
        settings.write(key, on ? ON : OFF);
    }
}
