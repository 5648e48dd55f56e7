package io.slipway.server.diagnose;

import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the sources of a bundle within limits of time and size. A source that fails is listed, the others go on. */
final class Gathering {
    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

    private final Limits limits;
    private final UnaryOperator<String> cleaning;
    private final List<BundleText> texts = new ArrayList<>();
    private final SortedMap<String, String> missing = new TreeMap<>();
    private long bytes;

    /**
     * What a bundle may take.
     *
     * @param source longest wait for one source
     * @param all longest wait for all
     * @param bytes most of all texts together
     */
    record Limits(Duration source, Duration all, long bytes) {
        /** A log has ten files of 5 MB; they are kept in memory between preview and packing. */
        static final Limits USUAL = new Limits(Duration.ofSeconds(8), Duration.ofSeconds(25), 32L << 20);
    }

    /** @param cleaning takes secrets and user names out of each text */
    Gathering(Limits limits, UnaryOperator<String> cleaning) {
        this.limits = limits;
        this.cleaning = cleaning;
    }

    /** Cleaned texts, and by name why others are not there. */
    record Gathered(List<BundleText> texts, SortedMap<String, String> missing) {}

    Gathered from(List<BundleSource> sources) {
        long end = System.nanoTime() + limits.all().toNanos();
        for (var source : sources) {
            long patience = Math.min(limits.source().toNanos(), end - System.nanoTime());
            var reading = new CompletableFuture<List<BundleText>>();
            var thread = Thread.ofVirtual().name("diagnose-" + source.name()).start(() -> read(source, reading));
            try {
                reading.get(Math.max(0, patience), TimeUnit.NANOSECONDS).forEach(this::take);
            } catch (TimeoutException e) {
                thread.interrupt();
                missing.put(source.name(), "It could not be read in time.");
            } catch (ExecutionException e) {
                missing.put(source.name(), cleaning.apply(why(Objects.requireNonNullElse(e.getCause(), e))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                missing.put(source.name(), "The reading was interrupted.");
                break;
            }
        }
        return new Gathered(List.copyOf(texts), missing);
    }

    /** A thread's root: whatever is broken must not keep the rest out of the bundle. */
    private static void read(BundleSource source, CompletableFuture<List<BundleText>> reading) {
        try {
            reading.complete(source.reading().texts());
        } catch (IOException | SlipwayException e) {
            LOG.info("diagnostic source gave nothing source={} why={}", source.name(), e.toString());
            reading.completeExceptionally(e);
        } catch (Exception e) {
            LOG.warn("diagnostic source failed source={}", source.name(), e);
            reading.completeExceptionally(e);
        } finally {
            reading.completeExceptionally(new IllegalStateException("the reading ended with an error"));
        }
    }

    private void take(BundleText text) {
        var clean = cleaning.apply(text.text());
        long size = clean.getBytes(StandardCharsets.UTF_8).length;
        if (bytes + size > limits.bytes()) {
            missing.put(text.name(), "The bundle is full: it holds " + (limits.bytes() >> 20) + " MiB at most.");
            return;
        }
        bytes += size;
        texts.add(new BundleText(text.name(), text.what(), clean));
    }

    private static String why(Throwable cause) {
        if (cause instanceof SlipwayException known) {
            return known.problem().code() + ": " + known.problem().detail();
        }
        var said = String.valueOf(cause.getMessage());
        // The other ones have no words of ours, the files' often nothing but a path.
        return cause.getClass() == IOException.class ? said : cause.getClass().getSimpleName() + ": " + said;
    }
}
