package io.slipway.server.web.live;

import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.web.Credential;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** One reader of a job's log: batches of up to 64 lines or 200 ms, from a position on to the job's end. */
final class LogSession implements Runnable {
    private static final int BATCH = 64;
    private static final Duration PACE = Duration.ofMillis(200);

    private final LiveParts parts;
    private final Socket socket;
    private final Credential credential;
    private final TenantId tenant;
    private final Seats.Seat seat;
    private final String jobId;
    private long cursor;

    LogSession(LiveParts parts, Socket socket, Credential credential, Seats.Seat seat, String jobId, long after) {
        this.parts = parts;
        this.socket = socket;
        this.credential = credential;
        this.tenant = credential.caller().tenant();
        this.seat = seat;
        this.jobId = jobId;
        this.cursor = after;
    }

    @Override
    public void run() {
        try (seat) {
            seat.onStop(Thread.currentThread()::interrupt);
            pump();
        } catch (IOException e) {
            // The client went away: that is how sockets end.
        } catch (InterruptedException e) {
            socket.close(Socket.STOPPING, "stopping");
            Thread.currentThread().interrupt();
        } catch (SlipwayException e) {
            socket.close(Socket.STOPPING, e.problem().code().name());
        }
    }

    private void pump() throws IOException, InterruptedException {
        var stay = new Stay(credential, parts.clock(), parts.limits().heartbeat());
        while (socket.open()) {
            long seen = parts.events().commits();
            // In this order: what was given before the end was seen is stored before the last lines are read.
            boolean ended = parts.jobs().require(tenant, jobId).state().ended();
            boolean whole = ended && parts.jobLog().settled(parts.jobLog().given());
            int sent = sendBatch();
            if (parts.events().closed()) {
                socket.close(Socket.STOPPING, "stopping");
            } else if (!stay.granted()) {
                socket.close(Socket.SIGNED_OUT, "signed out");
            } else if (whole && sent == 0) {
                sendEnd();
            } else if (sent < BATCH) {
                parts.events().awaitCommit(seen, ended ? PACE : parts.limits().heartbeat());
                LockSupport.parkNanos(PACE.toNanos());
            }
        }
    }

    private int sendBatch() throws IOException, InterruptedException {
        var lines = parts.jobs().log(tenant, jobId, cursor, BATCH);
        if (lines.isEmpty()) {
            return 0;
        }
        cursor = lines.getLast().seq();
        var message = EventSession.type("log").put("job_id", jobId).put("next", cursor);
        var items = message.putArray("items");
        lines.forEach(line -> items.add(LiveMessages.line(line)));
        socket.send(message);
        return lines.size();
    }

    private void sendEnd() throws IOException, InterruptedException {
        var state = parts.jobs().require(tenant, jobId).state();
        socket.send(EventSession.type("end")
                .put("job_id", jobId)
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("next", cursor));
        socket.close(Socket.DONE, "the job has ended");
    }
}
