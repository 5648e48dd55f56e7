package io.slipway.server.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    private final Ids ids = new Ids(clock::get, new Random(3));

    @Test
    void anIdIsAVersion7UuidThatBeginsWithTheTime() {
        var id = UUID.fromString(ids.next());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void idsOfOneInstantAndOfAClockThatGoesBackAreInOrder() {
        var made = new ArrayList<String>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        clock.set(NOON.minusSeconds(60));
        made.add(ids.next());
        clock.set(NOON.plusSeconds(60));
        made.add(ids.next());

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(UUID.fromString(made.getLast()).getMostSignificantBits() >>> 16)
                .isEqualTo(NOON.plusSeconds(60).toEpochMilli());
    }

    @Test
    void threadsNeverGetTheSame() {
        var made =
                IntStream.range(0, 20_000).parallel().mapToObj(i -> ids.next()).toList();

        assertThat(made).doesNotHaveDuplicates();
    }
}
