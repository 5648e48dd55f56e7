package io.slipway.server.answer;

import io.slipway.server.base.Secret;
import io.slipway.server.profile.LinuxProfile;
import io.slipway.server.profile.Profile;
import io.slipway.server.profile.SecretSource;
import io.slipway.server.profile.SecretSource.Generate;
import io.slipway.server.profile.WindowsProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Passwords that a profile wants made for each VM.
 *
 * <p>They come from the caller's randomness and not from the seed: the seed is recorded in the open. The caller keeps them
 * sealed, so that a disc built again is the same.
 */
public final class GeneratedSecrets {
    private static final String LOWER = "abcdefghijkmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final String DIGITS = "23456789";
    // Without quotes, ampersand, percent, dollar and the like: people type these passwords into shells.
    private static final String SYMBOLS = "-_.+=@";

    private GeneratedSecrets() {}

    /** Name of the built-in Administrator's secret. */
    public static final String ADMINISTRATOR = "administrator";

    /** Name of an account's secret. */
    public static String user(int position) {
        return "user-" + position;
    }

    /** What the guest calls the account of a secret; {@code userNames} in the profile's order. */
    public static String account(String secret, List<String> userNames) {
        if (secret.equals(ADMINISTRATOR)) {
            return "Administrator";
        }
        for (int i = 0; i < userNames.size(); i++) {
            if (secret.equals(user(i))) {
                return userNames.get(i);
            }
        }
        return secret;
    }

    /** The secrets to be made: name and length. */
    public static Map<String, Integer> needed(Profile profile) {
        var sources = new LinkedHashMap<String, SecretSource>();
        switch (profile) {
            case WindowsProfile windows -> {
                windows.accounts()
                        .builtInAdministrator()
                        .password()
                        .ifPresent(source -> sources.put(ADMINISTRATOR, source));
                var users = windows.accounts().users();
                for (int i = 0; i < users.size(); i++) {
                    sources.put(user(i), users.get(i).password());
                }
            }
            case LinuxProfile linux -> linux.user().password().ifPresent(source -> sources.put(user(0), source));
        }
        var lengths = new TreeMap<String, Integer>();
        sources.forEach((name, source) -> {
            if (source instanceof Generate generate) {
                lengths.put(name, generate.length());
            }
        });
        return lengths;
    }

    /** Makes every needed secret; each has lower and upper case, a digit and a symbol, and no look-alikes. */
    public static Map<String, Secret> make(Profile profile, RandomGenerator random) {
        var made = new TreeMap<String, Secret>();
        needed(profile).forEach((name, length) -> made.put(name, password(length, random)));
        return made;
    }

    private static Secret password(int length, RandomGenerator random) {
        var groups = new String[] {LOWER, UPPER, DIGITS, SYMBOLS};
        var all = String.join("", groups);
        var chars = new char[length];
        for (int i = 0; i < length; i++) {
            var from = i < groups.length ? groups[i] : all;
            chars[i] = from.charAt(random.nextInt(from.length()));
        }
        for (int i = length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            char swapped = chars[i];
            chars[i] = chars[j];
            chars[j] = swapped;
        }
        var secret = Secret.of(chars);
        java.util.Arrays.fill(chars, '\0');
        return secret;
    }
}
