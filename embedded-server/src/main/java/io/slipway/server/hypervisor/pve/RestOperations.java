package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.pve.RestAttempt.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Long operations over REST. The host works on them as tasks that do not care who listens; what must survive us is which task
 * is ours.
 *
 * <p>So the intent is noted before the call and the task's number after it. When we died in between, the task is looked for in
 * the host's list: begun by our token, not before the intent, of the right type and subject, and with the right words in its
 * log. It is joined, never started a second time.
 */
final class RestOperations implements Operations {
    /** Longest time between a call whose answer we do not know and its task in the host's list. */
    private static final Duration BIRTH = Duration.ofSeconds(10);

    private static final int LONGEST_WORDS = 1000;

    private final RestNode node;
    private final RestTasks tasks;
    private final RestCalls calls;
    private final Notes notes;
    private final Pace pace;
    private final ReentrantLock claims = new ReentrantLock();

    RestOperations(RestNode node, RestTasks tasks, Notes notes, Pace pace) {
        this.node = node;
        this.tasks = tasks;
        this.calls = new RestCalls(node);
        this.notes = notes;
        this.pace = pace;
    }

    private static String path(RunMarker run, String step) {
        return run.runId() + "/" + step;
    }

    private Optional<RestAttempt> noted(String path) {
        return notes.readNote(path).map(RestAttempt::parse);
    }

    @Override
    public boolean begin(RunMarker run, String step, Operation operation) {
        return begin(run, step, calls.of(operation));
    }

    /** As {@link #begin(RunMarker, String, Operation)} for any call that starts a task. */
    boolean begin(RunMarker run, String step, RestTask task) {
        var path = path(run, step);
        if (noted(path).isPresent()) {
            return false;
        }
        var intent = RestAttempt.intent(task, tasks.newestStart(), pace.now().toEpochMilli());
        if (!claim(path, intent)) {
            return false;
        }
        var answer = task.start().get();
        notes.note(path, outcome(intent, answer).text());
        return true;
    }

    /** One process works on a data folder, so a lock in memory is enough. */
    private boolean claim(String path, RestAttempt intent) {
        claims.lock();
        try {
            if (noted(path).isPresent()) {
                return false;
            }
            notes.note(path, intent.text());
            return true;
        } finally {
            claims.unlock();
        }
    }

    private RestAttempt outcome(RestAttempt intent, HostAnswer answer) {
        if (answer.succeeded()) {
            var data = node.json("a task", answer);
            return Upid.parse(data.asString(""))
                    .map(upid -> intent.became(Stage.TASK, upid.text()))
                    .orElseGet(() -> intent.became(Stage.DONE, ""));
        }
        var problem = HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not begin the operation", answer);
        if (problem.code() == ProblemCode.HOST_BUSY) {
            // Another daemon or node did not answer ours; whether the task began is not known.
            throw problem.exception();
        }
        // Perhaps the place is taken by a call of ours whose answer was lost and which is only now at work.
        return tasks.find(intent)
                .filter(upid -> tasks.status(upid).state() == State.RUNNING)
                .map(upid -> intent.became(Stage.TASK, upid))
                .orElseGet(() -> intent.became(Stage.REFUSED, cut(answer.err().strip())));
    }

    private static String cut(String words) {
        return words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words;
    }

    /** What is noted; an intent whose answer was lost is looked for in the host's list first. */
    private Optional<RestAttempt> settled(RunMarker run, String step) {
        var path = path(run, step);
        var noted = noted(path);
        if (noted.isEmpty() || noted.get().stage() != Stage.INTENT) {
            return noted;
        }
        var intent = noted.get();
        var start = pace.now();
        for (int look = 0; ; look++) {
            var found = pace.acrossLosses(() -> tasks.find(intent));
            if (found.isPresent()) {
                var task = intent.became(Stage.TASK, found.get());
                notes.note(path, task.text());
                return Optional.of(task);
            }
            if (pace.over(Instant.ofEpochMilli(intent.atMillis()), BIRTH) || pace.over(start, BIRTH)) {
                return noted;
            }
            pace.rest(look);
        }
    }

    @Override
    public State state(RunMarker run, String step) {
        return settled(run, step)
                .map(attempt -> switch (attempt.stage()) {
                    case INTENT -> State.GONE;
                    case TASK -> tasks.status(attempt.end()).state();
                    case REFUSED, DONE -> State.FINISHED;
                })
                .orElse(State.NONE);
    }

    @Override
    public String edges(RunMarker run, String step) {
        return settled(run, step)
                .map(attempt -> switch (attempt.stage()) {
                    case INTENT, DONE -> "";
                    case TASK -> tasks.edges(attempt.end());
                    case REFUSED -> attempt.end();
                })
                .orElse("");
    }

    @Override
    public End follow(RunMarker run, String step, Duration silence, OperationLog log) {
        var attempt = settled(run, step);
        if (attempt.isEmpty()) {
            return new End(Optional.empty(), "");
        }
        return switch (attempt.get().stage()) {
            case INTENT -> new End(Optional.empty(), "");
            case TASK -> tasks.watch(attempt.get().end(), silence, log);
            case REFUSED -> refused(attempt.get().end(), log);
            case DONE -> new End(Optional.of(0), "");
        };
    }

    private static End refused(String words, OperationLog log) {
        words.lines().forEach(log::line);
        return new End(Optional.of(1), words + "\n");
    }

    @Override
    public void terminate(RunMarker run, String step) {
        noted(path(run, step))
                .filter(attempt -> attempt.stage() == Stage.TASK)
                .ifPresent(attempt -> node.stopTask(attempt.end()));
    }

    @Override
    public void forget(RunMarker run, String step) {
        notes.dropNote(path(run, step));
    }
}
