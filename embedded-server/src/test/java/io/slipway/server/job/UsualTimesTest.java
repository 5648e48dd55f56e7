package io.slipway.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.job.UsualTimes.Measured;
import io.slipway.server.job.UsualTimes.Place;
import io.slipway.server.workflow.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UsualTimesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Optional<String> HOST = Optional.of("host-1");
    private static final String PLAN = "windows-install";

    @Test
    @Tag("F095")
    void twoMeasurementsSayNothing() {
        var usual = UsualTimes.of(measured("clone", 10, 20));

        assertThat(usual.step(HOST, PLAN, "clone")).isEmpty();
        assertThat(usual.left(run("clone", 5), List.of(), NOW)).isEmpty();
    }

    @Test
    @Tag("F095")
    void theMiddleAndTheMiddleHalfAreToldOfTheNewestTwenty() {
        var seconds = new long[30];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = i < UsualTimes.MOST ? i + 1 : 1000;
        }

        var usual = UsualTimes.of(measured("clone", seconds))
                .step(HOST, PLAN, "clone")
                .orElseThrow();

        assertThat(usual)
                .isEqualTo(new UsualTime(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15), 20));
    }

    @Test
    void anotherHostIsAnotherMeasure() {
        var usual = UsualTimes.of(measured("clone", 10, 20, 30));

        assertThat(usual.step(Optional.of("host-2"), PLAN, "clone")).isEmpty();
        assertThat(usual.step(HOST, "template-clone", "clone")).isEmpty();
    }

    @Test
    @Tag("F095")
    void whatIsLeftIsTheRestOfThisStepAndAllLaterOnes() {
        var all = new ArrayList<>(measured("clone", 60, 60, 60));
        all.addAll(measured("start", 10, 10, 10));
        var usual = UsualTimes.of(all);

        assertThat(usual.left(run("clone", 20), List.of("start"), NOW)).contains(Duration.ofSeconds(50));
        assertThat(usual.left(run("clone", 500), List.of("start"), NOW)).contains(Duration.ofSeconds(10));
        assertThat(usual.left(run("clone", 20), List.of("start", "close"), NOW))
                .as("nobody knows how long the last step takes")
                .isEmpty();
    }

    @Test
    @Tag("F194")
    void silenceMuchLongerThanUsualIsCalledStuck() {
        var usual = UsualTimes.of(measured("clone", 60, 60, 60));

        assertThat(usual.stuck(run("clone", 179), NOW)).isFalse();
        assertThat(usual.stuck(run("clone", 181), NOW)).isTrue();
        assertThat(usual.stuck(run("clone", 181).waitingFor("vault"), NOW))
                .as("it is held, not stuck")
                .isFalse();
        assertThat(usual.stuck(run("start", 9000), NOW)).as("never measured").isFalse();
    }

    private static List<Measured> measured(String kind, long... seconds) {
        var list = new ArrayList<Measured>();
        for (long one : seconds) {
            list.add(new Measured(new Place("host-1", PLAN, kind), one * 1000));
        }
        return list;
    }

    private static RunGlance run(String kind, long secondsAgo) {
        var began = NOW.minusSeconds(secondsAgo);
        return new RunGlance(
                "run-1",
                "job-1",
                "provision_vm",
                PLAN,
                HOST,
                Optional.of("pve1"),
                "PC-01",
                RunState.RUNNING,
                false,
                false,
                Optional.empty(),
                10,
                Optional.of(new RunGlance.Phase(3, kind, 1, Optional.of(began), Optional.empty())),
                Optional.empty(),
                began,
                Optional.empty(),
                Optional.of(began));
    }
}
