package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.TenantId;
import io.slipway.server.host.HostLimits;
import io.slipway.server.job.Job;
import io.slipway.server.job.JobBoard;
import io.slipway.server.job.JobFilter;
import io.slipway.server.job.JobLine;
import io.slipway.server.job.RunGlance;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.guest.GuestPhase;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.provision.JobChoices;
import io.slipway.server.provision.TakenBack;
import io.slipway.server.workflow.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people see of jobs at a glance, from jobs that really ran. */
@Timeout(120)
class JobBoardTest {
    private static final TenantId TENANT = TenantId.DEFAULT;

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder, lab -> lab, new HostLimits(2, 1000, 1999));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private JobBoard board() {
        return rig.agent.parts().jobs().board();
    }

    @Test
    @Tag("F095")
    @Tag("F194")
    void whatWasBuiltTellsHowLongItUsuallyTakesAndIsFoundByVmAndByHost() {
        var before = Instant.now().minusSeconds(1);
        var job = rig.await(rig.submit(Rig.windows(3)));
        assertThat(job.state()).as(rig.log(job.id())).isEqualTo(Job.State.SUCCEEDED);

        var usual = board().usual(TENANT, Instant.now());
        var clone = usual.step(Optional.of(rig.host.id()), "windows-install", "clone")
                .orElseThrow();
        assertThat(clone.measured()).isEqualTo(3);
        assertThat(clone.low()).isLessThanOrEqualTo(clone.median());
        assertThat(clone.median()).isLessThanOrEqualTo(clone.high());

        var today = board().day(TENANT, before, Instant.now().plusSeconds(60));
        assertThat(today.built()).isEqualTo(3);
        assertThat(today.failed()).isZero();
        assertThat(today.median().orElseThrow()).isPositive();
        assertThat(board().day(TENANT, before.minusSeconds(60), before).built()).isZero();

        assertThat(found("WIN-02")).containsExactly(job.id());
        assertThat(found("lab")).containsExactly(job.id());
        assertThat(found(job.id().substring(0, 13))).containsExactly(job.id());
        assertThat(found("win-0%"))
                .as("a sign of the store's language is only a sign")
                .isEmpty();
        assertThat(found("nobody")).isEmpty();
        assertThat(board().search(TENANT, new JobFilter("", Set.of(Job.State.FAILED)), 10))
                .isEmpty();
    }

    private java.util.List<String> found(String words) {
        return board().search(TENANT, new JobFilter(words, Set.of()), 10).stream()
                .map(line -> line.job().id())
                .toList();
    }

    @Test
    @Tag("F095")
    @Tag("F195")
    void aRunUnderWayHasAPhaseAndASignAndStoppingNamesWhatGoes() {
        rig.lab.guestRules().fault("win-01", new GuestFault.HangsAt(GuestPhase.values()[1]));
        var jobId = rig.submit(Rig.windows(1));
        var run = awaitPhase("await-guest");

        assertThat(run.subject()).isEqualTo("win-01");
        assertThat(run.hostName()).contains("lab");
        assertThat(run.lastSign().orElseThrow())
                .isAfterOrEqualTo(run.phase().orElseThrow().startedAt().orElseThrow());
        assertThat(board().later(java.util.List.of(run)).get(run.runId()))
                .containsExactly("await-complete", "detach-media", "close");
        assertThat(board().search(TENANT, JobFilter.ALL, 10))
                .singleElement()
                .extracting(JobLine::firstVm, line -> line.liveliest().map(RunGlance::runId))
                .containsExactly("win-01", Optional.of(run.runId()));

        var runs = rig.agent.parts().jobs().runs(TENANT, jobId);
        var goes = TakenBack.of(runs).getFirst();
        assertThat(goes.vmId()).hasValue(1000);
        assertThat(goes.disc().orElseThrow()).endsWith(".iso");
        assertThat(goes.token()).isTrue();
        assertThat(choices(jobId)).isEqualTo(new JobChoices(true, false, false));

        rig.agent.parts().jobs().cancel(TENANT, jobId);
        rig.await(jobId);
        assertThat(TakenBack.of(rig.agent.parts().jobs().runs(TENANT, jobId))).isEmpty();
        assertThat(choices(jobId)).as("it can be ordered again").isEqualTo(new JobChoices(false, false, true));
        assertThat(board().failed(TENANT, Instant.now()))
                .as("the operator wanted it")
                .isEmpty();
    }

    @Test
    @Tag("F195")
    void whatIsLeftAfterAFailureNeedsTheOperatorUntilItIsCleanedUp() {
        rig.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: QEMU exited with code 1\n"));
        rig.lab.faults().always("qm destroy", new Faults.Answer(255, "", "can't remove VM 1000 - protection mode\n"));
        var jobId = rig.submit(Rig.windows(1));
        rig.await(jobId);

        assertThat(board().failed(TENANT, Instant.now())).singleElement().satisfies(run -> {
            assertThat(run.state()).isEqualTo(RunState.NEEDS_ATTENTION);
            assertThat(run.problem().orElseThrow().detail()).contains("1000");
        });
        assertThat(choices(jobId).cleanUp()).isTrue();
        assertThat(TakenBack.of(rig.agent.parts().jobs().runs(TENANT, jobId)))
                .singleElement()
                .extracting(TakenBack::vmId, TakenBack::token)
                .containsExactly(java.util.OptionalInt.of(1000), false);

        rig.lab.faults().clear();
        rig.agent.parts().jobs().cancel(TENANT, jobId);
        rig.await(jobId);
        assertThat(choices(jobId)).isEqualTo(new JobChoices(false, false, true));
        assertThat(board().failed(TENANT, Instant.now()))
                .as("taken back, but it failed today")
                .hasSize(1);
        assertThat(board().failed(TENANT, Instant.now().plus(Duration.ofDays(2))))
                .isEmpty();
    }

    private JobChoices choices(String jobId) {
        var jobs = rig.agent.parts().jobs();
        return JobChoices.of(jobs.require(TENANT, jobId), jobs.runs(TENANT, jobId));
    }

    private RunGlance awaitPhase(String kind) {
        var end = Instant.now().plus(Rig.PATIENCE);
        while (Instant.now().isBefore(end)) {
            for (var run : board().underWay(TENANT)) {
                if (run.phase().filter(phase -> phase.kind().equals(kind)).isPresent()
                        && run.state() == RunState.WAITING) {
                    return run;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("no run at " + kind);
    }
}
