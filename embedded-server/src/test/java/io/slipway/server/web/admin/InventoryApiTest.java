package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.TenantId;
import io.slipway.server.host.HostWatch;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.pve.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class InventoryApiTest {
    @TempDir
    Path folder;

    private AdminRig rig;
    private Api admin;

    @BeforeEach
    void start() {
        rig = new AdminRig(folder);
        admin = rig.admin();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private JsonNode vm(String name) {
        return admin.get("/api/v1/inventory")
                .json()
                .path("vms")
                .valueStream()
                .filter(vm -> vm.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String order(String name) {
        return admin.post("/api/v1/jobs/provision", AdminRig.clone(name))
                .json()
                .path("job_id")
                .asString();
    }

    private HostWatch watch() {
        var parts = rig.agent.parts();
        return HostWatch.start(
                parts.hosts(),
                parts.database(),
                InstantSource.system(),
                new SplittableRandom(165),
                Duration.ofMillis(240));
    }

    @Test
    @Tag("F164")
    void aVmIsThereAsCreatingWhileItIsMadeWhateverTheHostSays() {
        var lab = rig.withLab(set -> set);
        lab.faults().always("qm set", new Faults.Delay(Duration.ofMillis(400)));
        try (var watch = watch()) {
            var job = order("placeholder");
            assertThat(vm("placeholder").path("power").asString()).isEqualTo("creating");
            var host = rig.column("select id from host").getFirst();
            AdminRig.await(() -> watch.sight(host).isPresent());
            assertThat(vm("placeholder").path("state").asString())
                    .as("a look at the host changes nothing")
                    .isIn("creating", "present");

            rig.awaitJob(admin, job);

            assertThat(vm("placeholder").path("state").asString()).isEqualTo("present");
            AdminRig.await(() -> watch.sight(host)
                    .map(sight -> sight.machines().stream()
                            .anyMatch(one -> one.name().equals("placeholder") && one.running()))
                    .orElse(false));
        }
    }

    @Test
    @Tag("F164")
    void aDeletionThatFailsGivesTheVmItsStateBackAndOneThatGoesOnTakesItAgain() {
        var lab = rig.withLab(set -> set);
        rig.awaitJob(admin, order("stays"));
        lab.faults().always("qm destroy|qm stop", new Faults.Answer(255, "", "no way"));
        var job = admin.delete("/api/v1/vms/stays?force=true")
                .json()
                .path("job_id")
                .asString();
        assertThat(job).isNotEmpty();

        var ended = rig.awaitJob(admin, job);

        assertThat(ended.path("state").asString()).isEqualTo("partial");
        assertThat(vm("stays").path("state").asString()).isEqualTo("present");
        assertThat(rig.column("select state from notice where entity = '" + job + "'"))
                .containsExactly("needs_you");

        lab.faults().clear();
        lab.faults().always("qm destroy", new Faults.Delay(Duration.ofMillis(300)));
        assertThat(admin.post("/api/v1/jobs/" + job + "/retry", "{}").status()).isEqualTo(202);
        assertThat(vm("stays").path("power").asString()).isEqualTo("deleting");
        assertThat(rig.awaitJob(admin, job).path("state").asString()).isEqualTo("succeeded");
        assertThat(admin.get("/api/v1/vms/stays").status()).isEqualTo(404);
    }

    @Test
    @Tag("F165")
    void aHostThatFallsSilentIsListedAndNoticedAndClearedWhenItIsBack() {
        var key = LaboratoryBuilder.newHostKey();
        var lab = rig.withLab(set -> set.hostKey(key));
        var host = rig.column("select id from host").getFirst();
        try (var watch = watch()) {
            AdminRig.await(() -> watch.sight(host).isPresent());
            assertThat(watch.lost(TenantId.DEFAULT)).isEmpty();

            lab.close();
            AdminRig.await(() -> !watch.lost(TenantId.DEFAULT).isEmpty());

            var gone = admin.get("/api/v1/inventory").json();
            assertThat(gone.path("disconnected_hosts").path(0).path("name").asString())
                    .isEqualTo("lab");
            assertThat(gone.path("disconnected_hosts").path(0).path("since").asString())
                    .isNotEmpty();
            assertThat(gone.path("hosts").path(0).path("state").asString()).isEqualTo("disconnected");
            assertThat(notice().path("level").asString()).isEqualTo("error");
            assertThat(notice().path("title").asString()).isEqualTo("Host lab does not answer");

            try (var back = Laboratory.builder()
                    .rootPassword(AdminRig.PASSWORD)
                    .hostKey(key)
                    .port(lab.port())
                    .start()) {
                assertThat(back.port()).isEqualTo(lab.port());
                AdminRig.await(() -> watch.lost(TenantId.DEFAULT).isEmpty());
                assertThat(notice().path("metadata").path("state").asString()).isEqualTo("regained");
                assertThat(notice().path("read").asBoolean()).isFalse();
                assertThat(admin.get("/api/v1/inventory").json().path("disconnected_hosts"))
                        .isEmpty();
            }
        }
    }

    private JsonNode notice() {
        return admin.get("/api/v1/notifications")
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("category").asString().equals("host"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("F165")
    void looksSignInOnceAndUseTheOpenConnection() {
        var lab = rig.withLab(set -> set);
        var host = rig.column("select id from host").getFirst();
        try (var watch = watch()) {
            AdminRig.await(() -> watch.sight(host).isPresent());
            int signIns = lab.signIns().size();
            var first = watch.sight(host).orElseThrow().at();

            AdminRig.await(() -> watch.sight(host).orElseThrow().at().isAfter(first.plusMillis(1500)));

            assertThat(lab.signIns()).hasSize(signIns);
        }
    }
}
