package io.slipway.server.answer.check;

import io.slipway.server.answer.check.AnswerDocument.Setting;
import io.slipway.server.profile.WindowsFacts;
import java.util.regex.Pattern;

/** Rules about languages, keyboards and time (L01 to L06). */
final class LocaleRules {
    private static final Pattern PAIR = Pattern.compile("([0-9A-Fa-f]{4}):([0-9A-Fa-f]{8})");
    private static final String PE = "Microsoft-Windows-International-Core-WinPE";
    private static final String CORE = "Microsoft-Windows-International-Core";

    private LocaleRules() {}

    static void check(AnswerDocument document, Findings findings) {
        boolean setup = document.settings().stream().anyMatch(s -> s.component().equals("Microsoft-Windows-Setup"));
        boolean language = document.at(PE, "UILanguage").findAny().isPresent();
        if (setup && !language) {
            findings.oddity("L01", "windowsPE/" + PE, "must give UILanguage, or Setup asks for it");
        }
        for (var setting : document.settings()) {
            if (setting.leaf()
                    && (setting.component().equals(PE) || setting.component().equals(CORE))) {
                locale(setting, findings);
            }
            if (setting.path().equals("TimeZone")) {
                var zone = setting.value().replaceFirst("_dstoff$", "");
                if (!WindowsFacts.get().timeZone(zone)) {
                    findings.error("L04", setting.where(), "must be a Windows time zone id");
                }
            }
        }
    }

    private static void locale(Setting setting, Findings findings) {
        var facts = WindowsFacts.get();
        var text = setting.value();
        switch (setting.name()) {
            case "InputLocale" -> inputs(setting, findings);
            case "UserLocale", "SystemLocale" -> {
                if (!facts.userLocale(text)) {
                    findings.error("L02", setting.where(), "must be a locale Windows knows");
                }
            }
            case "UILanguage" -> {
                if (!facts.imageLanguage(text)) {
                    findings.oddity("L02", setting.where(), "must be a language Windows images exist in");
                }
            }
            default -> {}
        }
    }

    private static void inputs(Setting setting, Findings findings) {
        var facts = WindowsFacts.get();
        var items = setting.value().split(";", -1);
        if (items.length > 3) {
            findings.oddity("L06", setting.where(), "should have at most three keyboards");
        }
        for (var item : items) {
            var pair = PAIR.matcher(item);
            boolean known = pair.matches()
                    ? facts.languageId(pair.group(1)) && facts.keyboard(pair.group(2))
                    : facts.inputMethod(item) || facts.userLocale(item);
            if (!known) {
                findings.error(
                        "L03", setting.where(), "must be LLLL:KKKKKKKK, an input method or a locale, joined by ;");
            }
        }
    }
}
