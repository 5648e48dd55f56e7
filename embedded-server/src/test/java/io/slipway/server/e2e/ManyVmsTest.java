package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.job.Job;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.provision.ProvisionOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fifty VMs at once on a host that takes two at a time. */
@Timeout(180)
class ManyVmsTest {
    @TempDir
    Path folder;

    @Test
    @Tag("F089")
    @Tag("F091")
    void fiftyVmsSucceedTwoAtATimeAndTheJobListStaysQuick() {
        try (var rig = new Rig(folder)) {
            var busy = new AtomicInteger();
            var most = new AtomicInteger();
            rig.lab.onEffect(effect -> {
                if (effect.kind() == Effect.Kind.CLONE) {
                    int now = effect.edge() == Effect.Edge.BEFORE ? busy.incrementAndGet() : busy.decrementAndGet();
                    most.accumulateAndGet(now, Math::max);
                }
            });
            var jobId = rig.submit(Rig.windows(50));

            long slowest = 0;
            Job job;
            do {
                long start = System.nanoTime();
                job = rig.agent
                        .parts()
                        .jobs()
                        .list(TenantId.DEFAULT, 50, Optional.empty())
                        .getFirst();
                slowest = Math.max(slowest, System.nanoTime() - start);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            } while (!job.state().ended());

            assertThat(job.state()).as(job.problem().toString()).isEqualTo(Job.State.SUCCEEDED);
            assertThat(job.succeeded()).isEqualTo(50);
            assertThat(most.get()).as("clones at the same time").isBetween(1, 2);
            assertThat(Duration.ofNanos(slowest))
                    .as("slowest look at the job list")
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(rig.lab.effects().stream().filter(effect -> effect.kind() == Effect.Kind.CLONE))
                    .hasSize(50);
            assertThat(rig.lab.isoFiles("local")).noneMatch(iso -> iso.name().startsWith("slipway-"));
            assertThat(StoreFacts.count(folder, "guest_token where state = 'used'"))
                    .isEqualTo(50);
            assertThat(StoreFacts.count(folder, "(select distinct address from address_use)"))
                    .isEqualTo(50);
        }
    }

    @Test
    @Tag("F091")
    void ordersForTheSameNameAtTheSameInstantGiveOneVm() throws Exception {
        try (var rig = new Rig(folder);
                var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var order = ProvisionOrder.parse(Rig.windows(1));
            var tries = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 8; i++) {
                tries.add(pool.submit(() -> {
                    try {
                        rig.agent.parts().provisioning().submit(Rig.CALLER, order, Optional.empty());
                        return true;
                    } catch (SlipwayException e) {
                        return false;
                    }
                }));
            }
            int accepted = 0;
            for (var attempt : tries) {
                accepted += attempt.get() ? 1 : 0;
            }

            assertThat(accepted).isEqualTo(1);
            var job = rig.agent
                    .parts()
                    .jobs()
                    .list(TenantId.DEFAULT, 10, Optional.empty())
                    .getFirst();
            assertThat(rig.await(job.id()).state()).isEqualTo(Job.State.SUCCEEDED);
        }
    }
}
