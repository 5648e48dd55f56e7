package io.slipway.desktop.tray;

import io.slipway.desktop.shell.Place;

/** What a line of the menu asks for. */
public sealed interface TrayAction {
    /** Shows a place of the window. */
    record Open(Place place) implements TrayAction {}

    /** Opens a VM's desktop at an address. */
    record Connect(String vmId, String address) implements TrayAction {}

    /** Puts a VM's address on the clipboard. */
    record CopyAddress(String address) implements TrayAction {}

    /** What needs no more to be known. */
    enum Plain implements TrayAction {
        /** The browser, signed in. */
        CONTROL_PANEL,
        PAUSE,
        RESUME,
        LOGS,
        DIAGNOSTIC_BUNDLE,
        PAIR_AGAIN,
        ABOUT,
        QUIT
    }
}
