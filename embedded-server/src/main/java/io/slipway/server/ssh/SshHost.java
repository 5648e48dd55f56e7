package io.slipway.server.ssh;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One host's shared connection: a few sessions at once, connected when needed, replaced when it broke or when the password was
 * rotated.
 *
 * <p>Thread-safe. Failures are SSH_UNREACHABLE (retry), SSH_AUTH_FAILED, HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, SSH_EXEC_ERROR,
 * SSH_WRITE_FAILED, HOST_BUSY when no session got free in time.
 */
public final class SshHost implements AutoCloseable {
    private final SshTarget target;
    private final Optional<HostKeyPin> pin;
    private final SshLimits limits;
    private final Semaphore sessions;
    private final Redactor redactor;
    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    /** How many commands each open connection carries; one that is not the live one ends with its last. */
    private final Map<SshConnection, Integer> users = new HashMap<>();

    private @Nullable SshConnection live;
    private boolean closed;

    SshHost(SshTarget target, Optional<HostKeyPin> pin, SshLimits limits, Redactor redactor) {
        this.target = target;
        this.pin = pin;
        this.limits = limits;
        this.redactor = redactor;
        this.sessions = new Semaphore(limits.sessions(), true);
    }

    /** Host and port, for messages. */
    public String address() {
        return target.address();
    }

    /** Login name. */
    public String user() {
        return target.user();
    }

    /**
     * Runs a command without terminal and without input, to its end.
     *
     * <p>It is sent at most once: after a broken connection it may have run or not, and the caller has to look.
     */
    public ExecResult exec(SshCommand command, OutputSink sink) {
        return inSession(connection -> connection.exec(command, sink));
    }

    /** As {@link #exec(SshCommand, OutputSink)} without listening. */
    public ExecResult exec(SshCommand command) {
        return exec(command, OutputSink.none());
    }

    /**
     * Writes a file of mode 0600; its name appears only when it is complete. An existing file is replaced.
     *
     * @param path absolute
     * @param size exact number of bytes
     */
    public void upload(String path, long size, ContentSource source) {
        inSession(connection -> {
            connection.upload(path, size, source);
            return path;
        });
    }

    private <T> T inSession(Use<T> use) {
        acquire();
        try {
            try {
                return attempt(use);
            } catch (SshConnection.NotSent first) {
                // The connection died while nobody used it; the host cannot have seen the request.
                return attempt(use);
            }
        } catch (SshConnection.NotSent second) {
            throw SshProblems.lost(target.address(), second);
        } finally {
            sessions.release();
        }
    }

    private <T> T attempt(Use<T> use) throws SshConnection.NotSent {
        var connection = borrow();
        try {
            return use.with(connection);
        } catch (SshConnection.NotSent e) {
            discard(connection);
            throw e;
        } catch (SlipwayException e) {
            if (!connection.alive()) {
                discard(connection);
            }
            throw e;
        } finally {
            giveBack(connection);
        }
    }

    private void acquire() {
        try {
            if (!sessions.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            throw SshProblems.interrupted();
        }
    }

    /** A connection made with the present credentials; an older one serves its running commands to their end. */
    private SshConnection borrow() {
        try {
            if (!lock.tryLock(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            throw SshProblems.interrupted();
        }
        try {
            if (closed) {
                throw Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "The connection to " + address() + " is closed.")
                        .exception();
            }
            var current = live;
            if (current == null || !current.alive() || !current.stamp().equals(stamp())) {
                retire(current);
                live = null;
                current = SshConnection.open(target, pin, limits, redactor);
                live = current;
            }
            users.merge(current, 1, Integer::sum);
            return current;
        } finally {
            lock.unlock();
        }
    }

    private String stamp() {
        return target.auth().stamp();
    }

    private void retire(@Nullable SshConnection outdated) {
        if (outdated != null && (!outdated.alive() || !users.containsKey(outdated))) {
            outdated.end();
        }
    }

    private void giveBack(SshConnection connection) {
        boolean last;
        lock.lock();
        try {
            boolean idle = users.merge(connection, -1, Integer::sum) == 0;
            if (idle) {
                users.remove(connection);
            }
            last = idle && live != connection;
        } finally {
            lock.unlock();
        }
        if (last) {
            connection.end();
        }
    }

    private void discard(SshConnection connection) {
        lock.lock();
        try {
            if (live == connection) {
                live = null;
            }
        } finally {
            lock.unlock();
        }
        connection.end();
    }

    private SlipwayException busy() {
        return Problem.of(
                        ProblemCode.HOST_BUSY,
                        "All " + limits.sessions() + " sessions to " + target.address() + " are in use.")
                .exception();
    }

    /** Ends the connection and what runs over it; later calls fail. */
    @Override
    public void close() {
        var open = new ArrayList<SshConnection>();
        lock.lock();
        try {
            closed = true;
            open.addAll(users.keySet());
            if (live != null && !open.contains(live)) {
                open.add(live);
            }
            live = null;
        } finally {
            lock.unlock();
        }
        open.forEach(SshConnection::end);
    }

    @FunctionalInterface
    private interface Use<T> {
        T with(SshConnection connection) throws SshConnection.NotSent;
    }
}
