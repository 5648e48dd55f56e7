package io.slipway.server.profile;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules of the config form that its schema cannot express; the document has its defaults and correct types. */
final class ConfigRules {
    private static final int LONGEST_DIGITS = 4;

    private ConfigRules() {}

    static void check(ObjectNode config, ProfileReport report) {
        user(config.get("user"), report);
        computer(config, report);
        count(config, "softwareRemoval", report);
        count(config, "capabilityRemoval", report);
        locale(config.get("locale"), report);
    }

    private static void user(JsonNode user, ProfileReport report) {
        var password = user.get("password").stringValue();
        if (password.isEmpty()
                || password.length() > 127
                || !WindowsNames.wellFormed(password)
                || password.chars().anyMatch(c -> c < 0x20)) {
            report.error("/user/password", "must have 1 to 127 characters, without control characters");
        }
        displayName(user, report);
        boolean custom = user.get("nameMode").stringValue().equals("custom");
        if (!custom) {
            return;
        }
        var name = user.path("customName").asString("");
        if (name.isEmpty()) {
            report.error("/user/customName", "is required in mode custom");
            return;
        }
        WindowsNames.userProblem(name).ifPresent(problem -> report.error("/user/customName", problem));
        boolean suffix = !user.get("customNameSuffix").stringValue().equals("none");
        if (suffix && name.length() > WindowsNames.USER_LENGTH - LONGEST_DIGITS) {
            report.error("/user/customName", "must have at most 16 characters, to leave room for the suffix");
        }
    }

    private static void displayName(JsonNode user, ProfileReport report) {
        var text = user.path("displayName").asString("");
        if (!text.isEmpty() && (!text.equals(text.strip()) || !printable(text))) {
            report.error("/user/displayName", "must be one line without white space at its ends");
        }
    }

    static boolean printable(String text) {
        return WindowsNames.wellFormed(text) && text.chars().noneMatch(c -> c < 0x20 || c == 0x7F);
    }

    private static void computer(ObjectNode config, ProfileReport report) {
        var computer = config.get("computerName");
        if (!computer.get("mode").stringValue().equals("custom")) {
            return;
        }
        var name = computer.path("customName").asString("");
        if (name.isEmpty()) {
            report.error("/computerName/customName", "is required in mode custom");
            return;
        }
        WindowsNames.computerProblem(name).ifPresent(problem -> report.error("/computerName/customName", problem));
        var user = config.get("user");
        if (user.get("nameMode").stringValue().equals("custom")
                && user.path("customName").asString("").equalsIgnoreCase(name)) {
            report.error("/computerName/customName", "must differ from the user name");
        }
    }

    private static void count(ObjectNode config, String section, ProfileReport report) {
        var count = config.get(section).get("randomCount");
        if (count.get("min").intValue() > count.get("max").intValue()) {
            report.error("/" + section + "/randomCount/min", "must not exceed max");
        }
    }

    private static void locale(JsonNode locale, ProfileReport report) {
        var facts = WindowsFacts.get();
        if (!facts.userLocale(locale.get("uiLanguage").stringValue())) {
            report.error("/locale/uiLanguage", "must be a locale Windows knows, such as en-US");
        }
        if (!facts.timeZone(locale.get("timeZone").stringValue())) {
            report.error("/locale/timeZone", "must be a Windows time zone id, as tzutil /l lists them");
        }
        if (!facts.geoId(locale.get("geoLocation").intValue())) {
            report.error("/locale/geoLocation", "must be a Windows GeoID");
        }
    }
}
