package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.job.Job;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.pve.Effect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job on a host that was registered with an API token. */
@Tag("F120")
@Timeout(120)
class RestMainJobTest {
    @TempDir
    Path folder;

    @Test
    void windowsVmsAreMadeAndTheirDiscsRemovedWithoutOneCommandOverSsh() {
        try (var rig = Rig.overRest(folder)) {
            var jobId = rig.submit(Rig.windows(2));

            var job = rig.await(jobId);

            assertThat(job.state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
            assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT))
                    .hasSize(2)
                    .allSatisfy(vm -> assertThat(vm.addresses()).isNotEmpty());
            assertThat(rig.lab.isoFiles("local")).noneMatch(iso -> iso.name().startsWith("slipway-"));
            assertThat(rig.lab.effects().stream().filter(effect -> effect.kind() == Effect.Kind.CLONE))
                    .hasSize(2);
            assertThat(rig.lab.effects().stream().filter(effect -> effect.kind() == Effect.Kind.UPLOAD))
                    .hasSize(2);
            assertThat(rig.lab.commands()).isEmpty();
            assertThat(rig.lab.files().exists("/var/lib/slipway")).isFalse();
            assertThat(StoreFacts.count(folder, "guest_token where state = 'used'"))
                    .isEqualTo(2);
            // Only the drives' places stay noted, for the moment when the VMs are off.
            assertThat(StoreFacts.count(folder, "host_note where path not like '%/slot-%'"))
                    .isZero();
        }
    }

    @Test
    void aBareCloneGetsItsAddressAndRunsCommandsThroughTheAgent() {
        try (var rig = Rig.overRest(folder)) {
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
        }
    }

    @Test
    void theTokensSecretIsNowhereInTheDataFolder() throws Exception {
        try (var rig = Rig.overRest(folder)) {
            var jobId = rig.submit(Rig.windows(1));
            assertThat(rig.await(jobId).state()).isEqualTo(Job.State.SUCCEEDED);
            assertThat(rig.log(jobId)).doesNotContain(Rig.TOKEN.secret());
        }

        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(text.contains(Rig.TOKEN.secret()))
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    @Test
    void anotherCertificateStopsAllWorkUntilItIsPinned() {
        try (var rig = Rig.overRest(folder)) {
            var hosts = rig.agent.parts().hosts();
            int port = rig.lab.rest().port();
            rig.lab.close();
            try (var other = Laboratory.builder()
                    .rootPassword(Rig.PASSWORD)
                    .token(Rig.TOKEN)
                    .restPort(port)
                    .start()) {
                var refused = catchThrowableOfType(SlipwayException.class, () -> hosts.check(rig.host));
                assertThat(refused.problem().code()).isIn(ProblemCode.HOST_KEY_CHANGED, ProblemCode.TLS_PIN_MISMATCH);
                assertThat(hosts.trust().refusal(rig.host)).isPresent();
                assertThat(other.rest().requests()).isEmpty();

                var shown = hosts.shownCertificate("127.0.0.1", port);
                hosts.pins().repin(Rig.CALLER, rig.host, shown);

                var host = hosts.require(TenantId.DEFAULT, "lab");
                assertThat(host.hostKeyPin()).isEqualTo("x509 " + shown);
                assertThat(hosts.check(host).node()).isEqualTo("pve1");
            }
        }
    }
}
