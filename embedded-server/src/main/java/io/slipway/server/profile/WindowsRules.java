package io.slipway.server.profile;

import io.slipway.server.profile.WindowsProfile.AutoLogonMode;
import io.slipway.server.profile.WindowsProfile.ComputerNameMode;
import io.slipway.server.profile.WindowsProfile.EffectsMode;
import io.slipway.server.profile.WindowsProfile.IconsMode;
import io.slipway.server.profile.WindowsProfile.ImageBy;
import io.slipway.server.profile.WindowsProfile.KeyMode;
import io.slipway.server.profile.WindowsProfile.Layout;
import io.slipway.server.profile.WindowsProfile.Method;
import io.slipway.server.profile.WindowsProfile.Os;
import io.slipway.server.profile.WindowsProfile.Removal;
import io.slipway.server.profile.WindowsProfile.Suffix;
import io.slipway.server.profile.WindowsProfile.UserNameMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Rules of native Windows profiles; the ids in the comments are those of the answer-file rule list. */
final class WindowsRules {
    private static final int SHORT_PASSWORD = 12;
    private static final int LONGEST_DIGITS = 4;

    private final WindowsProfile profile;
    private final ProfileReport report;
    private final WindowsFacts facts = WindowsFacts.get();

    WindowsRules(WindowsProfile profile, ProfileReport report) {
        this.profile = profile;
        this.report = report;
    }

    void check() {
        install();
        locale();
        computerName();
        users();
        logon();
        removals();
        look();
        settings();
        texts();
    }

    private void install() {
        var install = profile.install();
        if (install.method() == Method.CLONE_SYSPREP) {
            return;
        }
        if (profile.target().os() == Os.WIN11
                && profile.target().firmware() == Firmware.BIOS
                && !(install.bypass().tpm() && install.bypass().secureBoot())) { // V07
            report.error("/target/firmware", "Windows 11 needs uefi, or install.bypass.tpm and .secureBoot");
        }
        if (profile.disk().layout() != Layout.AUTO
                && (profile.disk().layout() == Layout.GPT) != (profile.target().firmware() == Firmware.UEFI)) { // V10
            report.error("/disk/layout", "must be gpt for uefi and mbr for bios");
        }
        productKey();
    }

    private void productKey() {
        var install = profile.install();
        var image = install.image();
        var mode = ProductKeys.mode(profile);
        boolean server = profile.target().os().server();
        switch (mode) {
            case GENERIC -> {
                if (server) {
                    report.error(
                            "/install/productKey/mode", "no generic keys exist for servers; use kmsClient or none");
                }
                image.flatMap(WindowsProfile.Image::edition)
                        .filter(edition -> facts.genericKey(edition).isEmpty())
                        .ifPresent(edition -> report.error(
                                "/install/image/edition", "must be one of " + String.join(", ", facts.editions())));
                if (!server && image.isPresent() && ProductKeys.edition(profile).isEmpty()) {
                    report.warn("/install/image", "does not tell the edition: the generic key of Pro is used");
                }
            }
            case KMS_CLIENT -> {
                if (ProductKeys.key(profile).isEmpty()) {
                    report.error("/install/image", "must name a product with a KMS client key");
                }
            }
            case NONE, FIRMWARE -> {
                if (image.isEmpty() || image.get().by() == ImageBy.EDITION) { // D12
                    report.error("/install/image", "must select the image by index or name when no key does");
                }
            }
            case CUSTOM -> {}
        }
        if (server && image.map(WindowsProfile.Image::by).orElse(ImageBy.EDITION) == ImageBy.EDITION) {
            report.error("/install/image", "must select the image by index or name");
        }
        if (install.productKey()
                        .map(WindowsProfile.ProductKey::applyInSpecialize)
                        .orElse(false)
                && mode != KeyMode.CUSTOM) {
            report.warn("/install/productKey/applyInSpecialize", "counts in mode custom only");
        }
    }

