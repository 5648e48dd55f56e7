package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Follows one long operation from its start, or from where an earlier attempt left it, to its end. */
final class Detached {
    private static final int LOST_LOOKS = 5;

    /** A process that is not there by then will never be: the start itself was cut off. */
    private static final Duration BIRTH = Duration.ofSeconds(30);

    private static final int LONGEST_LINE = 8 << 10;
    private static final int TAIL = 16 << 10;

    private final Runs runs;
    private final Pace pace;

    Detached(Runs runs, Pace pace) {
        this.runs = runs;
        this.pace = pace;
    }

    /**
     * How an operation ended.
     *
     * @param exitCode empty when it died without one
     * @param tail the last 16 KiB of its output
     */
    record End(Optional<Integer> exitCode, String tail) {
        boolean succeeded() {
            return exitCode.filter(code -> code == 0).isPresent();
        }

        String words() {
            return HostAnswer.presentable(HostAnswer.lastLine(tail));
        }
    }

    /**
     * Runs a tool to its end. What an earlier attempt started is joined; what it finished without our hearing of it is
     * forgotten and done again, so call this only after the state has shown that it is needed.
     *
     * @param silence longest time without output
     */
    End run(RunMarker run, String step, List<String> words, Duration silence, OperationLog log) {
        if (!runs.begin(run, step, words)) {
            var before = runs.look(run, step, 0);
            if (before.state() != Runs.State.RUNNING && before.state() != Runs.State.STARTING) {
                runs.forget(run, step);
                runs.begin(run, step, words);
            }
        }
        return follow(run, step, silence, log);
    }

    /** Watches an operation that was started before, until it ends. The notes stay. */
    End follow(RunMarker run, String step, Duration silence, OperationLog log) {
        var lines = new Lines(log::line);
        Instant lastWord = pace.now();
        for (int look = 0; ; look++) {
            var seen = patientLook(run, step, lines.offset);
            if (lines.accept(seen.piece())) {
                lastWord = pace.now();
            }
            boolean more = seen.piece().length() >= Runs.PIECE;
            boolean over =
                    switch (seen.state()) {
                        case FINISHED, NONE, GONE -> true;
                        case STARTING -> pace.over(lastWord, BIRTH);
                        case RUNNING -> false;
                    };
            if (over && !more) {
                lines.finish();
                return new End(seen.exitCode(), lines.tail());
            }
            if (log.cancelled()) {
                throw Problem.of(ProblemCode.CANCELLED, "The operation was cancelled.")
                        .exception();
            }
            if (pace.over(lastWord, silence)) {
                throw Problem.of(
                                ProblemCode.HOST_ANSWER,
                                "An operation on the host has said nothing for " + silence.toMinutes() + " minutes.",
                                "Look at the host's task list.")
                        .exception();
            }
            if (!more) {
                pace.rest(look);
            }
        }
    }

    /** One broken connection must not end a clone of an hour. */
    private Runs.Look patientLook(RunMarker run, String step, long offset) {
        return patiently(() -> runs.look(run, step, offset));
    }

    private <T> T patiently(Supplier<T> look) {
        for (int attempt = 0; ; attempt++) {
            try {
                return look.get();
            } catch (SlipwayException e) {
                if (e.problem().code() != ProblemCode.SSH_UNREACHABLE || attempt >= LOST_LOOKS) {
                    throw e;
                }
                pace.rest(attempt);
            }
        }
    }

    void forget(RunMarker run, String step) {
        runs.forget(run, step);
    }

    /** Cuts the output into lines and counts the bytes that are done. */
    private static final class Lines {
        private final Consumer<String> sink;
        private final StringBuilder tail = new StringBuilder();
        private String open = "";
        private long offset;

        Lines(Consumer<String> sink) {
            this.sink = sink;
        }

        /** @return whether there was anything new */
        boolean accept(String piece) {
            if (piece.isEmpty()) {
                return false;
            }
            offset += piece.length();
            var text = open + piece;
            int from = 0;
            for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
                emit(text.substring(from, end));
                from = end + 1;
            }
            open = text.substring(from);
            if (open.length() > LONGEST_LINE) {
                emit(open);
                open = "";
            }
            return true;
        }

        void finish() {
            if (!open.isEmpty()) {
                emit(open);
                open = "";
            }
        }

        private void emit(String bytes) {
            var line = Runs.text(bytes.length() > LONGEST_LINE ? bytes.substring(0, LONGEST_LINE) : bytes);
            tail.append(line).append('\n');
            if (tail.length() > TAIL) {
                tail.delete(0, tail.length() - TAIL);
            }
            sink.accept(line);
        }

        String tail() {
            return tail.toString();
        }
    }
}
