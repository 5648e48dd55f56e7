package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.pve.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("F168")
class PowerApiTest {
    @TempDir
    static Path folder;

    static AdminRig rig;
    static Laboratory lab;
    static Api admin;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
        lab = rig.withLab(set -> set);
        admin = rig.admin();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static void made(String name) {
        var job = admin.post("/api/v1/jobs/provision", AdminRig.clone(name))
                .json()
                .path("job_id")
                .asString();
        assertThat(rig.awaitJob(admin, job).path("state").asString()).isEqualTo("succeeded");
    }

    private static Api.Answer power(String name, String action) {
        return admin.post("/api/v1/vms/" + name + "/" + action, null);
    }

    private static String done(Api.Answer accepted) {
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        return rig.awaitJob(admin, accepted.json().path("job_id").asString())
                .path("state")
                .asString();
    }

    private static boolean runs(String name) {
        return lab.vms().stream()
                .filter(vm -> vm.name().equals(name))
                .findFirst()
                .orElseThrow()
                .status()
                .equals("running");
    }

    @Test
    void powerIsTakenAndGivenThroughAJobAndTheWrongStateIsRefused() {
        made("power");

        assertThat(power("power", "start").code()).isEqualTo("WRONG_STATE");
        assertThat(power("power", "start").status()).isEqualTo(409);
        assertThat(done(power("power", "stop"))).isEqualTo("succeeded");
        assertThat(runs("power")).isFalse();
        for (var action : List.of("stop", "shutdown", "reset")) {
            assertThat(power("power", action).status()).as(action).isEqualTo(409);
        }
        assertThat(done(power("power", "start"))).isEqualTo("succeeded");
        assertThat(runs("power")).isTrue();
        assertThat(done(power("power", "reset"))).isEqualTo("succeeded");
        assertThat(runs("power")).isTrue();
        assertThat(done(power("power", "shutdown"))).isEqualTo("succeeded");
        assertThat(runs("power")).isFalse();
    }

    @Test
    void aVmThatIsNotThereIsNotFoundAndAHostThatFailsIsABadGateway() {
        made("broken");

        assertThat(power("nobody", "stop").status()).isEqualTo(404);
        lab.faults().always("pvesh|qm", new Faults.Answer(255, "", "kernel says no"));
        try {
            assertThat(power("broken", "stop").status()).isEqualTo(502);
        } finally {
            lab.faults().clear();
        }
        assertThat(runs("broken")).isTrue();
    }

    @Test
    void anotherCommandOfTheSameVmWaitsForTheFirst() {
        made("busy");
        lab.faults().always("qm stop", new Faults.Delay(Duration.ofMillis(500)));
        try {
            var first = power("busy", "stop");
            assertThat(power("busy", "stop").status()).isEqualTo(409);
            assertThat(done(first)).isEqualTo("succeeded");
        } finally {
            lab.faults().clear();
        }
    }
}
