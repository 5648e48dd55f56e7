package io.slipway.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServicesTest {
    @TempDir
    Path folder;

    private CompletableFuture<AgentAssembly> real() {
        try {
            return CompletableFuture.completedFuture(AgentAssembly.open(AgentConfig.of(folder, Optional.empty())));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Test
    void whatWasGivenUpCanBeOpenedAgain() {
        var services = new Services(this::real);
        services.open().join();

        services.discard();

        assertThat(services.open().join().adminPort()).isPositive();
        services.close();
        // A third agent on the folder: it is free.
        real().join().close();
    }

    @Test
    void oneThatIsStillOpeningAtTheEndIsClosedAsSoonAsItIsOpen() throws Exception {
        var late = new CompletableFuture<AgentAssembly>();
        var services = new Services(() -> late);
        services.open();
        var waited = new AtomicReference<>(false);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var end = threads.submit(() -> {
                services.close();
                waited.set(true);
            });
            assertThat(waited.get()).isFalse();

            late.complete(real().join());
            end.get();
        }

        assertThat(waited.get()).isTrue();
        real().join().close();
    }

    @Test
    void afterTheEndNothingOpens() {
        var services = new Services(() -> {
            throw new AssertionError("opened");
        });

        services.close();

        assertThat(services.open()).isNotDone();
    }
}
