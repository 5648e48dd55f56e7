package io.slipway.server.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GuestJwtFuzzTest {
    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 3_000;

    private final Random random = new Random(SEED);
    private final GuestJwt jwt = new GuestJwt(new byte[32]);
    private final String good = jwt.sign(new GuestJwt.Claims(
            "id", TenantId.DEFAULT, "anna", GuestRig.VM, Instant.ofEpochSecond(1), Instant.ofEpochSecond(2)));

    @Test
    @Tag("F054")
    void noChangeOfATokenIsAcceptedAndNoneBreaksTheReader() {
        for (int round = 0; round < ROUNDS; round++) {
            var changed = change(good);
            if (changed.equals(good) || sameSignatureBits(changed)) {
                continue;
            }
            try {
                jwt.verify(changed);
                throw new AssertionError("seed " + SEED + " round " + round + " accepted " + changed);
            } catch (SlipwayException e) {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.TOKEN_INVALID);
            }
        }
    }

    @Test
    @Tag("slow")
    @Tag("F054")
    void fiveMinutesOfChangedTokensFindNoneThatIsAccepted() {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        long rounds = 0;
        while (System.nanoTime() < end) {
            noChangeOfATokenIsAcceptedAndNoneBreaksTheReader();
            rounds += ROUNDS;
        }
        assertThat(rounds).isGreaterThan(ROUNDS);
    }

    @Test
    @Tag("F054")
    void randomTextIsRefusedWithAReason() {
        for (int round = 0; round < ROUNDS; round++) {
            var bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            var text = random.nextBoolean()
                    ? new String(bytes, StandardCharsets.ISO_8859_1)
                    : Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".e30." + random.nextInt();
            try {
                jwt.verify(text);
                throw new AssertionError("seed " + SEED + " round " + round);
            } catch (SlipwayException e) {
                assertThat(e.problem().context()).containsKey("reason");
            }
        }
    }

    /** The last of the signature's 43 characters carries two bits that decode to nothing. */
    private boolean sameSignatureBits(String changed) {
        return changed.length() == good.length() && changed.startsWith(good.substring(0, good.length() - 1));
    }

    private String change(String text) {
        var builder = new StringBuilder(text);
        int at = random.nextInt(text.length());
        switch (random.nextInt(5)) {
            case 0 -> builder.setCharAt(at, (char) (33 + random.nextInt(94)));
            case 1 -> builder.deleteCharAt(at);
            case 2 -> builder.insert(at, (char) (33 + random.nextInt(94)));
            case 3 -> builder.setLength(at);
            default -> builder.append(text, at, text.length());
        }
        return builder.toString();
    }
}
