package io.slipway.server.web.live;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.event.Event;
import io.slipway.server.event.Signal;
import io.slipway.server.event.Subscription;
import io.slipway.server.text.Languages;
import io.slipway.server.web.Credential;
import io.slipway.server.web.RateLimit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/** One client of the events' socket: what it wants to hear, and the thread that tells it. */
final class EventSession implements Runnable {
    private static final int NOTICES = 50;
    private static final int MOST_TOPICS = 64;
    private static final int BATCH = 128;
    private static final RateLimit.Rate MESSAGES = new RateLimit.Rate(10, 60);

    private final LiveParts parts;
    private final Socket socket;
    private final Credential credential;
    private final TenantId tenant;
    private final Seats.Seat seat;
    private final Subscription subscription;
    private final RateLimit limit = RateLimit.of(MESSAGES, 1);
    /** Guards the topics: the socket's thread changes them. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<String> topics = new TreeSet<>();
    private final Instant opened;

    EventSession(LiveParts parts, Socket socket, Credential credential, Seats.Seat seat) {
        this.parts = parts;
        this.socket = socket;
        this.credential = credential;
        this.tenant = credential.caller().tenant();
        this.seat = seat;
        this.opened = parts.clock().instant();
        this.subscription = parts.events().subscribe(tenant, EventStreams.heard(ClientMessage.interest(Set.of())));
        seat.onStop(subscription::wake);
    }

    /** Tells until one side ends it. */
    @Override
    public void run() {
        try (seat;
                subscription) {
            greet();
            pump();
        } catch (IOException e) {
            // The client went away: that is how sockets end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SlipwayException e) {
            socket.close(Socket.STOPPING, e.problem().code().name());
        }
    }

    private void greet() throws IOException, InterruptedException {
        socket.send(type("connection")
                .put("action", "opened")
                .put("session_seconds", parts.limits().session().toSeconds())
                .put("renew_seconds", parts.limits().renew().toSeconds()));
        socket.send(initialState());
    }

    private ObjectNode initialState() {
        var json = type("initial_state");
        var notifications = json.putArray("notifications");
        parts.notices()
                .list(tenant, NOTICES)
                .forEach(notice -> notifications.add(LiveMessages.notice(notice, Languages.ENGLISH)));
        return json.put("unread_count", parts.notices().unread(tenant));
    }

    private void pump() throws IOException, InterruptedException {
        var stay = new Stay(credential, parts.clock(), parts.limits().heartbeat());
        boolean renewed = false;
        while (socket.open()) {
            tellAll(subscription.next(parts.limits().heartbeat()), stay);
            if (seat.stopping() || subscription.closed()) {
                socket.close(Socket.STOPPING, "stopping");
            } else if (!stay.granted()) {
                socket.close(Socket.SIGNED_OUT, "signed out");
            } else if (passed(parts.limits().session())) {
                socket.close(Socket.SESSION_OVER, "the session is over, open another one");
            } else if (!renewed && passed(parts.limits().renew())) {
                renewed = true;
                var left = parts.limits().session().minus(parts.limits().renew());
                socket.send(type("connection").put("action", "renew").put("seconds_left", left.toSeconds()));
            }
        }
    }

    private boolean passed(Duration time) {
        return !parts.clock().instant().isBefore(opened.plus(time));
    }

    /** A job that changed several times is told once, as it stands. */
    private void tellAll(Optional<Signal> first, Stay stay) throws IOException, InterruptedException {
        var jobs = new LinkedHashSet<String>();
        var signal = first;
        for (int taken = 1; signal.isPresent(); taken++) {
            switch (signal.get()) {
                case Signal.Reread gap -> {
                    stay.doubt();
                    socket.send(type("reread").put("cursor", gap.cursor()));
                    socket.send(initialState());
                }
                case Signal.Changed changed -> tell(changed.event(), jobs, stay);
            }
            signal = taken < BATCH ? subscription.next(Duration.ZERO) : Optional.empty();
        }
        for (var id : jobs) {
            var job = parts.jobs().find(tenant, id);
            if (job.isPresent()) {
                var message = type("job").put("action", "status").put("job_id", id);
                message.set("data", LiveMessages.status(job.get()));
                socket.send(message);
            }
        }
    }

    private void tell(Event event, Set<String> jobs, Stay stay) throws IOException, InterruptedException {
        switch (event.topic()) {
            case TOKENS -> stay.doubt();
            case JOBS -> jobs.add(event.ref());
            case NOTIFICATIONS -> socket.send(notification(event));
            case VMS, HOSTS -> {
                var message = type("inventory").put("action", "updated");
                message.set("data", Json.parse(event.json()));
                socket.send(message);
            }
            case ARTIFACTS, PROFILES, SECRETS, AUDIT -> {}
        }
    }

    private ObjectNode notification(Event event) {
        var message = type("notification")
                .put("action", event.kind().substring(event.kind().indexOf('.') + 1))
                .put("id", event.ref())
                .put("unread_count", parts.notices().unread(tenant));
        parts.notices()
                .find(tenant, event.ref())
                .ifPresent(notice -> message.set("notification", LiveMessages.notice(notice, Languages.ENGLISH)));
        return message;
    }

    /** Answers one message of the client, on the socket's own thread. */
    void hear(String text) {
        try {
            limit.require("");
            answer(ClientMessage.parse(text));
        } catch (SlipwayException e) {
            socket.close(Socket.POLICY, "too many messages");
        } catch (IOException e) {
            subscription.wake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(ClientMessage message) throws IOException, InterruptedException {
        switch (message) {
            case ClientMessage.Ping ping -> socket.send(type("pong"));
            case ClientMessage.Subscribe wanted -> {
                boolean fits = change(wanted.topic(), true);
                socket.send(fits ? subscribed("subscribed", wanted.topic()) : wrong("Too many topics."));
            }
            case ClientMessage.Unsubscribe left -> {
                change(left.topic(), false);
                socket.send(subscribed("unsubscribed", left.topic()));
            }
            case ClientMessage.Wrong wrong -> socket.send(wrong(wrong.why()));
        }
    }

    private boolean change(String topic, boolean wanted) {
        lock.lock();
        try {
            boolean fits = !wanted || topics.contains(topic) || topics.size() < MOST_TOPICS;
            if (wanted && fits) {
                topics.add(topic);
            } else {
                topics.remove(topic);
            }
            subscription.want(EventStreams.heard(ClientMessage.interest(topics)));
            return fits;
        } finally {
            lock.unlock();
        }
    }

    private ObjectNode subscribed(String action, String topic) {
        var json = type("subscription").put("action", action).put("topic", topic);
        var all = json.putArray("topics");
        lock.lock();
        try {
            topics.forEach(all::add);
        } finally {
            lock.unlock();
        }
        return json;
    }

    private static ObjectNode wrong(String why) {
        return type("error").put("code", "BAD_REQUEST").put("detail", why);
    }

    static ObjectNode type(String type) {
        return Json.object().put("type", type);
    }

    /** The client is gone: the thread looks around and ends. */
    void gone() {
        subscription.close();
    }
}
