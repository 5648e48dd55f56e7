package io.slipway.server.vault.key;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wraps the key under a passphrase through Argon2id; made for one passphrase and used once or twice.
 *
 * <p>Salt and cost are stored with the blob and authenticated with it, so a cheaper cost written into the file opens nothing;
 * one below {@link Argon2Cost#LEAST} is refused before anything is computed from the passphrase.
 */
public final class PassphraseProtector implements KeyProtector {
    /** Shortest passphrase that may be chosen, in characters. */
    public static final int SHORTEST = 12;

    private static final int LONGEST = 1024;
    private static final int SALT_BYTES = 16;
    private static final String ALGORITHM = "argon2id-13";
    private static final String PURPOSE = "passphrase";

    private final Secret passphrase;
    private final Supplier<Argon2Cost> cost;
    private final SecureRandom random;

    /**
     * A protector for one passphrase, which stays the caller's to wipe.
     *
     * @param cost of new wrappings; asked only when one is made
     */
    public PassphraseProtector(Secret passphrase, Supplier<Argon2Cost> cost, SecureRandom random) {
        this.passphrase = passphrase;
        this.cost = cost;
        this.random = random;
    }

    /** @throws io.slipway.server.base.SlipwayException BAD_REQUEST when a passphrase is too short or too long to be chosen */
    public static void check(Secret passphrase) {
        if (passphrase.length() < SHORTEST || passphrase.length() > LONGEST) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "A passphrase has " + SHORTEST + " to " + LONGEST
                                    + " characters; four or five words chosen by chance are good.",
                            List.of(new FieldError("/passphrase", "must have " + SHORTEST + " to " + LONGEST)))
                    .exception();
        }
    }

    @Override
    public ProtectorKind kind() {
        return ProtectorKind.PASSPHRASE;
    }

    @Override
    public Availability availability() {
        return Availability.yes("A passphrase works everywhere.");
    }

    @Override
    public Wrapped wrap(KeyBinding binding, byte[] key) {
        check(passphrase);
        var chosen = cost.get();
        if (!chosen.acceptable()) {
            throw new IllegalArgumentException("the cost is out of range: " + chosen);
        }
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        var parameters = chosen.stored();
        parameters.put("algorithm", ALGORITHM);
        parameters.put("salt", HexFormat.of().formatHex(salt));
        var secret = derive(salt, chosen);
        try {
            var blob = KeyWrap.wrap(secret, PURPOSE, binding.aad(PURPOSE, parameters), key, random);
            return new Wrapped(kind(), parameters, blob);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public Unwrapping unwrap(KeyBinding binding, Wrapped wrapped) {
        var parameters = wrapped.parameters();
        var stored = Argon2Cost.of(parameters);
        var salt = salt(parameters.get("salt"));
        if (stored.isEmpty()
                || salt.length != SALT_BYTES
                || parameters.size() != 5
                || !ALGORITHM.equals(parameters.get("algorithm"))) {
            return new Unwrapping.Refused(
                    "The stored passphrase parameters are below the least that is allowed, or damaged: the file was changed.");
        }
        var secret = derive(salt, stored.get());
        try {
            return KeyWrap.unwrap(secret, PURPOSE, binding.aad(PURPOSE, parameters), wrapped.blob())
                    .<Unwrapping>map(Unwrapping.Opened::new)
                    .orElseGet(() -> new Unwrapping.Refused("The passphrase is wrong, or the keyring was changed."));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Whether the stored parameters could be computed at all; a changed file is told from a wrong passphrase by this. */
    public static boolean sound(Wrapped wrapped) {
        return wrapped.kind() == ProtectorKind.PASSPHRASE
                && Argon2Cost.of(wrapped.parameters()).isPresent();
    }

    private byte[] derive(byte[] salt, Argon2Cost chosen) {
        var characters = passphrase.reveal().toCharArray();
        try {
            return Argon2.derive(characters, salt, chosen);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static byte[] salt(@Nullable String hex) {
        try {
            return hex == null ? new byte[0] : HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
