package io.slipway.desktop.notify;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What the operator has been told, so that a restart does not tell it again.
 *
 * @param since ends before this instant are told or older than the first start
 * @param ends told ends at or after that instant, epoch milliseconds by job; a job that was retried ends again
 * @param standing told conditions that have held since
 */
record Told(Instant since, Map<String, Long> ends, Set<String> standing) {
    /**
     * How far behind the newest end is looked again: two jobs may end at one instant, and the second one's row may come to light
     * after the first was told.
     */
    static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Told.class);

    Told {
        ends = Map.copyOf(ends);
        standing = Set.copyOf(standing);
    }

    /** As stored; the first time nothing of the past is told. */
    static Told read(NotificationMemory memory, Instant now) {
        return memory.told().flatMap(Told::parse).orElseGet(() -> new Told(now, Map.of(), Set.of()));
    }

    private static Optional<Told> parse(String stored) {
        try {
            var json = Json.parseObject(stored);
            var ends = new TreeMap<String, Long>();
            json.path("ends")
                    .properties()
                    .forEach(end -> ends.put(end.getKey(), end.getValue().asLong()));
            var standing = new TreeSet<String>();
            json.path("standing").forEach(name -> standing.add(name.asString()));
            return Optional.of(new Told(Instant.ofEpochMilli(json.path("since").asLong()), ends, standing));
        } catch (SlipwayException | JacksonException | IllegalArgumentException e) {
            LOG.warn("the note of what was told cannot be read; it begins anew", e);
            return Optional.empty();
        }
    }

    void write(NotificationMemory memory) {
        var json = Json.object().put("since", since.toEpochMilli());
        var stored = json.putObject("ends");
        new TreeMap<>(ends).forEach(stored::put);
        var names = json.putArray("standing");
        new TreeSet<>(standing).forEach(names::add);
        memory.keepTold(Json.write(json));
    }

    boolean hasEnd(String jobId, Instant at) {
        var told = ends.get(jobId);
        return told != null && told == at.toEpochMilli();
    }

    /** With one more end; those out of reach are forgotten. */
    Told withEnd(String jobId, Instant at) {
        var more = new TreeMap<>(ends);
        more.put(jobId, at.toEpochMilli());
        var reach = at.minus(OVERLAP);
        var from = reach.isAfter(since) ? reach : since;
        more.values().removeIf(end -> end < from.toEpochMilli());
        return new Told(from, more, standing);
    }

    Told withStanding(Set<String> names) {
        return new Told(since, ends, names);
    }
}
