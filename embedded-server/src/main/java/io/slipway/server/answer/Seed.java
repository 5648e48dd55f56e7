package io.slipway.server.answer;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where every "random" choice of one VM comes from; the same seed gives the same machine.
 *
 * @param hex 64 lower-case hex digits
 */
public record Seed(String hex) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    public Seed {
        if (!SHAPE.matcher(hex).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A seed is 64 lower-case hex digits.")
                    .exception();
        }
    }

    /** The seed of one VM made from one profile revision. */
    public static Seed of(String profileRevision, String vmId) {
        return new Seed(HexFormat.of()
                .formatHex(sha256().digest((profileRevision + "\n" + vmId).getBytes(StandardCharsets.UTF_8))));
    }

    /** A typed seed: that of a VM as its record shows it, or any word. */
    public static Seed typed(String word) {
        var hex = word.strip().toLowerCase(Locale.ROOT);
        return SHAPE.matcher(hex).matches() ? new Seed(hex) : new Seed(Sha256.hex(word.strip()));
    }

    /** An independent stream of numbers; streams of different purposes do not influence one another. */
    SeededDraw draw(String purpose) {
        return new SeededDraw(hex, purpose);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
