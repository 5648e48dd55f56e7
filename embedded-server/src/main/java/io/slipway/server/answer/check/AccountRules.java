package io.slipway.server.answer.check;

import io.slipway.server.answer.check.AnswerDocument.Setting;
import io.slipway.server.profile.WindowsNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules about names, accounts, passwords and the first-start pages (A01 to A12, O01). */
final class AccountRules {
    private static final String SHELL = "Microsoft-Windows-Shell-Setup";
    private static final Set<String> GROUPS = groups();

    private AccountRules() {}

    static void check(AnswerDocument document, Findings findings) {
        var computer = document.at(SHELL, "ComputerName").findFirst();
        computer.filter(name -> !name.value().equals("*") && !name.value().isEmpty())
                .ifPresent(name -> WindowsNames.computerProblem(name.value())
                        .ifPresent(problem -> findings.error("A01", name.where(), problem)));
        var accounts = document.at(SHELL, "UserAccounts/LocalAccounts/LocalAccount/Name")
                .toList();
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (var account : accounts) {
            var name = account.value();
            WindowsNames.userProblem(name)
                    .filter(problem -> !(problem.contains("reserved") && name.equalsIgnoreCase("Administrator")))
                    .ifPresent(problem -> findings.error("A03", account.where(), problem));
            if (!names.add(name)) {
                findings.error("A04", account.where(), "is used twice");
            }
            if (computer.isPresent() && computer.get().value().equalsIgnoreCase(name)) {
                findings.error("A02", account.where(), "must differ from the computer name");
            }
        }
        groups(document, findings);
        passwords(document, findings);
        autoLogon(document, names, findings);
        oobe(document, accounts.isEmpty(), findings);
    }

    private static void groups(AnswerDocument document, Findings findings) {
        document.at(SHELL, "UserAccounts/LocalAccounts/LocalAccount/Group").forEach(group -> {
            for (var one : group.value().split(";", -1)) {
                if (!GROUPS.contains(one)) {
                    findings.oddity("A06", group.where(), "must be neutral group names such as Administrators");
                }
            }
        });
    }

    /** Values that are not plain text must decode and end with the name of their element. */
    private static void passwords(AnswerDocument document, Findings findings) {
        for (var setting : document.settings()) {
            if (!setting.name().endsWith("Password")
                    || setting.leaf()
                    || !AnswerDocument.child(setting.element(), "PlainText").equals("false")) {
                continue;
            }
            if (!decodes(AnswerDocument.child(setting.element(), "Value"), setting.name())) {
                findings.error("A07", setting.where(), "does not decode: Setup stops with 0x8007000d");
            }
        }
    }

    private static boolean decodes(String value, String suffix) {
        try {
            var bytes = Base64.getDecoder().decode(value);
            return bytes.length % 2 == 0 && new String(bytes, StandardCharsets.UTF_16LE).endsWith(suffix);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void autoLogon(AnswerDocument document, Set<String> names, Findings findings) {
        document.at(SHELL, "AutoLogon")
                .filter(logon ->
                        AnswerDocument.child(logon.element(), "Enabled").equals("true"))
                .forEach(logon -> {
                    var user = AnswerDocument.child(logon.element(), "Username");
                    boolean domain = AnswerDocument.has(logon.element(), "Domain");
                    if (!domain && !user.equalsIgnoreCase("Administrator") && !names.contains(user)) {
                        findings.error("A10", logon.where(), "must name an account of this file");
                    }
                    if (!domain && !samePassword(document, user, logon)) {
                        findings.oddity("A10", logon.where(), "has another password than the account");
                    }
                });
    }

    private static boolean samePassword(AnswerDocument document, String user, Setting logon) {
        var logonPassword = password(logon);
        return document.at(SHELL, "UserAccounts/LocalAccounts/LocalAccount")
                .filter(account ->
                        AnswerDocument.child(account.element(), "Name").equalsIgnoreCase(user))
                .allMatch(account -> password(account).equals(logonPassword));
    }

    private static List<String> password(Setting owner) {
        var parts = new ArrayList<String>();
        AnswerDocument.children(owner.element()).stream()
                .filter(child -> child.getLocalName().equals("Password"))
                .forEach(child -> {
                    parts.add(AnswerDocument.child(child, "PlainText"));
                    parts.add(AnswerDocument.child(child, "Value"));
                });
        return parts;
    }

    private static void oobe(AnswerDocument document, boolean noAccounts, Findings findings) {
        var oobe = document.at(SHELL, "OOBE").findFirst();
        if (oobe.isEmpty()) {
            if (document.settings().stream().anyMatch(s -> s.pass().equals("oobeSystem"))) {
                findings.oddity("O01", "oobeSystem/" + SHELL, "should answer the first-start pages");
            }
            return;
        }
        for (var page : List.of("HideEULAPage", "HideWirelessSetupInOOBE")) {
            if (!AnswerDocument.child(oobe.get().element(), page).equals("true")) {
                findings.oddity("O01", oobe.get().where() + "/" + page, "must be true, or a page waits");
            }
        }
        if (!AnswerDocument.has(oobe.get().element(), "ProtectYourPC")) {
            findings.oddity("O01", oobe.get().where(), "must have ProtectYourPC, or a page waits");
        }
        boolean administrator = document.at(SHELL, "UserAccounts/AdministratorPassword")
                .findAny()
                .isPresent();
        if (noAccounts && !administrator) {
            findings.oddity("A12", "oobeSystem/" + SHELL, "creates no account: Windows 11 asks for one online");
        }
    }

    private static Set<String> groups() {
        return Set.of(
                "AccountOperators",
                "Administrators",
                "BackupOperators",
                "CryptoOperators",
                "DCOMUsers",
                "Guests",
                "IUsers",
                "NetworkConfigurationOperators",
                "PerfLoggingUsers",
                "PerfMonitoringUsers",
                "PowerUsers",
                "PrintOperators",
                "RemoteDesktopUsers",
                "Replicator",
                "SystemOperators",
                "Users");
    }
}
