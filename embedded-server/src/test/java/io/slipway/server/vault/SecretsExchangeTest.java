package io.slipway.server.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsExchangeTest {
    private static final int ASKERS = 8;
    private static final Secret SHOWN = Secret.of("shown");

    @TempDir
    Path folder;

    @Test
    @Tag("F126")
    void ofManyWhoAskAtTheSameInstantExactlyOneIsTold() throws Exception {
        try (var rig = new VaultRig(folder, true);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                var id = rig.put("password");
                var together = new CyclicBarrier(ASKERS);
                Callable<String> ask = () -> {
                    together.await(10, TimeUnit.SECONDS);
                    return rig.vault
                            .secrets()
                            .exchange(
                                    TenantId.DEFAULT,
                                    id,
                                    secret -> secret.equals(SHOWN) ? Optional.empty() : Optional.of(Secret.of("shown")))
                            .orElseThrow()
                            .reveal();
                };
                var asks = new ArrayList<Callable<String>>();
                for (int i = 0; i < ASKERS; i++) {
                    asks.add(ask);
                }

                var told = new ArrayList<String>();
                for (var answer : threads.invokeAll(asks)) {
                    told.add(answer.get(10, TimeUnit.SECONDS));
                }

                assertThat(told).filteredOn("password"::equals).hasSize(1);
                assertThat(told).filteredOn("shown"::equals).hasSize(ASKERS - 1);
            }
            assertThat(rig.vault.secrets().exchange(TenantId.DEFAULT, "none", secret -> Optional.empty()))
                    .isEmpty();
        }
    }
}
