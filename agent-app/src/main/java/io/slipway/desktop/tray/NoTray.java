package io.slipway.desktop.tray;

import io.slipway.desktop.notify.Balloon;

/** No icon at all: the window stays, and messages appear in it. */
final class NoTray implements TrayIcon {
    static final String NAME = "none";

    @Override
    public void show(TrayModel model) {
        // Nowhere to show it.
    }

    @Override
    public boolean tell(Balloon balloon) {
        return false;
    }

    @Override
    public void close() {
        // Nothing to take away.
    }
}