    private void locale() {
        var locale = profile.locale();
        if (!facts.imageLanguage(locale.uiLanguage())) { // L02
            report.error("/locale/uiLanguage", "must be a language Windows images exist in, such as en-US");
        }
        if (!facts.imageLanguage(locale.setupUiLanguage())) {
            report.error("/locale/setupUiLanguage", "must be a language Windows images exist in, such as en-US");
        }
        if (!facts.userLocale(locale.systemLocale())) {
            report.error("/locale/systemLocale", "must be a locale Windows knows, such as en-US");
        }
        if (!facts.userLocale(locale.userLocale())) {
            report.error("/locale/userLocale", "must be a locale Windows knows, such as en-US");
        }
        if (!facts.timeZone(locale.timeZone())) { // L04
            report.error("/locale/timeZone", "must be a Windows time zone id, as tzutil /l lists them");
        }
        if (!facts.geoId(locale.geoId())) { // L05
            report.error("/locale/geoId", "must be a Windows GeoID");
        }
        for (int i = 0; i < locale.inputs().size(); i++) { // L03
            var input = locale.inputs().get(i);
            if (facts.inputMethod(input.keyboard())) {
                continue;
            }
            if (!facts.keyboard(input.keyboard())) {
                report.error("/locale/inputs/" + i + "/keyboard", "must be a keyboard layout id or input method id");
            }
            if (!facts.userLocale(input.locale()) && !facts.languageId(input.locale())) {
                report.error("/locale/inputs/" + i + "/locale", "must be a locale Windows knows, such as en-US");
            }
        }
    }

    private void computerName() {
        var name = profile.computerName();
        if (name.mode() == ComputerNameMode.FIXED) {
            name.value()
                    .ifPresentOrElse(
                            value -> WindowsNames.computerProblem(value)
                                    .ifPresent(problem -> report.error("/computerName/value", problem)),
                            () -> report.error("/computerName/value", "is required in mode fixed"));
        } else if (name.value().isPresent()) {
            report.warn("/computerName/value", "counts in mode fixed only");
        }
        if (name.mode() == ComputerNameMode.TEMPLATE) {
            name.template()
                    .ifPresentOrElse(
                            template -> NameTemplate.problem(template)
                                    .ifPresent(problem -> report.error("/computerName/template", problem)),
                            () -> report.error("/computerName/template", "is required in mode template"));
        } else if (name.template().isPresent()) {
            report.warn("/computerName/template", "counts in mode template only");
        }
    }

