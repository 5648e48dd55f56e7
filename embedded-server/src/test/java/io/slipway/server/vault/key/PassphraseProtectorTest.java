package io.slipway.server.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PassphraseProtectorTest extends KeyProtectorContract {
    private static final String PASSPHRASE = "river lamp nine oak";

    @Override
    protected KeyProtector protector() {
        return with(PASSPHRASE);
    }

    private static KeyProtector with(String passphrase) {
        return new PassphraseProtector(Secret.of(passphrase), () -> Argon2Cost.LEAST, new SecureRandom());
    }

    @Test
    void anotherPassphraseIsRefusedAndOneInAnotherUnicodeFormIsTheSame() {
        var key = key();
        var wrapped = with("Zw\u00f6lf Boxk\u00e4mpfer").wrap(binding(key), key);

        assertThat(with("Zwo\u0308lf Boxka\u0308mpfer").unwrap(binding(key), wrapped))
                .isInstanceOf(Unwrapping.Opened.class);
        assertThat(with("Zwolf Boxkampfer").unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Refused.class);
        assertThat(with("").unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Refused.class);
    }

    @Test
    void aCheaperDearerOrBrokenCostIsRefused() {
        var key = key();
        var wrapped = protector().wrap(binding(key), key);
        assertThat(wrapped.parameters()).containsEntry("memory_kib", "19456").containsEntry("passes", "2");

        String[][] changes = {
            {"memory_kib", "19455"},
            {"memory_kib", "8"},
            {"memory_kib", "-1"},
            {"memory_kib", "99999999"},
            {"memory_kib", "20000"},
            {"passes", "1"},
            {"passes", "0"},
            {"passes", "3"},
            {"passes", "64000"},
            {"passes", "two"},
            {"lanes", "9"},
            {"lanes", "2"},
            {"salt", ""},
            {"salt", "00".repeat(16)},
            {"salt", "zz".repeat(16)},
            {"algorithm", "argon2i-13"}
        };
        for (var change : changes) {
            var parameters = new TreeMap<>(wrapped.parameters());
            parameters.put(change[0], change[1]);
            var changed = new Wrapped(wrapped.kind(), parameters, wrapped.blob());
            assertThat(protector().unwrap(binding(key), changed))
                    .as("%s=%s", change[0], change[1])
                    .isInstanceOf(Unwrapping.Refused.class);
        }
    }

    @Test
    void aShortPassphraseCannotBeChosen() {
        var refused = catchThrowableOfType(
                SlipwayException.class, () -> with("eleven char").wrap(binding(key()), key()));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(refused.problem().detail()).doesNotContain("eleven");
    }

    @Test
    @Tag("slow")
    void calibrationTakesAtLeastTheTimeItIsAskedFor() {
        var cost = Argon2.calibrate(Argon2.TARGET, System::nanoTime);

        long began = System.nanoTime();
        var unused = Argon2.derive("x".toCharArray(), new byte[16], cost);

        // A processor that got faster since the calibration is given a tenth.
        assertThat(System.nanoTime() - began).isGreaterThan(Argon2.TARGET.toNanos() * 9 / 10);
        assertThat(cost.acceptable()).isTrue();
    }

    @Test
    void aQuickMachineMakesMorePassesAndASlowOneNotFewerThanThree() {
        // Every computation seems to take the same time: the clock is the test's.
        assertThat(Argon2.calibrate(Duration.ofMillis(250), ticking(Duration.ofMillis(150)))
                        .passes())
                .isGreaterThanOrEqualTo(5);
        assertThat(Argon2.calibrate(Duration.ofMillis(250), ticking(Duration.ofSeconds(9)))
                        .passes())
                .isEqualTo(3);
    }

    /** Moves on by the same time at every second look. */
    private static LongSupplier ticking(Duration step) {
        var looks = new AtomicLong();
        return () -> {
            long look = looks.getAndIncrement();
            // The clock must let a calibration end: later looks take longer.
            return (look + 1) / 2 * step.toNanos() * (look > 5 ? 4 : 1);
        };
    }
}
