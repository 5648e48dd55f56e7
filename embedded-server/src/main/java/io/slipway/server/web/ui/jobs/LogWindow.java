package io.slipway.server.web.ui.jobs;

import io.slipway.server.base.TenantId;
import io.slipway.server.job.Jobs;
import io.slipway.server.job.LogLine;
import java.util.ArrayDeque;
import java.util.List;

/**
 * A part of a job's log.
 *
 * @param last position of the last line that was looked at, whether it is shown or not
 * @param fitting how many lines fit in all that was looked at
 * @param earlier whether there are lines before that are not shown
 * @param end whether the log has no further line at this moment
 */
record LogWindow(List<LogLine> lines, long last, int fitting, boolean earlier, boolean end) {
    /** Lines that are read at once. */
    static final int PAGE = 5000;

    /** Lines on a page. */
    static final int SHOWN = 500;

    LogWindow {
        lines = List.copyOf(lines);
    }

    /** What a page shows first: the newest lines that fit, or those around the one that is asked for. */
    static LogWindow read(Jobs jobs, TenantId tenant, String jobId, LogAsked asked) {
        if (asked.filters()) {
            return after(jobs, tenant, jobId, asked, 0);
        }
        long newest = jobs.lastLine(tenant, jobId);
        long from = asked.line() > 0
                ? Math.clamp(asked.line() - SHOWN / 2, 0L, Math.max(0, newest - 1))
                : Math.max(0, newest - SHOWN);
        var lines = jobs.log(tenant, jobId, from, SHOWN);
        long last = lines.isEmpty() ? from : lines.getLast().seq();
        return new LogWindow(lines, last, lines.size(), from > 0, last >= newest);
    }

    /** The newest lines that fit, of those after a position. */
    static LogWindow after(Jobs jobs, TenantId tenant, String jobId, LogAsked asked, long after) {
        var kept = new ArrayDeque<LogLine>();
        long last = after;
        int fitting = 0;
        while (true) {
            var more = jobs.log(tenant, jobId, last, PAGE);
            for (var line : more) {
                last = line.seq();
                if (asked.fits(line)) {
                    fitting++;
                    kept.addLast(line);
                    if (kept.size() > SHOWN) {
                        kept.removeFirst();
                    }
                }
            }
            if (more.size() < PAGE) {
                return new LogWindow(List.copyOf(kept), last, fitting, fitting > kept.size(), true);
            }
        }
    }
}
