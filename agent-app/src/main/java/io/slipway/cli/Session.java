package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A control plane for the length of one command.
 *
 * <p>When it goes away in between (a server restarted, or another command's own one ended), requests that may be repeated
 * find the next one. Closing is safe from another thread.
 */
final class Session implements AutoCloseable {

    /** A control plane and what keeps it alive. */
    record Link(ControlPlane plane, boolean own, Runnable stop) {}

    private final Supplier<Link> finder;
    /** Guards {@link #link} and {@link #closed}: an interrupt closes while the command works. */
    private final ReentrantLock lock = new ReentrantLock();

    private Link link;
    private boolean closed;

    Session(Supplier<Link> finder) {
        this.finder = finder;
        this.link = finder.get();
    }

    /** Whether this process itself is the control plane, so that work stops with it. */
    boolean own() {
        return current().own();
    }

    JsonNode get(String path) {
        return repeated(plane -> plane.get(path));
    }

    JsonNode post(String path, JsonNode body) {
        return current().plane().post(path, body);
    }

    /** Posts what the control plane accepts once only, however often it arrives. */
    JsonNode postOnce(String path, JsonNode body, String key) {
        return repeated(plane -> plane.post(path, body, Map.of("Idempotency-Key", key)));
    }

    JsonNode put(String path, JsonNode body) {
        return current().plane().put(path, body);
    }

    JsonNode delete(String path) {
        return current().plane().delete(path);
    }

    byte[] download(String path) {
        return repeated(plane -> plane.download(path));
    }

    byte[] download(String path, JsonNode body) {
        return current().plane().download(path, body);
    }

    /** Posts a line of JSON and a file behind it. */
    JsonNode upload(String path, JsonNode first, Path file) {
        return current().plane().upload(path, first, file);
    }

    /** Posts a file as it is. */
    JsonNode send(String path, Path file) {
        return current().plane().send(path, file);
    }

    private <T> T repeated(Function<ControlPlane, T> request) {
        var used = current();
        try {
            return request.apply(used.plane());
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.SERVICE_UNAVAILABLE || used.own()) {
                throw e;
            }
            return request.apply(another(used).plane());
        }
    }

    private Link current() {
        lock.lock();
        try {
            return link;
        } finally {
            lock.unlock();
        }
    }

    private Link another(Link lost) {
        lock.lock();
        try {
            if (link == lost && !closed) {
                lost.stop().run();
                link = finder.get();
            }
            return link;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                link.stop().run();
            }
        } finally {
            lock.unlock();
        }
    }
}
