package io.slipway.server.profile;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Rules of native profiles that a schema cannot express. */
final class ProfileRules {
    private ProfileRules() {}

    static void check(Profile profile, ProfileReport report) {
        switch (profile) {
            case WindowsProfile windows -> new WindowsRules(windows, report).check();
            case LinuxProfile linux -> linux(linux, report);
        }
    }

    private static void linux(LinuxProfile profile, ProfileReport report) {
        var user = profile.user();
        if (user.password().isEmpty() && user.sshKeys().isEmpty()) {
            report.warn("/user", "has neither a password nor a key: nobody can log on");
        }
        if (profile.sshPasswordAuthentication() && user.password().isEmpty()) {
            report.warn("/sshPasswordAuthentication", "has no effect without a password");
        }
        var hostname = profile.hostname();
        if (hostname.mode() == LinuxProfile.NameMode.FIXED && hostname.value().isEmpty()) {
            report.error("/hostname/value", "is required in mode fixed");
        }
        if (hostname.mode() == LinuxProfile.NameMode.TEMPLATE) {
            hostname.template()
                    .ifPresentOrElse(
                            template -> NameTemplate.problem(template)
                                    .ifPresent(problem -> report.error("/hostname/template", problem)),
                            () -> report.error("/hostname/template", "is required in mode template"));
        }
    }

    /** Warns about selectors that match nothing or do more than their name says. */
    static void selectors(String pointer, JsonNode ids, Map<String, String> known, ProfileReport report) {
        for (int i = 0; i < ids.size(); i++) {
            selector(pointer + "/" + i, ids.get(i).stringValue(), known, report);
        }
    }

    static void selector(String pointer, String id, Map<String, String> known, ProfileReport report) {
        var caution = known.get(id);
        if (caution == null) {
            report.warn(pointer, "is not in our table; if it is misspelt, it removes nothing");
        } else if (!caution.isEmpty()) {
            report.warn(pointer, caution);
        }
    }
}
