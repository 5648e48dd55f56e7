package io.slipway.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClosingTest {
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void theOrderIsKeptAndAFailureDoesNotKeepTheNextFromBeingClosed() {
        var closing = new Closing(List.of(
                () -> closed.add("work"),
                () -> {
                    throw new IOException("no");
                },
                () -> closed.add("lock")));

        assertThat(closing.now()).isEqualTo(1);

        assertThat(closed).containsExactly("work", "lock");
    }

    @Test
    void theSystemsEndAfterTheOperatorsClosesNothingTwice() {
        var closing = new Closing(List.of(() -> closed.add("services")));
        closing.now();

        closing.terminated(() -> closed.add("left"), Duration.ofSeconds(5));

        assertThat(closing.now()).isZero();
        assertThat(closed).containsExactly("services");
    }

    @Test
    void whatDoesNotEndIsNotWaitedForLongerThanTheSystemWould() {
        var never = new CountDownLatch(1);
        var closing = new Closing(List.of(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));

        closing.terminated(() -> {}, Duration.ofMillis(50));

        assertThat(never.getCount()).isOne();
        never.countDown();
        assertThat(closing.now()).isZero();
    }
}
