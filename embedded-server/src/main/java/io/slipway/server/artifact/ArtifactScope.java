package io.slipway.server.artifact;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * What a release is of, and what an assignment is for (requirements B.8). Words of 1 to 100 letters, digits, dots, underscores
 * and hyphens; case counts.
 *
 * @param module the program or file, for example {@code app}
 * @param platform for example {@code windows}
 * @param channel for example {@code stable}
 */
public record ArtifactScope(String module, String platform, String channel) {
    /** The platform of a request that names none. */
    public static final String USUAL_PLATFORM = "windows";

    /** The channel of a request that names none. */
    public static final String USUAL_CHANNEL = "stable";

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** @throws SlipwayException BAD_REQUEST with a pointer per wrong word */
    public ArtifactScope {
        var errors = new ArrayList<FieldError>();
        check(errors, "/module", module);
        check(errors, "/platform", platform);
        check(errors, "/channel", channel);
        if (!errors.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The scope of an artifact is not valid.", errors)
                    .exception();
        }
    }

    private static void check(ArrayList<FieldError> errors, String pointer, String word) {
        if (!WORD.matcher(word).matches()) {
            errors.add(new FieldError(
                    pointer,
                    "must be 1 to 100 letters, digits, dots, underscores or hyphens, the first no punctuation"));
        }
    }

    @Override
    public String toString() {
        return module + " for " + platform + " (" + channel + ")";
    }
}
