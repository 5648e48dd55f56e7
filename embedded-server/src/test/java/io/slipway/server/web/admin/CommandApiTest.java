package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.lab.pve.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes of document 004 against the laboratory (requirements E). */
@Timeout(120)
class CommandApiTest {
    private static final String COMMANDS = "/api/commands";
    private static final List<String> STAGES =
            List.of("clone_template", "configure_vm", "start_vm", "wait_network", "post_provision", "register");

    @TempDir
    static Path folder;

    static AdminRig rig;
    static Laboratory lab;
    static Api api;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
        lab = rig.withLab(UnaryOperator.identity());
        api = rig.admin();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    /** The laboratory's guests have no shell, so what their agent answers is said here. */
    @BeforeEach
    void calm() {
        lab.faults().clear();
        lab.guestRules().clearFaults();
        lab.faults().always("guest exec", exit(0));
    }

    private static Faults.Answer exit(int code) {
        return new Faults.Answer(0, "{\"exited\":1,\"exitcode\":" + code + "}\n", "");
    }

    private static ObjectNode params(String name) {
        var params = Json.object().put("name", name);
        params.putObject("template")
                .put("type", "web-server")
                .put("template_id", 9001)
                .put("memory", 2048)
                .put("cores", 2)
                .put("network_bridge", "vmbr0")
                .putArray("post_provision_commands")
                .add("true");
        return params;
    }

    private static ObjectNode command(ObjectNode params) {
        var body = Json.object().put("agentId", "lab").put("type", "provision");
        body.set("params", params);
        return body;
    }

    private static String give(ObjectNode command) {
        var answer = api.post(COMMANDS, command);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().path("commandId").asString();
    }

    private static JsonNode view(String id) {
        return api.get(COMMANDS + "/" + id).json();
    }

    private static boolean ended(String id) {
        return List.of("completed", "failed").contains(view(id).path("status").asString());
    }

    private static long count(Effect.Kind kind, String name) {
        return lab.effects().stream()
                .filter(effect -> effect.kind() == kind && effect.name().equals(name))
                .count();
    }

