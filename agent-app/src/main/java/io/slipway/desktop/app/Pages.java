package io.slipway.desktop.app;

import io.slipway.desktop.editor.ProfilesPage;
import io.slipway.desktop.help.HelpPage;
import io.slipway.desktop.hosts.HostsPage;
import io.slipway.desktop.jobs.JobsPage;
import io.slipway.desktop.overview.OverviewPage;
import io.slipway.desktop.settings.SettingsPage;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.vms.VmsPage;
import io.slipway.desktop.wizard.WizardPage;

/** Which page shows which place. */
final class Pages {
    private final Desk desk;
    private final RunningDesk.Parts parts;

    Pages(Desk desk, RunningDesk.Parts parts) {
        this.desk = desk;
        this.parts = parts;
    }

    Page make(String name) {
        return switch (name) {
            case "overview" -> new OverviewPage(desk);
            case "vms" -> new VmsPage(desk);
            case "jobs" -> new JobsPage(desk);
            case "profiles" -> new ProfilesPage(desk);
            case "hosts" -> new HostsPage(desk);
            case "settings" -> new SettingsPage(desk, parts.preferences(), parts.restyle());
            case "help" -> new HelpPage(desk);
            case "newVm" -> new WizardPage(desk);
            default -> throw new IllegalArgumentException("no page " + name);
        };
    }
}
