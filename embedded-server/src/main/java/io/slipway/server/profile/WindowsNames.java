package io.slipway.server.profile;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which computer and user names Windows accepts (rules A01 to A04); each check gives the reason for a refusal. */
public final class WindowsNames {
    /** Longest computer name, in bytes. */
    public static final int COMPUTER_LENGTH = 15;

    /** Longest user name, in characters. */
    public static final int USER_LENGTH = 20;

    private static final Pattern COMPUTER = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,13}[A-Za-z0-9])?");
    private static final String USER_FORBIDDEN = "/\\[]:;|=,+*?<>\"%@";
    private static final Set<String> RESERVED = Set.of(
            "administrator",
            "guest",
            "defaultaccount",
            "system",
            "network service",
            "local service",
            "none",
            "wdagutilityaccount",
            "defaultuser0",
            "owner",
            "public",
            "default",
            "all users",
            "sshd",
            "con",
            "prn",
            "aux",
            "nul",
            "com1",
            "lpt1");

    private WindowsNames() {}

    /** Why Setup would refuse this computer name; empty when it is good. */
    public static Optional<String> computerProblem(String name) {
        if (!COMPUTER.matcher(name).matches()) {
            return Optional.of("must be 1 to 15 letters, digits or hyphens, with no hyphen at its ends");
        }
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of("must not consist of digits only");
        }
        return reserved(name) ? Optional.of("is reserved by Windows") : Optional.empty();
    }

    /** Why no account of this name can be created; empty when it is good. */
    public static Optional<String> userProblem(String name) {
        if (name.isEmpty() || name.length() > USER_LENGTH) {
            return Optional.of("must have 1 to " + USER_LENGTH + " characters");
        }
        if (!name.equals(name.strip()) || name.endsWith(".")) {
            return Optional.of("must not begin or end with white space, nor end with a full stop");
        }
        if (name.chars().anyMatch(c -> c < 0x20 || c == 0x7F || USER_FORBIDDEN.indexOf(c) >= 0)) {
            return Optional.of("must not contain control characters or any of " + USER_FORBIDDEN);
        }
        if (!wellFormed(name)) {
            return Optional.of("must not contain half of a surrogate pair");
        }
        return reserved(name) ? Optional.of("is reserved by Windows") : Optional.empty();
    }

    /** Whether every surrogate has its partner and no character is forbidden in XML 1.0. */
    public static boolean wellFormed(String text) {
        return text.codePoints()
                .allMatch(c -> (c >= 0x20 || c == '\t' || c == '\n' || c == '\r')
                        && !(c >= 0xD800 && c <= 0xDFFF)
                        && c != 0xFFFE
                        && c != 0xFFFF);
    }

    private static boolean reserved(String name) {
        return RESERVED.contains(name.toLowerCase(Locale.ROOT));
    }
}
