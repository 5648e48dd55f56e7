package io.slipway.server.overview;

import io.slipway.server.health.Warning;
import io.slipway.server.job.RunGlance;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.vault.VaultState;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import io.slipway.server.workflow.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that needs the operator.
 *
 * @param what happened
 * @param why with the evidence; empty when the first sentence says all
 * @param since when
 * @param verb what the button says
 * @param goal where it leads
 */
public record Need(StateShape shape, String what, String why, Optional<Instant> since, String verb, Goal goal) {

    /** Where the operator can do something about it. */
    public sealed interface Goal {
        /** The vault. */
        record OfVault() implements Goal {}

        /** A host, by its name. */
        record OfHost(String name) implements Goal {}

        /** A job. */
        record OfJob(String id) implements Goal {}

        /** A warning that holds, by its name. */
        record OfWarning(String name) implements Goal {}
    }

    /** The most urgent first: what holds everything, hosts, VMs that failed, VMs that are silent, notes. */
    public static List<Need> of(Text text, Situation look) {
        var needs = new ArrayList<Need>();
        var vault = vault(text, look);
        vault.ifPresent(needs::add);
        look.hosts().forEach(line -> line.stopped()
                .ifPresent(why -> needs.add(new Need(
                        StateShape.NEEDS_YOU,
                        text.get("host.named", line.host().name(), text.get("host.stopped")),
                        why.detail(),
                        Optional.empty(),
                        text.get("need.host"),
                        new Goal.OfHost(line.host().name())))));
        look.failed().forEach(run -> needs.add(failed(text, run)));
        look.underWay().stream()
                .filter(run -> look.usual().stuck(run, look.now()))
                .forEach(run -> needs.add(stuck(text, look, run)));
        look.underWay().stream()
                .filter(run -> run.held() && !run.heldByVault())
                .forEach(run -> needs.add(new Need(
                        StateShape.NEEDS_YOU,
                        text.get("need.held.host", run.subject()),
                        "",
                        run.lastSign(),
                        text.get("need.host"),
                        run.hostName().<Goal>map(Goal.OfHost::new).orElseGet(() -> new Goal.OfJob(run.jobId())))));
        look.warnings().stream()
                .filter(warning -> !told(warning))
                // It has a line of its own.
                .filter(warning -> vault.isEmpty() || !warning.name().equals(Warning.VAULT_LOCKED))
                .forEach(warning -> needs.add(warning(text, warning)));
        return needs;
    }

    /** A host's changed key has a line of its own. */
    private static boolean told(Warning warning) {
        return warning.name().startsWith("host-key-changed-") || warning.severity() == Warning.Severity.NOTICE;
    }

    private static Optional<Need> vault(Text text, Situation look) {
        if (look.vault() != VaultState.LOCKED && look.vault() != VaultState.LOST) {
            return Optional.empty();
        }
        long waiting = look.underWay().stream().filter(RunGlance::heldByVault).count();
        var what = text.get(look.vault() == VaultState.LOCKED ? "need.vault.locked" : "need.vault.lost");
        var why = waiting > 0
                ? text.count("need.held.vault", waiting) + ". " + text.get("need.held.vault.why")
                : text.get("need.vault.locked.why");
        return Optional.of(new Need(
                StateShape.NEEDS_YOU, what, why, Optional.empty(), text.get("need.unlock"), new Goal.OfVault()));
    }

    private static Need failed(Text text, RunGlance run) {
        var step =
                run.phase().map(phase -> new JobWords(text).step(phase.kind())).orElse("");
        var what =
                switch (run.state()) {
                    case PARKED -> text.get("need.parked", run.subject(), step);
                    case NEEDS_ATTENTION -> text.get("need.left", run.subject());
                    case FAILED, READY, RUNNING, WAITING, SUCCEEDED, CANCELLED -> text.get("need.taken", run.subject());
                };
        return new Need(
                run.state() == RunState.FAILED ? StateShape.FAILED : StateShape.NEEDS_YOU,
                what,
                run.problem().map(ProblemWords.of(text.language())::line).orElse(""),
                run.endedAt(),
                text.get("need.show"),
                new Goal.OfJob(run.jobId()));
    }

    private static Need stuck(Text text, Situation look, RunGlance run) {
        var times = Times.of(text);
        var words = new JobWords(text);
        var silent = run.lastSign().map(at -> Duration.between(at, look.now())).orElse(Duration.ZERO);
        var why = look.usual()
                .phase(run)
                .map(usual -> text.get("need.stuck.why", times.usual(usual)))
                .orElse("");
        return new Need(
                StateShape.NEEDS_YOU,
                text.get("need.stuck", run.subject(), words.phase(run), times.span(silent)),
                why,
                run.lastSign(),
                text.get("need.show"),
                new Goal.OfJob(run.jobId()));
    }

    private static Need warning(Text text, Warning warning) {
        boolean bad = warning.severity() == Warning.Severity.BLOCKING;
        var title = ProblemWords.of(text.language()).warning(warning.name(), warning.text());
        return new Need(
                bad ? StateShape.FAILED : StateShape.NEEDS_YOU,
                title,
                title.equals(warning.text()) ? "" : warning.text(),
                Optional.of(warning.since()),
                text.get("need.settings"),
                new Goal.OfWarning(warning.name()));
    }
}
