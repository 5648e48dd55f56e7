package io.slipway.server.provision;

import io.slipway.server.job.Job;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.util.List;

/**
 * What an operator can do with a job as it stands.
 *
 * @param stop something runs and can be stopped and taken back
 * @param cleanUp something failed and was left, which can be taken back now
 * @param retry something failed and can be tried again
 */
public record JobChoices(boolean stop, boolean cleanUp, boolean retry) {
    public static JobChoices of(Job job, List<RunView> runs) {
        boolean stop = runs.stream().anyMatch(run -> !run.state().ended() && TakenBack.stoppable(run));
        boolean cleanUp = runs.stream().anyMatch(run -> run.state().ended() && TakenBack.stoppable(run));
        boolean parked = runs.stream().anyMatch(run -> run.state() == RunState.PARKED);
        boolean again = job.kind().equals(Provisioning.JOB_KIND)
                && runs.stream().anyMatch(run -> Provisioning.takenBackForGood(run, runs));
        return new JobChoices(stop, cleanUp, parked || again);
    }
}
