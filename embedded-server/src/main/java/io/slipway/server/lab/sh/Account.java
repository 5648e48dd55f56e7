package io.slipway.server.lab.sh;

/** Who runs a command. */
public record Account(String name, int uid) {
    /** The superuser. */
    public static final Account ROOT = new Account("root", 0);

    public boolean isRoot() {
        return uid == 0;
    }

    /** The directory a login starts in. */
    public String home() {
        return isRoot() ? "/root" : "/home/" + name;
    }
}
