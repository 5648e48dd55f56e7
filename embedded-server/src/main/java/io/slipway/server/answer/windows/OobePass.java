package io.slipway.server.answer.windows;

import io.slipway.server.base.Secret;
import io.slipway.server.profile.WindowsProfile.AutoLogonMode;
import io.slipway.server.profile.WindowsProfile.Bootstrap;
import io.slipway.server.profile.WindowsProfile.Express;
import java.util.Locale;
import java.util.Optional;

/** The oobeSystem pass: accounts, answers to the first-start pages, logon. */
final class OobePass {
    private static final String FOLDER = "C:\\WindowsSetup\\";

    private final WindowsPlan plan;

    OobePass(WindowsPlan plan) {
        this.plan = plan;
    }

    void write(UnattendWriter out) {
        out.component("Microsoft-Windows-International-Core", plan.architecture(), new Region(plan)::write);
        out.component("Microsoft-Windows-Shell-Setup", plan.architecture(), this::shell);
    }

    private void shell(UnattendWriter out) {
        autoLogon(out);
        firstLogonCommand(plan.profile().bootstrap())
                .ifPresent(line -> out.element(
                        "FirstLogonCommands",
                        list -> list.item("SynchronousCommand", command -> {
                            command.value("CommandLine", line);
                            command.value("Order", 1);
                        })));
        out.element("OOBE", this::oobe);
        out.element("UserAccounts", this::accounts);
    }

    private void oobe(UnattendWriter out) {
        out.value("HideEULAPage", true);
        if (plan.profile().target().os().server()) {
            out.value("HideLocalAccountScreen", true); // rule O02: means nothing to a client
        }
        out.value("HideOEMRegistrationScreen", true);
        out.value("HideOnlineAccountScreens", true);
        out.value("HideWirelessSetupInOOBE", true);
        out.value("ProtectYourPC", plan.profile().oobe().express() == Express.DISABLE_ALL ? 3 : 1);
    }

    private void accounts(UnattendWriter out) {
        plan.administratorPassword()
                .ifPresent(password -> out.element(
                        "AdministratorPassword", value -> password(value, ObscuredPassword.administrator(password))));
        var users = plan.profile().accounts().users();
        if (users.isEmpty()) {
            return;
        }
        out.element("LocalAccounts", list -> {
            for (int i = 0; i < users.size(); i++) {
                var user = users.get(i);
                var name = plan.choices().userNames().get(i);
                var secret = plan.userPasswords().get(i);
                list.item("LocalAccount", account -> {
                    account.element("Password", value -> password(value, ObscuredPassword.account(secret)));
                    user.description().ifPresent(text -> account.value("Description", text));
                    account.value("DisplayName", user.displayName().orElse(name));
                    account.value("Group", String.join(";", user.groups()));
                    account.value("Name", name);
                });
            }
        });
    }

    private static void password(UnattendWriter out, String obscured) {
        out.value("PlainText", false);
        out.value("Value", obscured);
    }

    private void autoLogon(UnattendWriter out) {
        var rule = plan.profile().accounts().autoLogon();
        if (rule.mode() == AutoLogonMode.BUILT_IN_ADMINISTRATOR) {
            plan.administratorPassword().ifPresent(secret -> autoLogon(out, "Administrator", secret, rule.count()));
        }
        plan.autoLogonUser()
                .ifPresent(i -> autoLogon(
                        out,
                        plan.choices().userNames().get(i),
                        plan.userPasswords().get(i),
                        rule.count()));
    }

    private static void autoLogon(UnattendWriter out, String user, Secret password, int count) {
        out.element("AutoLogon", logon -> {
            logon.element("Password", value -> password(value, ObscuredPassword.account(password)));
            logon.value("Enabled", true);
            logon.value("LogonCount", count);
            logon.value("Username", user);
        });
    }

    /**
     * Starts the operator's own program of the image after the wait; none for START.ps1, which runs as a task.
     *
     * <p>The schema limits the name to letters, digits, space, dot, hyphen and underscore, so it cannot leave its quotes.
     */
    static Optional<String> firstLogonCommand(Bootstrap bootstrap) {
        var file = bootstrap.executable();
        var lower = file.toLowerCase(Locale.ROOT);
        if (lower.equals("start.ps1")) {
            return Optional.empty();
        }
        // ping, because timeout refuses to run without a console; it sends one more packet than it waits seconds.
        var wait = bootstrap.delaySeconds() == 0
                ? ""
                : "ping.exe -n " + (bootstrap.delaySeconds() + 1) + " 127.0.0.1 >nul & ";
        var start = lower.endsWith(".ps1")
                ? "powershell.exe -NoProfile -ExecutionPolicy Bypass -File \"" + FOLDER + file + "\""
                : lower.endsWith(".exe") ? "start \"\" \"" + FOLDER + file + "\"" : "call \"" + FOLDER + file + "\"";
        return Optional.of("cmd.exe /c \"" + wait + start + "\"");
    }
}
