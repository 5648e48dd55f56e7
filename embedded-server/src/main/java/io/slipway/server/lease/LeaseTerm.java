package io.slipway.server.lease;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How long a program's lease lives without a heartbeat: 300 seconds unless set, at least 60 (requirements B.7).
 *
 * @param length from issuing or from the last heartbeat on
 */
public record LeaseTerm(Duration length) {
    /** Environment variable that changes it: whole seconds, 60 to 86400. */
    public static final String VARIABLE = "LICENSE_LEASE_TTL_SECONDS";

    /** Without a setting. */
    public static final LeaseTerm DEFAULT = new LeaseTerm(Duration.ofSeconds(300));

    private static final int LEAST = 60;
    private static final int MOST = 86_400;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    public LeaseTerm {
        if (length.toSeconds() < LEAST || length.toSeconds() > MOST) {
            throw new IllegalArgumentException("a lease lives " + LEAST + " to " + MOST + " seconds");
        }
    }

    /**
     * The term that the environment asks for.
     *
     * @throws SlipwayException CONFIG_ERROR when the variable is no number of seconds from 60 to 86400
     */
    public static LeaseTerm of(Map<String, String> environment) {
        var text = environment.get(VARIABLE);
        if (text == null) {
            return DEFAULT;
        }
        boolean fine = NUMBER.matcher(text).matches();
        int seconds = fine ? Integer.parseInt(text) : 0;
        if (seconds < LEAST || seconds > MOST) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            VARIABLE + " must be a whole number of seconds from " + LEAST + " to " + MOST + ".")
                    .exception();
        }
        return new LeaseTerm(Duration.ofSeconds(seconds));
    }
}
