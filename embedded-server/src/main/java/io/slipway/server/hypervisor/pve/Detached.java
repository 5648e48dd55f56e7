package io.slipway.server.hypervisor.pve;

import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Long operations over SSH: each follows one tool from its start, or from where an earlier attempt left it, to its end. */
final class Detached implements Operations {
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

    @Override
    public State state(RunMarker run, String step) {
        return runs.look(run, step, 0).state();
    }

    @Override
    public String edges(RunMarker run, String step) {
        return runs.edges(run, step);
    }

    @Override
    public boolean begin(RunMarker run, String step, Operation operation) {
        return runs.begin(run, step, QmWords.of(operation));
    }

    @Override
    public void terminate(RunMarker run, String step) {
        runs.terminate(run, step);
    }

    @Override
    public void forget(RunMarker run, String step) {
        runs.forget(run, step);
    }

    /** As {@link #run} for any tool of the host. */
    End run(RunMarker run, String step, List<String> words, Duration silence, OperationLog log) {
        join(run, step, () -> runs.begin(run, step, words));
        return follow(run, step, silence, log);
    }

    @Override
    public End follow(RunMarker run, String step, Duration silence, OperationLog log) {
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
                throw Operations.cancelled();
            }
            if (pace.over(lastWord, silence)) {
                throw Operations.silent(silence);
            }
            if (!more) {
                pace.rest(look);
            }
        }
    }

    /** One broken connection must not end a clone of an hour. */
    private Runs.Look patientLook(RunMarker run, String step, long offset) {
        return pace.acrossLosses(() -> runs.look(run, step, offset));
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
