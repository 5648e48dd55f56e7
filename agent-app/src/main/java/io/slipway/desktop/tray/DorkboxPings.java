package io.slipway.desktop.tray;

import dorkbox.updates.Updates;

/**
 * Switches off the calls home of the dorkbox libraries.
 *
 * <p>{@code com.dorkbox:Updates} posts to {@code http://updates.dorkbox.com/} five minutes after start and every four hours,
 * on by default (read in the released jar). The property is read when its class loads; the call holds also when that has
 * happened. Both are needed, before any other dorkbox class.
 */
final class DorkboxPings {
    static final String PROPERTY = "dorkbox.updates.Updates.ENABLE";

    private DorkboxPings() {}

    /** @throws TrayRefused when they are still on afterwards: then the library is not used */
    static void off() throws TrayRefused {
        System.setProperty(PROPERTY, "false");
        Updates.INSTANCE.setENABLE(false);
        if (Updates.INSTANCE.getENABLE()) {
            throw TrayRefused.forGood("its calls home cannot be switched off");
        }
    }
}
