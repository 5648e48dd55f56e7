package io.slipway.server.base;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Replaces known secret values and things that look like tokens by three stars before a text is stored or sent.
 *
 * <p>Values shorter than four characters are not registered: replacing them would destroy ordinary words. Thread-safe.
 */
public final class Redactor {
    private static final int SHORTEST = 4;
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}");
    private static final Pattern OPAQUE = Pattern.compile("slp_[a-z]+_[A-Za-z0-9_-]{20,}");

    private final Set<String> values = ConcurrentHashMap.newKeySet();

    /** From now on the value is replaced wherever it stands. */
    public void learn(String secret) {
        if (secret.length() >= SHORTEST) {
            values.add(secret);
        }
    }

    /** The value is no longer secret or no longer known. */
    public void forget(String secret) {
        values.remove(secret);
    }

    /** The text without secrets. */
    public String clean(String text) {
        var cleaned = text;
        for (var value : values) {
            cleaned = cleaned.replace(value, "***");
        }
        if (cleaned.contains("eyJ")) {
            cleaned = JWT.matcher(cleaned).replaceAll("***");
        }
        return cleaned.contains("slp_") ? OPAQUE.matcher(cleaned).replaceAll("***") : cleaned;
    }
}
