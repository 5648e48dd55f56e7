package io.slipway.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.web.RateLimit.Rate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private long now;

    @Test
    @Tag("F064")
    void aBurstIsAllowedThenTheRateAndTheWaitIsTold() {
        var limit = new RateLimit(new Rate(10, 40), 100, () -> now);
        assertThat(allowed(limit, "a", 60)).isEqualTo(40);

        var thrown = catchThrowableOfType(SlipwayException.class, () -> limit.require("a"));

        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(thrown.problem().context()).containsEntry("retry_after", "1");
        assertThat(allowed(limit, "b", 1)).as("another caller").isEqualTo(1);
        now += Duration.ofSeconds(1).toNanos();
        assertThat(allowed(limit, "a", 60)).isEqualTo(10);
        now += Duration.ofHours(1).toNanos();
        assertThat(allowed(limit, "a", 60)).isEqualTo(40);
    }

    @Test
    @Tag("F064")
    void theNumberOfBucketsIsBoundedAndManyNamesGainNothing() {
        var limit = new RateLimit(new Rate(1, 5), 10, () -> now);
        for (int i = 0; i < 10; i++) {
            limit.require("busy-" + i);
        }

        int passed = 0;
        for (int i = 0; i < 1000; i++) {
            passed += allowed(limit, "name-" + i, 1);
        }

        assertThat(limit.size()).isEqualTo(10);
        assertThat(passed).as("newcomers share one bucket").isEqualTo(5);
        now += Duration.ofMinutes(1).toNanos();
        assertThat(allowed(limit, "fresh", 9)).as("idle buckets make room").isEqualTo(5);
        assertThat(limit.size()).isEqualTo(10);
    }

    @Test
    void addressesOfOneSiteShareAKeyInIpv6Only() throws UnknownHostException {
        assertThat(key("2001:db8:1:2::1"))
                .isEqualTo(key("2001:db8:1:2:ffff::9"))
                .isNotEqualTo(key("2001:db8:1:3::1"));
        assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
    }

    @Test
    void aRateWithoutSenseIsRefused() {
        assertThatThrownBy(() -> new Rate(0, 5)).isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> new Rate(10, 5)).isInstanceOf(SlipwayException.class);
    }

    private static String key(String address) throws UnknownHostException {
        return RateLimit.addressKey(InetAddress.getByName(address));
    }

    private static int allowed(RateLimit limit, String key, int attempts) {
        int allowed = 0;
        for (int i = 0; i < attempts; i++) {
            try {
                limit.require(key);
                allowed++;
            } catch (SlipwayException e) {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
            }
        }
        return allowed;
    }
}
