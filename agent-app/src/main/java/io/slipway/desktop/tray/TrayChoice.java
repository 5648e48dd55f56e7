package io.slipway.desktop.tray;

import java.util.List;

/**
 * What shows the icon.
 *
 * @param name of the adapter, {@value NoTray#NAME} when there is no icon
 * @param refusals why the adapters before it do not, one sentence each
 */
public record TrayChoice(String name, List<String> refusals) {
    public TrayChoice {
        refusals = List.copyOf(refusals);
    }

    /** Whether there is an icon. */
    public boolean visible() {
        return !name.equals(NoTray.NAME);
    }
}
