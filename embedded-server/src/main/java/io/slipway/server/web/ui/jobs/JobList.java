package io.slipway.server.web.ui.jobs;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.job.Job;
import io.slipway.server.job.JobBoard;
import io.slipway.server.job.JobFilter;
import io.slipway.server.job.JobLine;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.overview.Situation;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.JobWords;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The jobs that fit: those that need the operator first, then the others, newest first.
 *
 * @param more whether there are older ones than are shown
 */
record JobList(PageFrame frame, Asked asked, List<Row> needs, List<Row> others, boolean more) {
    private static final int USUAL = 50;
    private static final int MOST = 2000;
    private static final int LONGEST_WORDS = 100;
    /** What needs the operator is looked for among so many, also where fewer are shown. */
    private static final int LOOKED_AT = 300;

    /** Which jobs one can look for. */
    enum Which {
        ALL(Set.of()),
        RUNNING(EnumSet.of(Job.State.QUEUED, Job.State.RUNNING)),
        NEEDS(EnumSet.of(Job.State.FAILED, Job.State.PARTIAL)),
        DONE(EnumSet.of(Job.State.SUCCEEDED));

        private final Set<Job.State> states;

        Which(Set<Job.State> states) {
            this.states = states;
        }

        /** Its word in the address. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the address asks for. */
    record Asked(String words, Which which, int show) {
        static Asked of(Context context) {
            var words = Objects.requireNonNullElse(context.queryParam("q"), "").strip();
            if (words.length() > LONGEST_WORDS) {
                throw bad("At most " + LONGEST_WORDS + " characters are searched.");
            }
            var state = LogAsked.word(context, "state");
            for (var which : Which.values()) {
                if (which.word().equals(state) || state.isEmpty() && which == Which.ALL) {
                    return new Asked(words, which, (int) Math.clamp(LogAsked.number(context, "show", USUAL), 1, MOST));
                }
            }
            throw bad("state is one of all, running, needs, done.");
        }

        private static RuntimeException bad(String detail) {
            return Problem.of(ProblemCode.BAD_REQUEST, detail).exception();
        }

        boolean everything() {
            return words.isEmpty() && which == Which.ALL;
        }

        /** The address of the same search for other states. */
        String link(Which other) {
            return link(other, USUAL);
        }

        String longer() {
            return link(which, Math.min(MOST, show * 2));
        }

        private String link(Which other, int count) {
            var link = new StringBuilder(PageFrame.Place.JOBS.path())
                    .append("?state=")
                    .append(other.word());
            if (!words.isEmpty()) {
                link.append("&q=").append(Address.encoded(words));
            }
            return count == USUAL
                    ? link.toString()
                    : link.append("&show=").append(count).toString();
        }
    }

    /** One job in the operator's words. */
    record Row(JobLine line, String title, JobWords.State state, String doing, String usual) {
        Job job() {
            return line.job();
        }
    }

    static JobList read(JobBoard board, TenantId tenant, PageFrame frame, Asked asked, Situation seen) {
        var usual = seen.usual();
        int wanted = Math.max(asked.show() + 1, LOOKED_AT);
        var found = board.search(tenant, new JobFilter(asked.words(), asked.which().states), wanted, seen.underWay());
        var waiting = seen.failed().stream().map(RunGlance::jobId).collect(Collectors.toSet());
        Predicate<JobLine> needs = line -> waiting.contains(line.job().id())
                || line.liveliest().stream().anyMatch(run -> run.held() || usual.stuck(run, frame.now()));
        var rest = found.stream().filter(needs.negate()).toList();
        return new JobList(
                frame,
                asked,
                rows(found.stream().filter(needs).toList(), frame, usual),
                rows(rest.stream().limit(asked.show()).toList(), frame, usual),
                rest.size() > asked.show());
    }

    private static List<Row> rows(List<JobLine> lines, PageFrame frame, UsualTimes usual) {
        var words = new JobWords(frame.text("jobs"));
        return lines.stream()
                .map(line -> new Row(
                        line,
                        words.title(line.job(), line.firstVm()),
                        words.state(line, usual, frame.now()),
                        doing(line, words),
                        line.liveliest()
                                .flatMap(usual::phase)
                                .map(frame.times()::usual)
                                .orElse("")))
                .toList();
    }

    private static String doing(JobLine line, JobWords words) {
        return line.liveliest()
                .map(run -> line.job().total() > 1 ? run.subject() + ": " + words.phase(run) : words.phase(run))
                .orElse("");
    }

    boolean nothing() {
        return needs.isEmpty() && others.isEmpty();
    }

    /** Whether the longest list is shown and there is still more. */
    boolean tooMany() {
        return more && asked.show() >= MOST;
    }

    String say(String key, Object... arguments) {
        return jobs().get(key, arguments);
    }

    String own(String key, Object... arguments) {
        return frame.text("webjobs").get(key, arguments);
    }

    private Text jobs() {
        return frame.text("jobs");
    }

    /** What a job that has ended says of its end: why it failed. */
    String why(Row row) {
        return row.job().state() == Job.State.FAILED || row.job().state() == Job.State.PARTIAL
                ? row.job()
                        .problem()
                        .map(problem -> ProblemWords.of(frame.look().language()).title(problem.code()))
                        .orElse("")
                : "";
    }

    String when(Row row) {
        return frame.times().moment(row.job().createdAt(), frame.now());
    }

    Ticking spent(Row row) {
        return Ticking.span(frame, row.job().createdAt(), row.job().endedAt());
    }

    Ticking sign(Row row) {
        return Ticking.sign(frame, row.line().liveliest().flatMap(RunGlance::lastSign));
    }
}
