package io.slipway.server.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts requests that run longer than the listener allows, so that a stuck one cannot hold its thread and its sender for
 * ever. One daemon thread looks a few times per deadline; the interrupt never reaches a later request. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
    private static final int LOOKS_PER_DEADLINE = 20;

    /** By thread, so that a request whose end was never told (an Error) makes room when its thread serves or dies. */
    private final Map<Thread, Running> running = new ConcurrentHashMap<>();

    private final long limitNanos;
    private final ScheduledExecutorService looker;

    Deadlines(String name, Duration limit) {
        this.limitNanos = limit.toNanos();
        this.looker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name + "-deadlines").factory());
        long pause = Math.max(1, limit.toMillis() / LOOKS_PER_DEADLINE);
        looker.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** The current thread begins a request. */
    Running begin() {
        var request = new Running(Thread.currentThread(), System.nanoTime());
        running.put(request.thread, request);
        return request;
    }

    /** The request is over; its thread is left without an interrupt of ours. */
    void end(Running request) {
        running.remove(request.thread, request);
        request.end();
    }

    private void look() {
        long now = System.nanoTime();
        for (var request : running.values()) {
            if (!request.thread.isAlive()) {
                running.remove(request.thread, request);
            } else if (now - request.aliveAt > limitNanos) {
                request.interrupt();
            }
        }
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }

    /** One request and the thread that serves it. */
    static final class Running {
        private final Thread thread;
        private final long beganAt;
        private volatile long aliveAt;
        private boolean late;
        private boolean ended;

        private Running(Thread thread, long beganAt) {
            this.thread = thread;
            this.beganAt = beganAt;
            this.aliveAt = beganAt;
        }

        /** A transfer went on: the deadline counts from now, until it has lasted longer than allowed in all. */
        void alive(Duration longest) {
            long now = System.nanoTime();
            if (now - beganAt < longest.toNanos()) {
                aliveAt = now;
            }
        }

        private synchronized void interrupt() {
            if (!ended && !late) {
                late = true;
                thread.interrupt();
            }
        }

        private synchronized void end() {
            ended = true;
            if (late) {
                Thread.interrupted();
            }
        }

        /** Whether the deadline has passed. */
        synchronized boolean late() {
            return late;
        }

        long millis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganAt);
        }
    }
}
