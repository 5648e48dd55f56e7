package io.slipway.server.answer.check;

import io.slipway.server.answer.check.AnswerDocument.Setting;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules about commands (R03 to R11) and secrets in them (Z01); lengths are in the catalog. */
final class CommandRules {
    private static final Set<String> LISTS =
            Set.of("RunSynchronousCommand", "RunAsynchronousCommand", "SynchronousCommand", "AsynchronousCommand");
    private static final Pattern SHELL_SYNTAX = Pattern.compile("[|<>]|&&");
    private static final Pattern CD_LETTER = Pattern.compile("(?i)(?<![a-z%])[ADE]:\\\\");
    private static final Pattern SECRET = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.|(?i)(?:password|token)\\s*[=:]");

    private CommandRules() {}

    static void check(AnswerDocument document, Findings findings) {
        var orders = new HashSet<String>();
        int firstLogon = 0;
        for (var setting : document.settings()) {
            if (LISTS.contains(setting.name())) {
                var order = AnswerDocument.child(setting.element(), "Order");
                var list = setting.pass() + "/" + setting.component() + "/" + setting.path();
                if (!orders.add(list + " " + order)) {
                    findings.error("R03", setting.where(), "two commands have the same order");
                }
                if (setting.path().equals("FirstLogonCommands/SynchronousCommand")) {
                    firstLogon++;
                }
            }
            if (setting.leaf() && (setting.name().equals("CommandLine") || command(setting))) {
                line(setting, findings);
            }
            if (setting.leaf()
                    && setting.name().equals("Description")
                    && SECRET.matcher(setting.value()).find()) {
                findings.error("Z01", setting.where(), "seems to hold a secret, which Setup logs");
            }
        }
        if (firstLogon > 1) {
            findings.oddity("R04", "oobeSystem", "first-logon commands run at the same time: use one");
        }
    }

    private static boolean command(Setting setting) {
        return setting.name().equals("Path")
                && setting.path().contains("Run")
                && setting.path().endsWith("Command/Path");
    }

    private static void line(Setting setting, Findings findings) {
        var text = setting.value();
        var lower = text.strip().toLowerCase(Locale.ROOT);
        if (text.chars().filter(c -> c == '"').count() % 2 != 0) {
            findings.error("R06", setting.where(), "has an unbalanced quote");
        }
        boolean shell = lower.startsWith("cmd") || lower.startsWith("\"cmd") || lower.contains("\\cmd.exe");
        if (!shell && SHELL_SYNTAX.matcher(outsideQuotes(text)).find()) {
            findings.error("R05", setting.where(), "needs cmd.exe /c for redirection, pipes and &&");
        }
        if (CD_LETTER.matcher(text).find()) {
            findings.oddity("R08", setting.where(), "names the letter of a CD drive, which differs per VM");
        }
        if (setting.pass().equals("windowsPE") && lower.contains("powershell")) {
            findings.oddity("R09", setting.where(), "Windows PE of the installer has no PowerShell");
        }
        if (SECRET.matcher(text).find()) {
            findings.oddity("Z01", setting.where(), "seems to hold a secret, which Setup logs");
        }
    }

    private static String outsideQuotes(String text) {
        return text.replaceAll("\"[^\"]*\"", "");
    }
}
