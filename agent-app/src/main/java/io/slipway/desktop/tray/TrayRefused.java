package io.slipway.desktop.tray;

/** No icon can be shown this way. */
final class TrayRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean later;

    private TrayRefused(String reason, boolean later) {
        super(reason);
        this.later = later;
    }

    /** Never in this process. */
    static TrayRefused forGood(String reason) {
        return new TrayRefused(reason, false);
    }

    /** Perhaps later: the shell that keeps the icons is starting or away. */
    static TrayRefused forNow(String reason) {
        return new TrayRefused(reason, true);
    }

    /** Whether another attempt can succeed. */
    boolean later() {
        return later;
    }
}