    @Test
    @Tag("F171")
    @Tag("F172")
    @Tag("F173")
    void commandTellsItsSixStagesInOrderAndThenItsResult() {
        lab.faults().always("qm ", new Faults.Delay(Duration.ofMillis(150)));
        var seen = new ArrayList<JsonNode>();

        var id = give(command(params("staged")));
        AdminRig.await(() -> {
            var view = view(id);
            seen.add(view);
            return view.has("result") || view.has("error");
        });

        var last = seen.getLast();
        assertThat(last.path("status").asString()).as(last.toString()).isEqualTo("completed");
        // A look may miss a stage that passes between two of them; the order and the result may not.
        var stages = seen.stream()
                .map(view -> view.at("/progress/stage").asString())
                .distinct()
                .toList();
        assertThat(stages).startsWith("clone_template").endsWith("register");
        assertThat(STAGES).containsSubsequence(stages);
        assertThat(seen.stream()
                        .map(view -> view.at("/progress/percent").intValue())
                        .toList())
                .isSorted()
                .endsWith(100)
                .contains(20);
        assertThat(last.at("/progress/message").asString()).contains("staged");
        var result = last.path("result");
        assertThat(result.propertyNames())
                .contains("vm_id", "node", "ip_address", "name", "status", "stages_completed");
        assertThat(result.path("status").asString()).isEqualTo("completed");
        assertThat(result.path("node").asString()).isEqualTo(lab.nodeName());
        assertThat(result.path("ip_address").asString()).isNotEmpty();
        assertThat(result.path("stages_completed").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(STAGES);
    }

    @Test
    @Tag("F172")
    void wrongParametersAreNamedAndWhatCannotBeDoneIsRefused() {
        var unknown = params("x");
        unknown.withObject("/template").put("colour", "red");
        var before = params("x");
        before.withObject("/template").putArray("pre_provision_commands").add("rm -rf /");
        var elsewhere = params("x").put("target_node", "another-node");

        assertThat(api.post(COMMANDS, command(unknown)).pointers()).containsExactly("/params/template/colour");
        assertThat(api.post(COMMANDS, command(before)).pointers())
                .containsExactly("/params/template/pre_provision_commands");
        var node = api.post(COMMANDS, command(elsewhere));
        assertThat(node.status()).isEqualTo(422);
        assertThat(node.pointers()).containsExactly("/params/target_node");
        assertThat(api.post(COMMANDS, Json.object().put("agentId", "lab").put("type", "dance"))
                        .pointers())
                .containsExactly("/type");
        assertThat(api.post(COMMANDS, command(params("x")).put("agentId", "nobody"))
                        .code())
                .isEqualTo("AGENT_NOT_FOUND");
        assertThat(api.get(COMMANDS + "/unknown").code()).isEqualTo("COMMAND_NOT_FOUND");
    }

    @Test
    @Tag("F174")
    void templatesAreListedAndAnUnmappedTypeIsExplainedUntilItIsMapped() {
        var unmapped = params("mapped");
        unmapped.withObject("/template").remove("template_id");

        var listed = api.get("/api/agents/lab/templates").json();
        var listing = view(give(Json.object().put("agentId", "lab").put("type", "list_templates")));
        var refused = api.post(COMMANDS, command(unmapped));
        var missing = api.put(
                "/api/v1/hosts/lab/template-mappings/web-server", Json.object().put("template_id", 4711));
        var mapped = api.put(
                "/api/v1/hosts/lab/template-mappings/web-server", Json.object().put("template_id", 9001));
        var id = give(command(unmapped));
        AdminRig.await(() -> ended(id));

        assertThat(listed.path("templates").valueStream().map(item -> item.path("name")
                        .asString()))
                .contains("linux-tpl");
        assertThat(listing.path("status").asString()).isEqualTo("completed");
        assertThat(listing.at("/result/templates")).isEqualTo(listed.path("templates"));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("TEMPLATE_NOT_FOUND");
        assertThat(refused.json().at("/context/choices").asString()).contains("9001 linux-tpl");
        assertThat(refused.json().path("next_step").asString()).contains("template-mappings/web-server");
        assertThat(missing.code()).isEqualTo("TEMPLATE_NOT_FOUND");
        assertThat(mapped.status()).isEqualTo(200);
        assertThat(view(id).path("status").asString()).isEqualTo("completed");
    }

    @Test
    @Tag("F175")
    void nodeGetsItsVmThoughNobodyLooksAndRepeatingChangesNothing() {
        var node = api.post("/api/nodes", Json.object().put("name", "web").put("applicationId", "shop"))
                .json();
        var nodeId = node.path("id").asString();
        var id = give(command(params("for-node")).put("nodeId", nodeId));
        AdminRig.await(() ->
                rig.column("select state from job where id = '" + id + "'").equals(List.of("succeeded")));

        // Straight from the store: no route of ours was asked about the node since the order.
        var stored =
                rig.column("select status || ' ' || vm_id || ' ' || ip_address from node where id = '" + nodeId + "'");
        var seen = api.get("/api/nodes/" + nodeId).json();
        var complete = Json.object()
                .put("vmId", seen.path("vmId").asString())
                .put("hypervisorId", seen.path("hypervisorId").asString())
                .put("ipAddress", seen.path("ipAddress").asString());
        var first = api.post("/api/nodes/" + nodeId + "/provision-complete", complete);
        var second = api.post("/api/nodes/" + nodeId + "/provision-complete", complete);

        assertThat(node.path("status").asString()).isEqualTo("stopped");
        assertThat(stored).singleElement().asString().startsWith("running ");
        assertThat(seen.path("status").asString()).isEqualTo("running");
        assertThat(first.json()).isEqualTo(seen);
        assertThat(second.json()).isEqualTo(seen);
        assertThat(api.post(COMMANDS, command(params("for-node-2")).put("nodeId", nodeId))
                        .code())
                .isEqualTo("WRONG_STATE");
    }

    @Test
    @Tag("F175")
    void askingAgainForANodeThatIsBeingMadeGivesTheSameCommand() {
        lab.faults().always("qm ", new Faults.Delay(Duration.ofMillis(100)));
        var nodeId = api.post("/api/nodes", Json.object().put("name", "twice"))
                .json()
                .path("id")
                .asString();

        var first = give(command(params("twice")).put("nodeId", nodeId));
        var second = give(command(params("twice")).put("nodeId", nodeId));
        AdminRig.await(() -> ended(first));

        assertThat(second).isEqualTo(first);
        assertThat(count(Effect.Kind.CLONE, "twice")).isEqualTo(1);
    }

    @Test
    void nodeIsChangedListedAndForgottenWhileItHasNoVm() {
        var id = api.post("/api/nodes", Json.object().put("name", "old").put("applicationId", "phantoms"))
                .json()
                .path("id")
                .asString();

        var changed = api.put("/api/nodes/" + id, Json.object().put("name", "new"));
        var listed = api.get("/api/nodes?applicationId=phantoms").json();
        var deleted = api.delete("/api/nodes/" + id);

        assertThat(changed.json().path("name").asString()).isEqualTo("new");
        assertThat(listed.path("items")).hasSize(1);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(api.get("/api/nodes/" + id).code()).isEqualTo("NODE_NOT_FOUND");
    }

    @Test
    @Tag("F178")
    void hypervisorThatIsOfflineIsNamedWithWhatToDo(@TempDir Path other) {
        try (var alone = new AdminRig(other)) {
            alone.withLab(UnaryOperator.identity()).close();

            var answer = alone.admin().post(COMMANDS, command(params("offline")));

            assertThat(answer.status()).as(answer.text()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("HOST_OFFLINE");
            assertThat(answer.json().path("next_step").asString()).contains("slipway host check lab");
        }
    }

    @Test
    @Tag("F178")
    void failedInitialisationIsRetriedOnTheSameVm() {
        lab.faults().clear();
        lab.faults().always("guest exec", exit(7));
        var id = give(command(params("retried")));
        AdminRig.await(() -> ended(id));
        var partial = view(id);
        calm();

        var again = give(command(params("retried")));
        AdminRig.await(() -> "completed".equals(view(id).at("/result/status").asString()));

        assertThat(partial.at("/result/status").asString())
                .as(partial.toString())
                .isEqualTo("partial");
        assertThat(partial.at("/result/stages_completed").valueStream().map(JsonNode::asString))
                .contains("wait_network")
                .doesNotContain("post_provision");
        assertThat(again).isEqualTo(id);
        assertThat(view(id).at("/result/vm_id")).isEqualTo(partial.at("/result/vm_id"));
        assertThat(count(Effect.Kind.CLONE, "retried")).isEqualTo(1);
    }

    @Test
    @Tag("F178")
    void failedStartIsTakenBackAndSaysWhy() {
        lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: no space for the state file\n"));
        var id = give(command(params("unstarted")));
        AdminRig.await(() -> ended(id));
        lab.faults().clear();

        var failed = view(id);

        assertThat(failed.path("status").asString()).isEqualTo("failed");
        assertThat(failed.at("/error/message").asString()).isNotEmpty();
        assertThat(failed.at("/error/next_step").asString()).isNotEmpty();
        assertThat(lab.vms().stream().filter(vm -> vm.name().equals("unstarted")))
                .isEmpty();
    }

    @Test
    @Tag("F178")
    void networkThatNeverComesGivesAPartialResultWithTheVm() {
        lab.guestRules().fault("silent", new GuestFault.SilentAgent());
        var id = give(command(params("silent")));
        AdminRig.await(() -> view(id).at("/progress/stage").asString().equals("wait_network"));

        // The time is up now instead of in a quarter of an hour; the engine finds that by itself.
        rig.change("update run_step set deadline_at = 1 where kind = 'await-network' and state <> 'done'");
        AdminRig.await(() -> ended(id));

        var partial = view(id);
        assertThat(partial.path("status").asString()).as(partial.toString()).isEqualTo("completed");
        assertThat(partial.at("/result/status").asString()).isEqualTo("partial");
        assertThat(partial.at("/result/vm_id").asString()).isNotEmpty();
        assertThat(partial.at("/result/ip_address").isNull()).isTrue();
        assertThat(partial.at("/result/stages_completed").valueStream().map(JsonNode::asString))
                .containsExactly("clone_template", "configure_vm", "start_vm");
        assertThat(partial.at("/result/warnings").toString()).contains("console by hand");
        assertThat(lab.vms().stream().filter(vm -> vm.name().equals("silent"))).hasSize(1);
    }
}
