package io.slipway.desktop.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.watch.Work;
import io.slipway.server.base.Json;
import io.slipway.server.health.Warning;
import io.slipway.server.job.Job;
import io.slipway.server.job.OpenRun;
import io.slipway.server.vault.VaultState;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTest {
    private static final Work QUIET = work(VaultState.UNLOCKED, List.of(), List.of());

    @TempDir
    Path folder;

    private final Stored stored = new Stored();
    private final List<Balloon> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private Locale language = Locale.ENGLISH;
    private @Nullable Place inView;
    private NotificationMemory memory;
    private Notifier notifier;

    @BeforeEach
    void start() {
        memory = NotificationMemory.of(PreferencesFile.open(folder));
        restart();
    }

    @Test
    void aBatchGivesOneMessageAtItsEndAndNotOneForEachVm() {
        stored.end("job", Job.State.SUCCEEDED, now, succeeded("PC-01", "PC-02", "PC-03"));

        notifier.accept(QUIET);
        notifier.accept(QUIET);

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().title()).isEqualTo("3 VMs are ready");
        assertThat(told.getFirst().opens()).isEqualTo(new Place.Jobs(Optional.of("job")));
    }

    @Test
    void oneVmIsCalledByItsNameAndOpens() {
        stored.end("job", Job.State.SUCCEEDED, now, succeeded("PC-07"));

        notifier.accept(QUIET);

        assertThat(told.getFirst().title()).isEqualTo("PC-07 is ready");
        assertThat(told.getFirst().opens()).isEqualTo(new Place.Vms(Optional.of("vm-PC-07")));
    }

    @Test
    void theThreeKindsAreToldApart() {
        stored.end("a", Job.State.SUCCEEDED, now, succeeded("PC-01"));
        stored.end("b", Job.State.FAILED, now, List.of(run("PC-02", RunState.FAILED)));
        stored.end(
                "c", Job.State.PARTIAL, now, List.of(run("PC-03", RunState.SUCCEEDED), run("PC-04", RunState.PARKED)));

        notifier.accept(QUIET);

        assertThat(told)
                .extracting(Balloon::tone)
                .containsExactly(Balloon.Tone.INFO, Balloon.Tone.ERROR, Balloon.Tone.WARNING);
        assertThat(told).extracting(Balloon::title).containsExactly("PC-01 is ready", "PC-02 failed", "1 VM needs you");
    }

    @Test
    void whatTheOperatorStoppedIsNotTold() {
        stored.end("job", Job.State.CANCELLED, now, List.of(run("PC-01", RunState.CANCELLED)));

        notifier.accept(QUIET);

        assertThat(told).isEmpty();
    }

    @Test
    void aRestartTellsNothingTwiceAndNothingOfThePast() {
        stored.end("old", Job.State.SUCCEEDED, now.minusSeconds(1), succeeded("PC-00"));
        stored.end("job", Job.State.SUCCEEDED, now, succeeded("PC-01"));
        notifier.accept(QUIET);
        now = now.plusSeconds(30);
        restart();

        notifier.accept(QUIET);

        assertThat(told).extracting(Balloon::title).containsExactly("PC-01 is ready");
    }

    @Test
    void whatEndedWhileTheProcessWasDeadIsToldAtTheNextStart() {
        now = now.plusSeconds(5);
        stored.end("job", Job.State.SUCCEEDED, now, succeeded("PC-01"));
        now = now.plus(Duration.ofHours(8));
        restart();

        notifier.accept(QUIET);

        assertThat(told).hasSize(1);
    }

    @Test
    void aRetriedJobEndsAgainAndIsToldAgain() {
        stored.end("job", Job.State.PARTIAL, now, List.of(run("PC-01", RunState.PARKED)));
        notifier.accept(QUIET);
        now = now.plusSeconds(20);
        stored.end("job", Job.State.SUCCEEDED, now, succeeded("PC-01"));

        notifier.accept(QUIET);

        assertThat(told).extracting(Balloon::title).containsExactly("PC-01 needs you", "PC-01 is ready");
    }

    @Test
    void aSecondEndAtTheSameInstantThatComesToLightLaterIsToldToo() {
        stored.end("a", Job.State.SUCCEEDED, now, succeeded("PC-01"));
        notifier.accept(QUIET);
        stored.end("b", Job.State.SUCCEEDED, now, succeeded("PC-02"));

        notifier.accept(QUIET);

        assertThat(told).extracting(Balloon::title).containsExactly("PC-01 is ready", "PC-02 is ready");
    }

    @Test
    void eachKindHasASwitchAndStaysQuietAboutThePastWhenSwitchedOn() {
        memory.enable(NotificationKind.FINISHED, false);
        stored.end("a", Job.State.SUCCEEDED, now, succeeded("PC-01"));
        stored.end("b", Job.State.FAILED, now, List.of(run("PC-02", RunState.FAILED)));
        notifier.accept(QUIET);
        assertThat(told).extracting(Balloon::title).containsExactly("PC-02 failed");

        memory.enable(NotificationKind.FINISHED, true);
        notifier.accept(QUIET);

        assertThat(told).hasSize(1);
    }

    @Test
    void nothingIsSaidAboutWhatTheFocusedWindowShows() {
        inView = new Place.Vms(Optional.of("vm-PC-07"));
        stored.end("job", Job.State.SUCCEEDED, now, succeeded("PC-07"));
        notifier.accept(QUIET);
        inView = null;

        notifier.accept(QUIET);

        assertThat(told).isEmpty();
    }

    @Test
    void manyEndsAtOnceAreOneMessage() {
        for (int i = 0; i < 5; i++) {
            stored.end("job-" + i, Job.State.SUCCEEDED, now, succeeded("PC-" + i));
        }
        stored.end("job-x", Job.State.FAILED, now, List.of(run("PC-X", RunState.FAILED)));

        notifier.accept(QUIET);

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().title()).isEqualTo("6 jobs ended");
        assertThat(told.getFirst().text()).isEqualTo("Finished: 5. Failed: 1. Waiting for you: 0.");
        assertThat(told.getFirst().tone()).isEqualTo(Balloon.Tone.ERROR);
    }

    @Test
    void aConditionIsToldWhenItBeginsAndAgainWhenItComesBack() {
        var changed = new Warning("host-key-changed-pve1", Warning.Severity.DEGRADED, "The key of pve1 changed.", now);
        var holding = work(VaultState.UNLOCKED, List.of(), List.of(changed));

        notifier.accept(holding);
        notifier.accept(holding);
        restart();
        notifier.accept(QUIET);
        notifier.accept(holding);
        assertThat(told).extracting(Balloon::text).containsExactly("The key of pve1 changed.");
        notifier.accept(QUIET);
        notifier.accept(holding);

        assertThat(told).hasSize(2);
    }

    @Test
    void aLockedVaultIsToldOnlyWhenWorkWaitsForIt() {
        notifier.accept(work(VaultState.LOCKED, List.of(), List.of()));
        assertThat(told).isEmpty();

        var waiting = List.of(new OpenRun("r1", "job", "provision_vm", "PC-01", RunState.WAITING));
        notifier.accept(work(VaultState.LOCKED, waiting, List.of()));

        assertThat(told).extracting(Balloon::text).containsExactly("1 VM waits until you open it.");
        assertThat(told.getFirst().opens()).isEqualTo(new Place.Settings(Optional.of("vault")));
    }

    @Test
    void messagesSpeakTheChosenLanguage() {
        language = Locale.of("ru");
        stored.end("job", Job.State.SUCCEEDED, now, succeeded("PC-01", "PC-02"));

        notifier.accept(QUIET);

        assertThat(told.getFirst().title()).isEqualTo("Готовы 2 ВМ");
    }

    @Test
    void aDamagedNoteBeginsAnew() {
        memory.keepTold("{\"since\":");
        stored.end("old", Job.State.SUCCEEDED, now.minusSeconds(1), succeeded("PC-00"));
        restart();

        notifier.accept(QUIET);

        assertThat(told).isEmpty();
    }

    @Test
    void theHintAboutTheTrayComesOnceAndOnlyWhenItCouldBeShown() {
        var places = new boolean[] {false};
        var hint = new CloseHint(
                memory,
                balloon -> {
                    if (places[0]) {
                        told.add(balloon);
                    }
                    return places[0];
                },
                () -> language);

        hint.windowClosed();
        assertThat(told).isEmpty();
        places[0] = true;
        hint.windowClosed();
        hint.windowClosed();

        assertThat(told).extracting(Balloon::title).containsExactly("Slipway keeps running");
    }

    private void restart() {
        notifier = new Notifier(new Notifier.Parts(
                stored,
                memory,
                balloon -> told.add(balloon),
                place -> place.equals(inView),
                () -> language,
                () -> now));
    }

    private static List<RunView> succeeded(String... names) {
        return List.of(names).stream()
                .map(name -> run(name, RunState.SUCCEEDED))
                .toList();
    }

    private static RunView run(String name, RunState state) {
        return new RunView(
                "run-" + name,
                "job",
                "plan",
                name,
                state,
                false,
                false,
                Optional.empty(),
                100,
                "{}",
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                List.of());
    }

    private static Work work(VaultState vault, List<OpenRun> open, List<Warning> warnings) {
        return new Work(
                Work.Server.RUNNING,
                vault,
                Work.Intake.OPEN,
                open,
                Map.of("run-PC-07", "vm-PC-07"),
                List.of(),
                warnings);
    }

    /** Jobs as the store has them. */
    private static final class Stored implements JobEnds {
        private final List<Job> jobs = new ArrayList<>();
        private final Map<String, List<RunView>> runs = new java.util.HashMap<>();

        void end(String id, Job.State state, Instant at, List<RunView> itsRuns) {
            int good = (int) itsRuns.stream()
                    .filter(run -> run.state() == RunState.SUCCEEDED)
                    .count();
            jobs.removeIf(job -> job.id().equals(id));
            jobs.add(new Job(
                    id,
                    "operator",
                    "provision_vm",
                    Optional.empty(),
                    Json.object(),
                    state,
                    100,
                    itsRuns.size(),
                    good,
                    itsRuns.size() - good,
                    Optional.empty(),
                    at,
                    Optional.of(at)));
            runs.put(id, itsRuns);
        }

        @Override
        public List<Job> since(Instant instant) {
            return jobs.stream()
                    .filter(job -> !job.endedAt().orElseThrow().isBefore(instant))
                    .toList();
        }

        @Override
        public List<RunView> runs(String jobId) {
            return runs.getOrDefault(jobId, List.of());
        }
    }
}
