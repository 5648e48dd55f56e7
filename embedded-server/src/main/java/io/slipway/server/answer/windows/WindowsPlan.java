package io.slipway.server.answer.windows;

import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.Choices;
import io.slipway.server.answer.VmIdentity;
import io.slipway.server.base.Secret;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.WindowsFacts;
import io.slipway.server.profile.WindowsProfile;
import io.slipway.server.profile.WindowsProfile.Input;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Everything the passes of one answer file need, resolved.
 *
 * @param profile what is wanted
 * @param choices what was decided
 * @param identity for whom
 * @param firmware of the VM as it is
 * @param kind first installation or clone
 * @param userPasswords one per account, in order
 * @param administratorPassword of the built-in account, when the profile has one
 */
public record WindowsPlan(
        WindowsProfile profile,
        Choices choices,
        VmIdentity identity,
        Firmware firmware,
        AnswerKind kind,
        List<Secret> userPasswords,
        Optional<Secret> administratorPassword) {

    public WindowsPlan {
        userPasswords = List.copyOf(userPasswords);
    }

    boolean freshSetup() {
        return kind == AnswerKind.AUTOUNATTEND;
    }

    String architecture() {
        return profile.target().architecture();
    }

    /** {@code LLLL:KKKKKKKK} or an input method, joined by semicolons (rule L03). */
    String inputLocale() {
        var inputs = profile.locale().inputs();
        if (!inputs.isEmpty()) {
            return inputs.stream().map(this::input).collect(Collectors.joining(";"));
        }
        var facts = WindowsFacts.get();
        var keyboard = facts.defaultKeyboard(profile.locale().userLocale()).orElse("00000409");
        return input(new Input(profile.locale().userLocale(), keyboard));
    }

    private String input(Input input) {
        var facts = WindowsFacts.get();
        if (facts.inputMethod(input.keyboard())) {
            return input.keyboard();
        }
        // Locales without a permanent id borrow the language of the image, as Windows' own settings do.
        var language = facts.languageId(input.locale())
                ? input.locale()
                : facts.languageIdOf(input.locale())
                        .or(() -> facts.languageIdOf(profile.locale().uiLanguage()))
                        .orElse("0409");
        return language.toLowerCase(Locale.ROOT) + ":" + input.keyboard().toLowerCase(Locale.ROOT);
    }

    /** The time zone id, with the suffix that switches daylight saving off when asked for. */
    String timeZone() {
        return profile.locale().timeZone() + (profile.locale().automaticDaylightSaving() ? "" : "_dstoff");
    }

    /** Position of the account that logs on by itself; empty for none and for the built-in Administrator. */
    OptionalInt autoLogonUser() {
        var accounts = profile.accounts();
        var users = accounts.users();
        return switch (accounts.autoLogon().mode()) {
            case NONE, BUILT_IN_ADMINISTRATOR -> OptionalInt.empty();
            case FIRST_ADMINISTRATOR -> position(user -> user.groups().contains("Administrators"));
            case USER -> {
                var wanted = accounts.autoLogon().user();
                yield wanted.isEmpty() && !users.isEmpty()
                        ? OptionalInt.of(0)
                        : position(user -> user.name().equals(wanted));
            }
        };
    }

    private OptionalInt position(java.util.function.Predicate<WindowsProfile.User> test) {
        var users = profile.accounts().users();
        for (int i = 0; i < users.size(); i++) {
            if (test.test(users.get(i))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
