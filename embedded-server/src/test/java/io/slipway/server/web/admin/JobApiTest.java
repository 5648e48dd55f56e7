package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.pve.Effect;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Hosts, orders, jobs and VMs through the listener, against the laboratory by the real adapter. */
@Timeout(120)
class JobApiTest {
    private static final String ORDER = "/api/v1/jobs/provision";

    @TempDir
    static Path folder;

    static AdminRig rig;
    static Laboratory lab;
    static Api admin;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
        lab = rig.withLab(UnaryOperator.identity());
        admin = rig.admin();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static long clones(String name) {
        return lab.effects().stream()
                .filter(effect ->
                        effect.kind() == Effect.Kind.CLONE && effect.name().equals(name))
                .count();
    }

    @Test
    @Tag("F123")
    void hostIsRegisteredOnlyWithTheKeyThatItShows() {
        var body = AdminRig.hostBody(lab).put("name", "second");

        var shown = admin.post(
                "/api/v1/hosts/fingerprint",
                Json.object().put("address", "127.0.0.1").put("port", lab.port()));
        var unconfirmed = admin.post("/api/v1/hosts", body);
        var wrong = admin.post("/api/v1/hosts", body.deepCopy().put("host_key", "SHA256:" + "A".repeat(43)));
        var right = admin.post(
                "/api/v1/hosts",
                body.deepCopy().put("host_key", shown.json().path("host_key").asString()));

        assertThat(unconfirmed.status()).isEqualTo(409);
        assertThat(unconfirmed.code()).isEqualTo("HOST_KEY_UNKNOWN");
        assertThat(unconfirmed.json().at("/context/fingerprint").asString())
                .isEqualTo(shown.json().path("host_key").asString());
        assertThat(wrong.code()).isEqualTo("HOST_KEY_CHANGED");
        assertThat(right.status()).as(right.text()).isEqualTo(201);
        assertThat(right.text()).doesNotContain(AdminRig.PASSWORD);
        assertThat(admin.delete("/api/v1/hosts/second").json().path("deleted").booleanValue())
                .isTrue();
        assertThat(admin.get("/api/v1/hosts/second").code()).isEqualTo("HOST_NOT_FOUND");
    }

    @Test
    void hostIsShownProbedAndTellsItsTemplates() {
        var host = admin.get("/api/v1/hosts/lab").json();
        var probe = admin.post("/api/v1/hosts/lab/check", null).json();
        var templates = admin.get("/api/v1/hosts/lab/templates").json();

        assertThat(host.path("auth_kind").asString()).isEqualTo("password");
        assertThat(host.at("/limits/slots").intValue()).isEqualTo(2);
        assertThat(probe.path("node").asString()).isEqualTo(lab.nodeName());
        assertThat(probe.path("storages")).isNotEmpty();
        assertThat(templates.path("items").valueStream().map(item -> item.path("name")
                        .asString()))
                .containsExactlyInAnyOrder("win11-tpl", "linux-tpl");
        assertThat(admin.get("/api/v1/doctor").text()).contains("host-lab");
    }

