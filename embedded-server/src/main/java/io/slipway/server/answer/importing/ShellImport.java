package io.slipway.server.answer.importing;

import io.slipway.server.answer.importing.ImportLine.Outcome;
import java.util.Locale;
import java.util.Set;

/** The components that shape the installed system: names, time, accounts, first-start pages, commands. */
final class ShellImport {
    private static final String DST_OFF = "_dstoff";
    private static final Set<String> PAGES = Set.of(
            "HideEULAPage",
            "HideOEMRegistrationScreen",
            "HideOnlineAccountScreens",
            "HideWirelessSetupInOOBE",
            "HideLocalAccountScreen",
            "SkipUserOOBE",
            "SkipMachineOOBE",
            "UnattendEnableRetailDemo");

    private final ImportDraft draft;
    private final RegistryFinds registry;

    ShellImport(ImportDraft draft, RegistryFinds registry) {
        this.draft = draft;
        this.registry = registry;
    }

    void read(String where, XmlNode component) {
        // Accounts first: the automatic logon names one of them.
        component.child("UserAccounts").ifPresent(node -> new AccountsImport(draft)
                .accounts(where + "/UserAccounts", node));
        for (var node : component.children()) {
            var at = where + "/" + node.name();
            switch (node.name()) {
                case "UserAccounts" -> {}
                case "ComputerName" -> computerName(at, node.text().strip());
                case "TimeZone" -> timeZone(at, node.text().strip());
                case "RegisteredOwner" -> new SetupImport(draft).owner(at, "/install/registeredOwner", node);
                case "RegisteredOrganization" ->
                    new SetupImport(draft).owner(at, "/install/registeredOrganization", node);
                case "ProductKey" -> productKey(at, node.text().strip());
                case "AutoLogon" -> new AccountsImport(draft).autoLogon(at, node);
                case "OOBE" -> node.children().forEach(page -> page(at + "/" + page.name(), page));
                case "FirstLogonCommands", "LogonCommands" -> commands(at, node, "CommandLine");
                default -> draft.leftAll(at, node, UnattendImport.UNKNOWN);
            }
        }
    }

    private void computerName(String at, String name) {
        if (name.equals("*") || name.isEmpty()) {
            draft.set("/computerName/mode", "random");
            draft.taken(at, "/computerName/mode");
        } else {
            draft.set("/computerName/mode", "fixed");
            draft.set("/computerName/value", name);
            draft.lines()
                    .add(new ImportLine(
                            at,
                            Outcome.TAKEN,
                            "/computerName/value",
                            "every VM would have this name; the mode vmName avoids that"));
        }
    }

    private void timeZone(String at, String zone) {
        boolean off = zone.toLowerCase(Locale.ROOT).endsWith(DST_OFF);
        draft.set("/locale/timeZone", off ? zone.substring(0, zone.length() - DST_OFF.length()) : zone);
        if (off) {
            draft.set("/locale/automaticDaylightSaving", false);
        }
        draft.taken(at, "/locale/timeZone");
    }

    private void productKey(String at, String key) {
        if (draft.document().at("/install/productKey/key").asString("").equalsIgnoreCase(key)) {
            draft.set("/install/productKey/applyInSpecialize", true);
            draft.taken(at, "/install/productKey/applyInSpecialize");
        } else {
            draft.left(at, "a profile has one key, that of Setup");
        }
    }

    private void page(String at, XmlNode page) {
        switch (page.name()) {
            case "ProtectYourPC" -> {
                boolean off = page.text().strip().equals("3");
                draft.set("/oobe/express", off ? "disableAll" : "enableAll");
                draft.taken(at, "/oobe/express");
            }
            case "NetworkLocation" -> draft.left(at, "Windows ignores it since version 10");
            default -> {
                if (PAGES.contains(page.name())) {
                    draft.always(at);
                } else {
                    draft.leftAll(at, page, UnattendImport.UNKNOWN);
                }
            }
        }
    }

    private void commands(String where, XmlNode list, String element) {
        for (var command : list.children()) {
            var text = command.at(element);
            var at = where + "/" + command.name();
            registry.script(text);
            if (text.contains("stage0.ps1") || text.contains("Slipway")) {
                draft.always(at);
            } else {
                draft.left(at, SetupImport.COMMAND);
            }
        }
    }

    void deployment(String where, XmlNode component) {
        for (var node : component.children()) {
            var at = where + "/" + node.name();
            switch (node.name()) {
                case "ExtendOSPartition" -> {
                    draft.set(
                            "/disk/extendSystemVolumeAtFirstBoot",
                            node.at("Extend").equalsIgnoreCase("true"));
                    draft.taken(at, "/disk/extendSystemVolumeAtFirstBoot");
                }
                case "RunSynchronous", "RunAsynchronous" -> commands(at, node, "Path");
                default -> draft.leftAll(at, node, UnattendImport.UNKNOWN);
            }
        }
    }

    void remoteDesktop(String where, XmlNode component) {
        for (var node : component.children()) {
            var at = where + "/" + node.name();
            if (node.name().equals("fDenyTSConnections")) {
                draft.set("/settings/enableRemoteDesktop", node.text().strip().matches("(?i)false|0"));
                draft.taken(at, "/settings/enableRemoteDesktop");
            } else {
                draft.leftAll(at, node, UnattendImport.UNKNOWN);
            }
        }
    }
}
