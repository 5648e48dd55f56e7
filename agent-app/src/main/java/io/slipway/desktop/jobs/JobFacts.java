package io.slipway.desktop.jobs;

import io.slipway.server.job.Job;
import io.slipway.server.job.RunGlance;
import io.slipway.server.text.Text;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines below a job's name: where, since when, what it does now, how long it will take. */
final class JobFacts {
    private JobFacts() {}

    static List<String> of(
            Text text,
            Times times,
            Job job,
            Optional<? extends @Nullable RunGlance> chosen,
            JobSnapshot look,
            Instant now) {
        var lines = new ArrayList<String>();
        lines.add(where(text, times, job, now));
        var longest = look.left().values().stream().max(Duration::compareTo);
        if (!job.state().ended() && (job.total() > 1 || longest.isPresent())) {
            var sum = new ArrayList<String>();
            if (job.total() > 1) {
                sum.add(text.get("jobs.of", job.succeeded(), job.total()));
            }
            if (look.left().size() == look.glances().size()) {
                longest.ifPresent(left -> sum.add(text.get("left", times.span(Times.rounded(left)))));
            }
            if (!sum.isEmpty()) {
                lines.add(String.join(" · ", sum));
            }
        }
        chosen.ifPresent(run -> lines.add(doing(text, times, run, look, now)));
        return lines;
    }

    private static String where(Text text, Times times, Job job, Instant now) {
        var parts = new ArrayList<String>();
        var host = job.fields().path("host_name").asString("");
        if (!host.isEmpty()) {
            parts.add(text.get("job.on", host));
        }
        parts.add(text.get("job.started", times.moment(job.createdAt(), now)));
        var span = times.span(Duration.between(job.createdAt(), job.endedAt().orElse(now)));
        parts.add(text.get(job.state().ended() ? "job.took" : "job.runs", span));
        return String.join(" · ", parts);
    }

    /** Phase and last sign of life of the VM in sight. */
    private static String doing(Text text, Times times, RunGlance run, JobSnapshot look, Instant now) {
        var parts = new ArrayList<String>();
        parts.add(new JobWords(text).phase(run));
        parts.add(sign(text, times, run, now));
        look.usual().phase(run).ifPresent(usual -> parts.add(times.usual(usual)));
        return String.join(" · ", parts);
    }

    static String sign(Text text, Times times, RunGlance run, Instant now) {
        return run.lastSign().map(at -> text.get("sign", times.ago(at, now))).orElseGet(() -> text.get("sign.none"));
    }
}