    @Test
    void limitsOfAHostAreChangedAndWhatIsLeftOutStays() {
        var path = "/api/v1/hosts/lab/limits";

        var changed = admin.put(path, Json.object().put("slots", 3).put("last_vm_id", 6000));
        var crossed = admin.put(path, Json.object().put("first_vm_id", 6001));
        var odd = admin.put(path, Json.object().put("slots", 17).put("most", 1));
        var back = admin.put(path, Json.object().put("slots", 2).put("last_vm_id", 8999));

        assertThat(changed.json().at("/limits/slots").intValue()).isEqualTo(3);
        assertThat(changed.json().at("/limits/first_vm_id").intValue()).isEqualTo(1000);
        assertThat(changed.json().at("/limits/last_vm_id").intValue()).isEqualTo(6000);
        assertThat(crossed.status()).isEqualTo(400);
        assertThat(crossed.text()).contains("/last_vm_id");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(back.json().at("/limits/last_vm_id").intValue()).isEqualTo(8999);
        assertThat(rig.user("operator-only", Caller.Role.OPERATE)
                        .put(path, Json.object().put("slots", 1))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void dryRunShowsThePlanAndChangesNothing() {
        var effects = lab.effects().size();

        var plan = admin.post(ORDER + "?dry_run=true", AdminRig.clone("dry"));

        assertThat(plan.status()).as(plan.text()).isEqualTo(200);
        assertThat(plan.json().path("plan").asString()).isEqualTo("template-clone");
        assertThat(plan.json().at("/vms/0/name").asString()).isEqualTo("dry");
        assertThat(plan.json().path("steps").valueStream().map(step -> step.asString()))
                .containsSubsequence("clone", "configure", "start", "await-network", "close");
        assertThat(lab.effects()).hasSize(effects);
        assertThat(admin.get("/api/v1/vms/dry").code()).isEqualTo("VM_NOT_FOUND");
    }

    @Test
    void orderIsCarriedOutOnceForItsKeyAndItsJobTellsEverything() {
        var key = Map.of("Idempotency-Key", "order-1");

        var first = admin.send("POST", ORDER, AdminRig.clone("once"), key);
        var second = admin.send("POST", ORDER, AdminRig.clone("once"), key);
        var other = admin.send("POST", ORDER, AdminRig.clone("else"), key);
        var job = rig.awaitJob(admin, first.json().path("job_id").asString());
        var vm = admin.get("/api/v1/vms/once").json();
        var log = admin.get("/api/v1/jobs/" + job.path("id").asString() + "/log?after=0&limit=2");

        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(second.json().path("job_id")).isEqualTo(first.json().path("job_id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
        assertThat(job.path("percent").intValue()).isEqualTo(100);
        assertThat(job.at("/runs/0/vm/uuid").asString()).isEqualTo(vm.path("id").asString());
        assertThat(job.at("/runs/0/vm/native_id").asString())
                .isEqualTo(vm.path("native_id").asString());
        assertThat(job.at("/runs/0/steps").valueStream().map(step -> step.path("state")
                        .asString()))
                .containsOnly("done");
        assertThat(vm.path("state").asString()).isEqualTo("present");
        assertThat(vm.path("addresses")).isNotEmpty();
        assertThat(log.json().path("items")).hasSizeBetween(1, 2);
        assertThat(clones("once")).isEqualTo(1);
    }

    @Test
    void jobsAreListedNewestFirstInPages() {
        for (var name : new String[] {"page-1", "page-2", "page-3"}) {
            rig.awaitJob(admin, order(name));
        }

        var first = admin.get("/api/v1/jobs?limit=2").json();
        var second = admin.get("/api/v1/jobs?limit=2&cursor="
                        + first.path("next_cursor").asString())
                .json();

        assertThat(first.path("items")).hasSize(2);
        assertThat(first.at("/items/0/id").asString())
                .isGreaterThan(first.at("/items/1/id").asString());
        assertThat(second.at("/items/0/id").asString())
                .isLessThan(first.at("/items/1/id").asString());
    }

    private static String order(String name) {
        var answer = admin.post(ORDER, AdminRig.clone(name));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().path("job_id").asString();
    }

    @Test
    void wrongFieldOfAnOrderIsNamed() {
        ObjectNode order = AdminRig.clone("wrong").put("count", 500);

        var range = admin.post(ORDER, order);
        var unknown = admin.post(ORDER, AdminRig.clone("wrong").put("memory", 4));
        var template = admin.post(ORDER, AdminRig.clone("wrong").put("template", "missing"));

        assertThat(range.status()).isEqualTo(400);
        assertThat(range.pointers()).contains("/count");
        assertThat(unknown.pointers()).containsExactly("/memory");
        assertThat(template.status()).isEqualTo(404);
        assertThat(template.json().at("/context/choices").asString()).contains("linux-tpl");
    }

    @Test
    @Tag("F168")
    void deletingARunningVmNeedsForce() {
        rig.awaitJob(admin, order("doomed"));

        var refused = admin.delete("/api/v1/vms/doomed");
        var accepted = admin.delete("/api/v1/vms/doomed?force=true");
        var job = rig.awaitJob(admin, accepted.json().path("job_id").asString());

        assertThat(refused.code()).isEqualTo("WRONG_STATE");
        assertThat(job.path("kind").asString()).isEqualTo("delete_vm");
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("succeeded");
        assertThat(admin.get("/api/v1/vms/doomed").code()).isEqualTo("VM_NOT_FOUND");
    }

    @Test
    void endedJobCannotBeCancelledOrRetried() {
        var id = order("finished");
        rig.awaitJob(admin, id);

        assertThat(admin.post("/api/v1/jobs/" + id + "/cancel", null).code()).isEqualTo("WRONG_STATE");
        assertThat(admin.post("/api/v1/jobs/" + id + "/retry", null).code()).isEqualTo("WRONG_STATE");
        assertThat(admin.get("/api/v1/jobs/unknown").code()).isEqualTo("JOB_NOT_FOUND");
    }

    @Test
    @Tag("F092")
    void registryTellsWhereAVmIsAndKeepsWhatApplicationsAdd() {
        rig.awaitJob(admin, order("known"));
        var vm = admin.get("/api/v1/vms/known").json();
        var uuid = vm.path("id").asString();

        var registered = admin.post(
                "/api/v1/vm/register",
                Json.object().put("vm_uuid", uuid).put("project_id", "p1").put("status", "paused"));
        var resolved = admin.get("/api/v1/vm/" + uuid + "/resolve").json();
        var foreign = admin.post("/api/v1/vm/register", Json.object().put("vm_uuid", "0123456789"));

        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
        assertThat(resolved.path("project_id").asString()).isEqualTo("p1");
        assertThat(resolved.path("status").asString()).isEqualTo("paused");
        assertThat(resolved.path("node").asString()).isEqualTo(lab.nodeName());
        assertThat(resolved.path("vmid").asString())
                .isEqualTo(vm.path("native_id").asString());
        assertThat(resolved.path("ip").asString())
                .isEqualTo(vm.at("/addresses/0").asString());
        assertThat(foreign.code()).isEqualTo("VM_NOT_FOUND");
        assertThat(rig.user("other", Caller.Role.READ)
                        .get("/api/v1/vm/" + uuid + "/resolve")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void generatedPasswordsAreForAdministratorsAndOnlyOnRequest() {
        rig.awaitJob(admin, order("secrets"));

        var refused = rig.user("worker", Caller.Role.OPERATE).post("/api/v1/vms/secrets/reveal-passwords", null);
        var shown = admin.post("/api/v1/vms/secrets/reveal-passwords", null);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().has("passwords")).isTrue();
        assertThat(rig.column("select outcome from audit where action like '%reveal%' order by seq"))
                .containsExactly("started", "ok");
    }
}
