package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.Job;
import io.slipway.server.lab.pve.Effect;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One order of Windows VMs from the order to the finished guests. */
@Timeout(120)
class MainJobTest {
    @TempDir
    Path folder;

    @Test
    @Tag("F063")
    @Tag("F085")
    @Tag("F092")
    void threeWindowsVmsAreMadeAndTheirDiscsRemoved() {
        try (var rig = new Rig(folder)) {
            var jobId = rig.submit(Rig.windows(3));

            var job = rig.await(jobId);

            assertThat(job.state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
            assertThat(job.percent()).isEqualTo(100);
            assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT))
                    .hasSize(3)
                    .allSatisfy(vm -> {
                        assertThat(vm.state()).isEqualTo(Vm.State.PRESENT);
                        assertThat(vm.nativeId()).isPresent();
                        assertThat(vm.addresses()).isNotEmpty();
                    });
            assertThat(rig.lab.isoFiles("local")).noneMatch(iso -> iso.name().startsWith("slipway-"));
            assertThat(rig.lab.unsupported()).isEmpty();
            assertThat(rig.lab.effects().stream().filter(e -> e.kind() == Effect.Kind.CLONE))
                    .hasSize(3);
            assertThat(rig.lab.guests()).hasSize(3);
            assertThat(StoreFacts.count(folder, "guest_token where state = 'used'"))
                    .isEqualTo(3);
            assertThat(StoreFacts.count(folder, "host_slot where run_id is not null"))
                    .isZero();
        }
    }

    @Test
    @Tag("F172")
    void aLinuxCloneReadsItsSeedReportsAndLosesItsDisc() {
        try (var rig = new Rig(folder)) {
            var order = Rig.windows(1)
                    .put("template", "linux-tpl")
                    .put("profile", "linux-basic")
                    .put("name_pattern", "lin");

            var jobId = rig.submit(order);

            assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
            assertThat(rig.lab.isoFiles("local")).noneMatch(iso -> iso.name().startsWith("slipway-"));
            assertThat(StoreFacts.count(folder, "guest_token where state = 'used'"))
                    .isEqualTo(1);
            assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT).getFirst().addresses())
                    .contains("10.20.0.10");
        }
    }

    @Test
    @Tag("F172")
    void aBareCloneIsReadyWhenItHasAnAddressAndItsCommandsRan() {
        try (var rig = new Rig(folder)) {
            var order = Json.object()
                    .put("host", "lab")
                    .put("template", "linux-tpl")
                    .put("plan", "template-clone")
                    .put("name_pattern", "bare");
            order.putArray("post_commands").addArray().add("uname").add("-a");

            var jobId = rig.submit(order);

            assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
            assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT).getFirst().addresses())
                    .isNotEmpty();
            assertThat(rig.lab.effects()).noneMatch(effect -> effect.kind() == Effect.Kind.UPLOAD);
            assertThat(StoreFacts.count(folder, "guest_token")).isZero();
        }
    }
}
