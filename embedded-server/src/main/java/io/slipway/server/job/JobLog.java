package io.slipway.server.job;

import io.slipway.server.base.Problem;
import io.slipway.server.base.Redactor;
import io.slipway.server.workflow.RunObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects lines of all jobs and stores what has come, up to 64 lines at once. Thread-safe.
 *
 * <p>A killed process loses at most the last batch: the log tells people what happened; the steps' rows decide.
 */
public final class JobLog implements RunObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);
    private static final int BATCH = 64;
    private static final int LONGEST_LINE = 8192;
    private static final int QUEUE = 10_000;
    /** Wakes the writer at the end; never stored. */
    private static final JobSql.Line END = new JobSql.Line("", null, Instant.EPOCH, "");

    private final JobSql sql;
    private final Redactor redactor;
    private final InstantSource clock;
    private final LinkedBlockingQueue<JobSql.Line> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Thread writer;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private volatile boolean closing;

    public JobLog(JobSql sql, Redactor redactor, InstantSource clock) {
        this.sql = sql;
        this.redactor = redactor;
        this.clock = clock;
        this.writer = Thread.ofPlatform().daemon().name("job-log").start(this::loop);
    }

    @Override
    public void line(RunRef run, String text) {
        add(run.jobId(), run.runId(), text);
    }

    @Override
    public void changed(RunRef run) {
        // Rows are the truth; readers poll them.
    }

    @Override
    public Problem clean(Problem problem) {
        return redactor.clean(problem);
    }

    private void add(String jobId, @Nullable String runId, String text) {
        var line = new JobSql.Line(jobId, runId, clock.instant(), shortened(redactor.clean(printable(text))));
        accepted.incrementAndGet();
        if (!queue.offer(line)) {
            settled.incrementAndGet();
            LOG.warn("job log line dropped, the store is too slow job={}", jobId);
        }
    }

    /** How many lines were ever given; see {@link #settled}. */
    public long given() {
        return accepted.get();
    }

    /** Whether as many lines as were given up to a moment are stored, so that a reader who finds no more has seen all. */
    public boolean settled(long given) {
        return settled.get() >= given;
    }

    private static String printable(String text) {
        var builder = new StringBuilder(text.length());
        text.codePoints().filter(c -> c == '\t' || !Character.isISOControl(c)).forEach(builder::appendCodePoint);
        return builder.toString();
    }

    /** After cleaning: the first half of a secret would not be recognised. */
    private static String shortened(String text) {
        return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text;
    }

    private void loop() {
        while (!closing || !queue.isEmpty()) {
            try {
                var batch = new ArrayList<JobSql.Line>(BATCH);
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                batch.removeIf(END::equals);
                if (!batch.isEmpty()) {
                    store(batch);
                }
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException e) {
                LOG.error("job log lines lost", e);
            }
        }
    }

    private void store(List<JobSql.Line> batch) {
        try {
            sql.append(batch);
        } finally {
            settled.addAndGet(batch.size());
        }
    }

    /** Stores what is waiting. Close it before the database. */
    @Override
    public void close() {
        closing = true;
        // A full queue keeps the writer awake without it.
        queue.offer(END);
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