    private void users() {
        var accounts = profile.accounts();
        var seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < accounts.users().size(); i++) {
            var user = accounts.users().get(i);
            var at = "/accounts/users/" + i;
            if (user.nameMode() == UserNameMode.RANDOM) {
                if (user.name().isPresent() || user.suffix() != Suffix.NONE) {
                    report.error(at + "/name", "and suffix are not used in mode random");
                }
            } else if (user.name().isEmpty()) {
                report.error(at + "/name", "is required in mode fixed");
            } else {
                userName(at, user.name().get(), user.suffix(), seen);
            }
            password(at + "/password", user.password(), user.name().orElse(""));
        }
        boolean administrator = accounts.builtInAdministrator().password().isPresent()
                || accounts.users().stream().anyMatch(user -> user.groups().contains("Administrators"));
        if (!administrator) { // A05, A12
            report.error("/accounts", "must have an administrator: a user in Administrators or the built-in one");
        }
    }

    private void userName(String at, String name, Suffix suffix, Set<String> seen) {
        WindowsNames.userProblem(name).ifPresent(problem -> report.error(at + "/name", problem)); // A03
        if (suffix != Suffix.NONE && name.length() > WindowsNames.USER_LENGTH - LONGEST_DIGITS) {
            report.error(at + "/name", "must have at most 16 characters, to leave room for the suffix");
        }
        if (!seen.add(name)) { // A04
            report.error(at + "/name", "is used twice");
        }
        if (profile.computerName().value().orElse("").equalsIgnoreCase(name)) { // A02
            report.error(at + "/name", "must differ from the computer name");
        }
    }

    private void password(String at, SecretSource source, String userName) {
        if (source instanceof SecretSource.Given given) {
            var text = given.value().reveal();
            if (!WindowsNames.wellFormed(text)) {
                report.error(at + "/value", "must not contain half of a surrogate pair");
            }
            if (text.length() < SHORT_PASSWORD
                    || (!userName.isEmpty()
                            && text.toLowerCase(Locale.ROOT).contains(userName.toLowerCase(Locale.ROOT)))) { // A08
                report.warn(at, "is weak: shorter than 12 characters, or it contains the user's name");
            }
        }
    }

    private void logon() {
        var accounts = profile.accounts();
        var administrator = accounts.builtInAdministrator();
        administrator.password().ifPresent(source -> password("/accounts/builtInAdministrator/password", source, ""));
        if (administrator.enable() && administrator.password().isEmpty()) {
            report.error("/accounts/builtInAdministrator/password", "is required when the account is enabled");
        }
        var logon = accounts.autoLogon();
        switch (logon.mode()) {
            case NONE -> {}
            case FIRST_ADMINISTRATOR -> {
                if (accounts.users().stream().noneMatch(user -> user.groups().contains("Administrators"))) {
                    report.error("/accounts/autoLogon/mode", "no user is in Administrators");
                }
            }
            case BUILT_IN_ADMINISTRATOR -> {
                if (administrator.password().isEmpty()) {
                    report.error("/accounts/autoLogon/mode", "needs the built-in administrator's password");
                }
            }
            case USER -> {
                var known = accounts.users().stream()
                        .anyMatch(user -> user.name().isPresent() && user.name().equals(logon.user()));
                if (!known) { // A10
                    report.error("/accounts/autoLogon/user", "must be the name of a user of this profile");
                }
            }
        }
        if (logon.user().isPresent() && logon.mode() != AutoLogonMode.USER) {
            report.warn("/accounts/autoLogon/user", "counts in mode user only");
        }
    }

    private void removals() {
        var removal = profile.removal();
        removal("/removal/appxPackages", removal.appxPackages(), facts.packages());
        removal("/removal/capabilities", removal.capabilities(), facts.capabilities());
        removal("/removal/optionalFeatures", removal.optionalFeatures(), facts.features());
    }

    private void removal(String at, Removal removal, Map<String, String> known) {
        if (removal.count().min() > removal.count().max()) {
            report.error(at + "/count/min", "must not exceed max");
        }
        selectors(at + "/fixed", removal.fixed(), known);
        selectors(at + "/pool", removal.pool(), known);
    }

    private void selectors(String at, List<String> ids, Map<String, String> known) {
        for (int i = 0; i < ids.size(); i++) {
            ProfileRules.selector(at + "/" + i, ids.get(i), known, report);
        }
    }

    private void look() {
        var effects = profile.visualEffects();
        if (effects.mode() != EffectsMode.CUSTOM
                && effects.mode() != EffectsMode.CUSTOM_RANDOM
                && !effects.effects().isEmpty()) {
            report.warn("/visualEffects/effects", "counts in the modes custom and customRandom only");
        }
        var icons = profile.desktop().icons();
        if (icons.mode() == IconsMode.DEFAULT
                && !(icons.show().isEmpty() && icons.hide().isEmpty())) {
            report.warn("/desktop/icons", "counts in the modes custom and customRandom only");
        }
        var folders = profile.desktop().startFolders();
        if (folders.mode() == IconsMode.DEFAULT && !folders.show().isEmpty()) {
            report.warn("/desktop/startFolders/show", "counts in mode custom only");
        }
    }

    private void settings() {
        boolean defender = profile.on("disableDefender");
        if (defender && profile.install().method() == Method.CLONE_SYSPREP) {
            report.warn("/settings/disableDefender", "has no effect on a clone: tamper protection is already on");
        }
        if (profile.on("enableRemoteDesktop")
                && ProductKeys.edition(profile).orElse("").startsWith("home")) { // T02
            report.warn("/settings/enableRemoteDesktop", "has no effect on Home editions");
        }
    }

    /** Texts that go into the answer file as they are (F05, F06). */
    private void texts() {
        text("/install/registeredOwner", profile.install().registeredOwner().orElse("x"));
        text(
                "/install/registeredOrganization",
                profile.install().registeredOrganization().orElse("x"));
        text(
                "/install/image/name",
                profile.install().image().flatMap(WindowsProfile.Image::name).orElse("x"));
        text("/disk/windows/label", profile.disk().windows().label());
        var users = profile.accounts().users();
        for (int i = 0; i < users.size(); i++) {
            text(
                    "/accounts/users/" + i + "/displayName",
                    users.get(i).displayName().orElse("x"));
            text(
                    "/accounts/users/" + i + "/description",
                    users.get(i).description().orElse("x"));
        }
    }

    private void text(String at, String text) {
        if (!ConfigRules.printable(text) || !text.equals(text.strip())) {
            report.error(at, "must be one line without white space at its ends");
        }
    }
}
