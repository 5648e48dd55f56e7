package io.slipway.desktop.tray;

/** What the icon stands on. */
public enum Bar {
    LIGHT,
    DARK
}
