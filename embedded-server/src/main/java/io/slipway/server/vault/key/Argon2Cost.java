package io.slipway.server.vault.key;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one guess at a passphrase costs: parameters of Argon2id (RFC 9106).
 *
 * @param memoryKiB memory of one computation
 * @param passes over that memory
 * @param lanes parallel lanes; ours is computed by one thread
 */
public record Argon2Cost(int memoryKiB, int passes, int lanes) {
    /** The least we accept, also in a stored file: OWASP's second recommended setting (19 MiB, 2 passes, 1 lane). */
    public static final Argon2Cost LEAST = new Argon2Cost(19 << 10, 2, 1);

    private static final int MOST_MEMORY_KIB = 1 << 20;
    private static final int MOST_PASSES = 64;
    private static final int MOST_LANES = 4;
    /** About half a minute on a slow machine: a changed file must not hold the program up for longer. */
    private static final long MOST_WORK_KIB = 8L << 20;

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,7}");

    /** Whether a guess is neither too cheap nor so dear that computing it would be an attack on this machine. */
    boolean acceptable() {
        return memoryKiB >= LEAST.memoryKiB
                && passes >= LEAST.passes
                && lanes >= LEAST.lanes
                && memoryKiB <= MOST_MEMORY_KIB
                && passes <= MOST_PASSES
                && lanes <= MOST_LANES
                && (long) memoryKiB * passes <= MOST_WORK_KIB;
    }

    Map<String, String> stored() {
        var parameters = new TreeMap<String, String>();
        parameters.put("memory_kib", Integer.toString(memoryKiB));
        parameters.put("passes", Integer.toString(passes));
        parameters.put("lanes", Integer.toString(lanes));
        return parameters;
    }

    /** The cost that stored parameters name, when they are whole and acceptable. */
    static Optional<Argon2Cost> of(Map<String, String> parameters) {
        var memory = number(parameters.get("memory_kib"));
        var passes = number(parameters.get("passes"));
        var lanes = number(parameters.get("lanes"));
        return Optional.of(new Argon2Cost(memory, passes, lanes)).filter(Argon2Cost::acceptable);
    }

    private static int number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }
}
