package io.slipway.server.hypervisor.pve;

import io.slipway.server.hypervisor.OperationLog;
import java.util.Optional;

/** The lines of a task's log as they come, and how it ended. Not thread-safe. */
final class TaskTail {
    private static final String ERROR = "TASK ERROR: ";
    private static final int LONGEST_LINE = 8 << 10;
    private static final int LONGEST = 16 << 10;

    private final OperationLog log;
    private final StringBuilder text = new StringBuilder();
    private int count;

    TaskTail(OperationLog log) {
        this.log = log;
    }

    /** Lines so far, the host's own last one included. */
    int count() {
        return count;
    }

    void accept(String line) {
        count++;
        if (line.equals("TASK OK") || line.startsWith("TASK WARNINGS: ")) {
            return;
        }
        var whole = line.startsWith(ERROR) ? line.substring(ERROR.length()) : line;
        var shown = whole.length() > LONGEST_LINE ? whole.substring(0, LONGEST_LINE) : whole;
        append(shown);
        log.line(shown);
    }

    private void append(String line) {
        text.append(line).append('\n');
        if (text.length() > LONGEST) {
            text.delete(0, text.length() - LONGEST);
        }
    }

    Operations.End end(RestTasks.Status status) {
        var exit = status.exit().strip();
        if (status.state() == Operations.State.GONE || exit.equals("unexpected status")) {
            return new Operations.End(Optional.empty(), text.toString());
        }
        boolean succeeded = exit.equals("OK") || exit.startsWith("WARNINGS: ");
        if (!succeeded && !HostAnswer.lastLine(text.toString()).strip().equals(exit)) {
            append(exit);
        }
        return new Operations.End(Optional.of(succeeded ? 0 : 1), text.toString());
    }
}
