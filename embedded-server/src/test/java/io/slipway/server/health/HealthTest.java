package io.slipway.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.guest.TestClock;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.store.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    private final TestClock clock = new TestClock();
    private final Warnings warnings = new Warnings(clock);

    @Test
    @Tag("F146")
    void aClosedDatabaseIsNotReady(@TempDir Path folder) {
        var database = SqliteDatabase.open(folder);
        var health = Health.of(warnings, database);
        assertThat(health.readiness()).isEqualTo(new Health.Readiness(true, Map.of("database", "ok")));

        database.close();

        assertThat(health.readiness()).isEqualTo(new Health.Readiness(false, Map.of("database", "failed")));
    }

    @Test
    @Tag("F146")
    void aProbeThatHangsIsATimeoutAndHoldsUpNobody() {
        var never = new CountDownLatch(1);
        var health = new Health(
                warnings,
                Map.of(
                        "slow",
                        () -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "broken",
                        () -> {
                            throw new AssertionError("a bug");
                        },
                        "fine",
                        () -> {}),
                Duration.ofMillis(200));

        var readiness = health.readiness();

        never.countDown();
        assertThat(readiness.checks())
                .containsExactlyInAnyOrderEntriesOf(Map.of("slow", "timeout", "broken", "failed", "fine", "ok"));
        assertThat(readiness.ready()).isFalse();
    }

    @Test
    @Tag("F146")
    void onlyABlockingWarningMakesItNotReady() {
        var health = new Health(warnings, Map.of(), Duration.ofSeconds(1));
        warnings.raise("lan-listener-off", Severity.DEGRADED, "No VM can report.");
        assertThat(health.readiness().ready()).isTrue();

        warnings.raise("config", Severity.BLOCKING, "The port is not a number.");
        assertThat(health.readiness()).isEqualTo(new Health.Readiness(false, Map.of("config", "blocking")));

        warnings.clear("config");
        assertThat(health.readiness().ready()).isTrue();
    }

    @Test
    void raisingAgainChangesTheTextAndKeepsTheTime() {
        warnings.raise("b", Severity.NOTICE, "first");
        var since = warnings.list().getFirst().since();
        clock.advance(Duration.ofHours(1));

        warnings.raise("b", Severity.DEGRADED, "second");
        warnings.raise("a", Severity.NOTICE, "another");
        warnings.clear("never raised");

        assertThat(warnings.list()).extracting(Warning::name).containsExactly("a", "b");
        assertThat(warnings.list().getLast()).isEqualTo(new Warning("b", Severity.DEGRADED, "second", since));
    }

    @Test
    void aFailureOfOursIsAFailedProbe() {
        var health = new Health(
                warnings,
                Map.of("x", () -> {
                    throw Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "no").exception();
                }),
                Duration.ofSeconds(1));

        assertThat(health.readiness().checks()).containsEntry("x", "failed");
    }
}
