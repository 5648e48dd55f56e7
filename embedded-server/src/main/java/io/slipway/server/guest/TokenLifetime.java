package io.slipway.server.guest;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long provisioning tokens live: a default of 30 days, shorter per request, never below 60 seconds (requirements H1).
 *
 * @param standard life of a token whose order names none
 */
public record TokenLifetime(Duration standard) {
    /** Environment variable and setting that change the default; a whole number of days, 1 to 3650. */
    public static final String VARIABLE = "PROVISION_TOKEN_TTL_DAYS";

    /** Shortest life. */
    public static final Duration SHORTEST = Duration.ofSeconds(60);

    /** Default without a setting. */
    public static final TokenLifetime DEFAULT = new TokenLifetime(Duration.ofDays(30));

    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,3}");
    private static final int MOST_DAYS = 3650;

    public TokenLifetime {
        if (standard.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a token lives at least " + SHORTEST);
        }
    }

    /**
     * The lifetime that environment and settings ask for; the environment wins.
     *
     * @param setting value of the setting of the same name, if there is one
     * @throws SlipwayException CONFIG_ERROR when the value is no number of days from 1 to 3650
     */
    public static TokenLifetime of(Map<String, String> environment, Optional<String> setting) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .or(() -> setting)
                .map(TokenLifetime::parse)
                .orElse(DEFAULT);
    }

    private static TokenLifetime parse(String text) {
        if (!DAYS.matcher(text).matches() || Integer.parseInt(text) > MOST_DAYS) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            VARIABLE + " must be a whole number of days from 1 to " + MOST_DAYS + ".")
                    .exception();
        }
        return new TokenLifetime(Duration.ofDays(Integer.parseInt(text)));
    }

    /** The life of a token whose order asks for the given one. */
    Duration allowed(Optional<Duration> wanted) {
        var life = wanted.orElse(standard);
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(standard) > 0) {
            var message = "must be from " + SHORTEST.toSeconds() + " to " + standard.toSeconds()
                    + " seconds; the upper end is set by " + VARIABLE;
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "The token's life is out of range.",
                            List.of(new FieldError("/ttl_seconds", message)))
                    .exception();
        }
        return life;
    }
}
