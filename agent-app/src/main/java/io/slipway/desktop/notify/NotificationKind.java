package io.slipway.desktop.notify;

/** The kinds of messages; each has a switch of its own. */
public enum NotificationKind {
    FINISHED("finished"),
    FAILED("failed"),
    NEEDS_YOU("needs-you");

    private final String word;

    NotificationKind(String word) {
        this.word = word;
    }

    /** Its name in the operator's choices. */
    public String word() {
        return word;
    }
}
