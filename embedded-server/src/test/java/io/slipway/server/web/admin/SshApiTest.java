package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The SSH commands of requirements B.5 against the laboratory's real SSH server. */
@Timeout(120)
class SshApiTest {
    private static final String PREFIX = "/api/v1/vm-ops/proxmox/";

    @TempDir
    static Path folder;

    static AdminRig rig;
    static Laboratory lab;
    static Api admin;
    static String vmid;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
        lab = rig.withLab(UnaryOperator.identity());
        admin = rig.admin();
        var job = admin.post("/api/v1/jobs/provision", AdminRig.clone("ours"))
                .json()
                .path("job_id")
                .asString();
        rig.awaitJob(admin, job);
        vmid = admin.get("/api/v1/vms/ours").json().path("native_id").asString();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static Api.Answer act(String action, ObjectNode params) {
        var body = Json.object().put("host", "lab");
        body.set("params", params);
        return admin.post(PREFIX + action, body);
    }

    private static ObjectNode command(String line) {
        return Json.object().put("command", line);
    }

    @Test
    @Tag("F121")
    void statusReadWriteAndExecGiveTheirResults() {
        var status = act("ssh-status", Json.object()).json();
        var test = act("ssh-test", Json.object()).json();
        var id = Json.object().put("vmid", Integer.parseInt(vmid));
        var read = act("ssh-read-config", id).json().path("config").asString();
        var written = act("ssh-write-config", id.deepCopy().put("content", read + "tags: changed;slipway\n"));
        var exec = act("ssh-exec", command("qm status " + vmid)).json();

        assertThat(status.path("connected").booleanValue()).isTrue();
        assertThat(status.path("code").asString()).isEqualTo("OK");
        assertThat(status.path("port").intValue()).isEqualTo(lab.port());
        assertThat(status.path("mode").asString()).isEqualTo("password");
        assertThat(test).isEqualTo(status);
        assertThat(read).contains("name: ours");
        // The laboratory's /etc/pve takes no file by shell, and that is what is reported.
        assertThat(written.code()).as(written.text()).isEqualTo("SSH_WRITE_FAILED");
        assertThat(exec.path("exitCode").intValue()).isZero();
        assertThat(exec.path("stdout").asString()).contains("running");
        assertThat(exec.path("allowlisted").booleanValue()).isTrue();
    }

    @Test
    @Tag("F121")
    void fileThatIsNotThereAndVmThatIsNotOursAreRefused() {
        var missing = act("ssh-read-config", Json.object().put("vmid", 4711));
        var foreign = act("ssh-write-config", Json.object().put("vmid", 9001).put("content", "name: mine\n"));
        var started = act("ssh-exec", command("qm stop 9001"));

        assertThat(missing.code()).isEqualTo("SSH_READ_FAILED");
        assertThat(foreign.code()).isEqualTo("FOREIGN_OBJECT");
        assertThat(started.code()).isEqualTo("FOREIGN_OBJECT");
    }

    @Test
    @Tag("F122")
    void eachTroubleHasItsCode(@TempDir Path other) {
        try (var bare = new AdminRig(other)) {
            var status = bare.admin().post(PREFIX + "ssh-status", Json.object()).json();
            var exec = bare.admin().post(PREFIX + "ssh-exec", body(command("pvesh get /cluster/resources")));

            assertThat(status.path("configured").booleanValue()).isFalse();
            assertThat(status.path("code").asString()).isEqualTo("SSH_REQUIRED");
            assertThat(exec.code()).isEqualTo("SSH_REQUIRED");

            bare.withLab(UnaryOperator.identity());
            bare.change("update host set user_name = 'nobody-of-this-name'");
            assertThat(bare.admin()
                            .post(PREFIX + "ssh-test", Json.object())
                            .json()
                            .path("code")
                            .asString())
                    .isEqualTo("SSH_AUTH_FAILED");
            bare.change("update host set user_name = 'root', port = 1");
            assertThat(bare.admin()
                            .post(PREFIX + "ssh-test", Json.object())
                            .json()
                            .path("code")
                            .asString())
                    .isEqualTo("SSH_UNREACHABLE");
        }
        assertThat(act("ssh-exec", command("reboot")).code()).isEqualTo("SSH_COMMAND_FORBIDDEN");
    }

    private static ObjectNode body(ObjectNode params) {
        var body = Json.object();
        body.set("params", params);
        return body;
    }

    @Test
    @Tag("F123")
    void changedHostKeyIsRefused(@TempDir Path other) {
        try (var moved = new AdminRig(other)) {
            var first = moved.withLab(UnaryOperator.identity());
            int port = first.port();
            first.close();

            try (var impostor = Laboratory.builder()
                    .rootPassword(AdminRig.PASSWORD)
                    .hostKey(LaboratoryBuilder.newHostKey())
                    .port(port)
                    .start()) {
                var status =
                        moved.admin().post(PREFIX + "ssh-test", Json.object()).json();

                assertThat(status.path("connected").booleanValue()).isFalse();
                assertThat(status.path("code").asString()).isEqualTo("HOST_KEY_CHANGED");
                assertThat(impostor.commands()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qm status 100; reboot",
                "qm status 100 && reboot",
                "qm status 100\nreboot",
                "qm status $(reboot)",
                "qm status `reboot`",
                "qm status 100 | sh",
                "cat /etc/pve/qemu-server/../../shadow",
                "cat /etc/shadow",
                "qm destroy 100",
                " qm status 100",
                "pvesh get /access/users"
            })
    @Tag("F124")
    void commandBesideTheListIsNotSent(String line) {
        int before = lab.commands().size();

        var answer = act("ssh-exec", command(line));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("SSH_COMMAND_FORBIDDEN");
        assertThat(lab.commands()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"allowUnsafe", "sshHost", "sshPassword", "sshUsername", "sshPort"})
    @Tag("F124")
    void nothingInARequestWidensTheListOrNamesAnotherTarget(String field) {
        var inside = act("ssh-exec", command("qm status 100").put(field, "x"));
        var beside =
                admin.post(PREFIX + "ssh-exec", body(command("qm status 100")).put(field, "x"));

        assertThat(inside.status()).isEqualTo(400);
        assertThat(inside.pointers()).containsExactly("/params/" + field);
        assertThat(beside.pointers()).containsExactly("/" + field);
    }

    @Test
    void commandsThatChangeAreForAdministrators() {
        var operator = rig.user("operator-of-vms", Caller.Role.OPERATE);

        assertThat(operator.post(PREFIX + "ssh-exec", body(command("qm status 100")))
                        .status())
                .isEqualTo(403);
        assertThat(operator.post(PREFIX + "ssh-status", Json.object()).status()).isEqualTo(200);
    }
}
