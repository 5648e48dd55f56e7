package io.slipway.server.vault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a secret can be bound to. */
public enum SecretScope {
    BOT,
    VM,
    AGENT,
    TENANT,
    HOST,
    PROFILE;

    /** As in the interface and in the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its word; {@code vm_settings} of older clients means the tenant (requirements H10). */
    public static Optional<SecretScope> of(String word) {
        return word.equals("vm_settings")
                ? Optional.of(TENANT)
                : Arrays.stream(values())
                        .filter(scope -> scope.word().equals(word))
                        .findFirst();
    }
}
