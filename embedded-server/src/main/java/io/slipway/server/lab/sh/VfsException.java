package io.slipway.server.lab.sh;

import java.io.IOException;

/** A refused file operation; the message is the C library's text for the errno. */
public final class VfsException extends IOException {
    /** The errno values the laboratory's file system knows. */
    public enum Reason {
        ENOENT("No such file or directory"),
        EEXIST("File exists"),
        EISDIR("Is a directory"),
        ENOTDIR("Not a directory"),
        ENOTEMPTY("Directory not empty"),
        ENOSPC("No space left on device"),
        EACCES("Permission denied"),
        EINVAL("Invalid argument"),
        EROFS("Read-only file system");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** What {@code strerror} says. */
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    public VfsException(Reason reason) {
        super(reason.text());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
