package io.slipway.server.web.live;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.event.Interest;
import io.slipway.server.event.Signal;
import io.slipway.server.event.Subscription;
import io.slipway.server.event.Topic;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.WebServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Events as a stream of server-sent events (WHATWG HTML, section 9.2), each on the virtual thread of its request.
 *
 * <p>The event's name is the topic, its id the cursor, its data {@code Event.json}. Besides there are {@code snapshot} (where the
 * stream begins), {@code beat} (nothing else was told for a while), {@code reread} (hints are missing, read again what you show)
 * and {@code end} with a reason.
 */
final class EventStreams {
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");
    /** Then the client comes back with its cursor; no longer than a session lasts. */
    private static final Duration LONGEST = Duration.ofHours(12);

    private static final int RETRY_MILLIS = 2_000;
    private static final int BATCH = 128;

    private final LiveParts parts;
    private final Seats seats;

    EventStreams(LiveParts parts, Seats seats) {
        this.parts = parts;
        this.seats = seats;
    }

    /** Serves one stream until its client goes away, its credential ends, or the program stops. */
    void serve(Context context) {
        var credential = AdminGuard.credential(context);
        var wanted = Optional.ofNullable(context.queryParam("topics"))
                .map(Interest::parse)
                .orElseGet(Interest::all);
        var after = after(context);
        try (var seat = seats.take(credential.caller());
                var subscription = parts.events().subscribe(credential.caller().tenant(), heard(wanted), after)) {
            seat.onStop(subscription::wake);
            var stay = new Stay(credential, parts.clock(), parts.limits().heartbeat());
            context.contentType("text/event-stream; charset=utf-8").header("X-Accel-Buffering", "no");
            var out = new Out(context.res().getOutputStream());
            out.text("retry: " + RETRY_MILLIS + "\n\n");
            if (after.isEmpty()) {
                out.position("snapshot", subscription.cursor());
            }
            out.flush();
            pump(context, subscription, wanted, seat, stay, out);
        } catch (IOException e) {
            // The client went away: that is how streams end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Context context, Subscription from, Interest wanted, Seats.Seat seat, Stay stay, Out out)
            throws IOException, InterruptedException {
        var end = parts.clock().instant().plus(LONGEST);
        while (parts.clock().instant().isBefore(end)) {
            var signal = from.next(parts.limits().heartbeat());
            if (signal.isEmpty()) {
                // Not a comment: scripts cannot hear those, and could not tell silence from a dead line.
                out.position("beat", from.cursor());
            }
            for (int sent = 1; signal.isPresent(); sent++) {
                tell(signal.get(), wanted, stay, out);
                signal = sent < BATCH ? from.next(Duration.ZERO) : Optional.empty();
            }
            boolean stopping = seat.stopping() || from.closed();
            if (stopping || !stay.granted()) {
                var reason = stopping ? "stopping" : "signed-out";
                out.message("end", from.cursor(), "{\"reason\":\"" + reason + "\"}");
                out.flush();
                return;
            }
            out.flush();
            WebServer.alive(context, LONGEST);
        }
    }

    private static void tell(Signal signal, Interest wanted, Stay stay, Out out) throws IOException {
        switch (signal) {
            case Signal.Reread gap -> {
                stay.doubt();
                out.position("reread", gap.cursor());
            }
            case Signal.Changed changed -> {
                var event = changed.event();
                if (event.topic() == Topic.TOKENS) {
                    stay.doubt();
                }
                if (wanted.takes(event)) {
                    out.message(event.topic().word(), event.id(), event.json());
                }
            }
        }
    }

    /** What is wanted, and whatever may end the stream's own credential. */
    static Interest heard(Interest wanted) {
        var topics = EnumSet.of(Topic.TOKENS);
        topics.addAll(wanted.topics());
        return new Interest(topics, wanted.objects());
    }

    /** A browser that comes back by itself tells the newest position in the header; the address still has the first one. */
    private static OptionalLong after(Context context) {
        var header = context.header("Last-Event-ID");
        var text = header != null ? header : context.queryParam("after");
        if (text == null) {
            return OptionalLong.empty();
        }
        if (!CURSOR.matcher(text).matches()) {
            throw new SlipwayException(Problem.of(
                    ProblemCode.BAD_REQUEST, "The position must be a whole number that a stream told before."));
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /** Writes lines; the client sees them with {@link #flush}. */
    private record Out(OutputStream to) {
        void text(String text) throws IOException {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The data is one line of JSON, so that it cannot end the message. */
        void message(String name, long id, String data) throws IOException {
            text("event: " + name + "\nid: " + id + "\ndata: " + data + "\n\n");
        }

        void position(String name, long cursor) throws IOException {
            message(name, cursor, "{\"cursor\":" + cursor + "}");
        }

        void flush() throws IOException {
            to.flush();
        }
    }
}
