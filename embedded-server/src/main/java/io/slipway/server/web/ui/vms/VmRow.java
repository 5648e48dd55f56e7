package io.slipway.server.web.ui.vms;

import io.slipway.server.host.LostHost;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.overview.VmLine;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.VmWords;
import java.time.Instant;
import java.util.Optional;

/**
 * How one VM stands, in the operator's words.
 *
 * @param phase what is done with it, or how that ended; empty when there is nothing to say
 * @param sign the last sign of life of what goes on
 * @param power what is known of its power; empty when nothing is
 * @param lost why its host does not answer; empty while it does
 */
record VmRow(
        VmLine line,
        JobWords.State state,
        String phase,
        Optional<Instant> sign,
        String usual,
        String power,
        String lost) {
    static VmRow of(PageFrame frame, VmLine line, UsualTimes usual, Optional<LostHost> lost, Optional<VmPower> power) {
        var jobs = frame.text("jobs");
        var own = frame.text("vms");
        boolean going = line.run().filter(VmRow::going).isPresent();
        return new VmRow(
                line,
                state(jobs, line, usual, frame.now()),
                line.run().map(new JobWords(jobs)::phase).orElse(""),
                line.run().filter(run -> going).flatMap(RunGlance::lastSign),
                line.run()
                        .filter(run -> going)
                        .flatMap(usual::phase)
                        .map(frame.times()::usual)
                        .orElse(""),
                line.vm().state() == Vm.State.PRESENT ? power(frame, own, power) : "",
                lost.map(host -> own.get("host.lost", frame.times().moment(host.since(), frame.now())))
                        .orElse(""));
    }

    /** Whether the run has not ended. */
    static boolean going(RunGlance run) {
        return run.endedAt().isEmpty()
                && switch (run.state()) {
                    case READY, RUNNING, WAITING -> true;
                    case SUCCEEDED, FAILED, PARKED, NEEDS_ATTENTION, CANCELLED -> false;
                };
    }

    private static JobWords.State state(Text jobs, VmLine line, UsualTimes usual, Instant now) {
        return stuck(line, usual, now)
                ? new JobWords.State(StateShape.NEEDS_YOU, jobs.get("state.stuck"))
                : VmWords.state(jobs, line.vm(), line.run());
    }

    private static boolean stuck(VmLine line, UsualTimes usual, Instant now) {
        return line.run()
                .filter(run -> going(run) && !run.held() && usual.stuck(run, now))
                .isPresent();
    }

    private static String power(PageFrame frame, Text own, Optional<VmPower> power) {
        return power.map(known -> own.get(
                        known.running() ? "power.on" : "power.off",
                        frame.times().moment(known.at(), frame.now())))
                .orElse("");
    }

    /** How coarse it stands, without any words: of many VMs few are shown. */
    static VmFilter.Standing standing(VmLine line, UsualTimes usual, boolean lost, Instant now) {
        return lost || stuck(line, usual, now)
                ? VmFilter.Standing.NEEDS
                : VmFilter.Standing.of(VmWords.shape(line.vm(), line.run()));
    }

    String address() {
        return String.join(", ", line.vm().addresses());
    }
}
