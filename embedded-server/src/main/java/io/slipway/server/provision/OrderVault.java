package io.slipway.server.provision;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.vault.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the secret parts of orders and runs sealed in the database. Thread-safe. */
public final class OrderVault {
    private final Secrets secrets;
    private final Redactor redactor;
    private final Set<String> recalled = ConcurrentHashMap.newKeySet();

    public OrderVault(Secrets secrets, Redactor redactor) {
        this.secrets = secrets;
        this.redactor = redactor;
    }

    /** The documents of an order, which may carry passwords. */
    record OrderDocuments(ProfileDocument profile, Optional<String> playbook, Optional<String> xmlOverride) {
        @Override
        public String toString() {
            return "OrderDocuments[***]";
        }
    }

    /** The secrets of one run. */
    record RunSecrets(Secret token, Map<String, Secret> generated) {
        RunSecrets {
            generated = Map.copyOf(generated);
        }
    }

    void keepOrder(TenantId tenant, String jobId, OrderDocuments documents) {
        var json = Json.object();
        json.set("profile", documents.profile().stored());
        documents.playbook().ifPresent(text -> json.put("playbook", text));
        documents.xmlOverride().ifPresent(text -> json.put("xml_override", text));
        secrets.put(tenant, orderId(jobId), "order documents", Secret.of(Json.write(json)));
    }

    /**
     * Refuses while the vault is not open: what is begun then could not be finished.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    void requireOpen() {
        secrets.requireOpen();
    }

    /** Makes the redactor know the secrets of a run that another process may have begun. */
    void recall(TenantId tenant, String jobId, String runId) {
        requireOpen();
        if (recalled.contains(runId)) {
            return;
        }
        try {
            if (secrets.get(tenant, orderId(jobId)).isPresent()) {
                var unused = order(tenant, jobId);
            }
            if (secrets.get(tenant, runKey(runId)).isPresent()) {
                var unused = run(tenant, runId);
            }
        } catch (SlipwayException e) {
            // What nobody can open any more cannot leak either; a step that needs it is refused by itself.
            if (e.problem().code() != ProblemCode.SECRET_REENTRY_REQUIRED) {
                throw e;
            }
        }
        recalled.add(runId);
    }

    /** Commands for the guests of an order; they may carry passwords. */
    void keepCommands(TenantId tenant, String jobId, List<List<String>> commands) {
        secrets.put(tenant, commandsId(jobId), "post commands", Secret.of(Json.write(commands)));
    }

    /** The commands of an order, none when it had none. */
    List<List<String>> commands(TenantId tenant, String jobId) {
        var commands = new ArrayList<List<String>>();
        secrets.get(tenant, commandsId(jobId)).ifPresent(secret -> Json.parse(secret.reveal())
                .forEach(command -> commands.add(
                        command.valueStream().map(word -> word.asString()).toList())));
        return commands;
    }

    /** The order was not accepted after all. */
    void forgetOrder(TenantId tenant, String jobId) {
        secrets.remove(tenant, orderId(jobId));
        secrets.remove(tenant, commandsId(jobId));
    }

    private static String commandsId(String jobId) {
        return "commands-" + jobId;
    }

    OrderDocuments order(TenantId tenant, String jobId) {
        var json = require(tenant, orderId(jobId));
        var documents = new OrderDocuments(
                ProfileCodec.parse((ObjectNode) json.get("profile")),
                Optional.ofNullable(json.get("playbook")).map(node -> node.asString()),
                Optional.ofNullable(json.get("xml_override")).map(node -> node.asString()));
        documents.profile().secretValues().forEach(redactor::learn);
        return documents;
    }

    void keepRun(TenantId tenant, String runId, RunSecrets run) {
        var json = Json.object().put("token", run.token().reveal());
        var generated = json.putObject("generated");
        run.generated().forEach((name, secret) -> generated.put(name, secret.reveal()));
        secrets.put(tenant, runKey(runId), "run secrets", Secret.of(Json.write(json)));
        learn(run);
    }

    RunSecrets run(TenantId tenant, String runId) {
        var json = require(tenant, runKey(runId));
        var generated = new TreeMap<String, Secret>();
        json.get("generated")
                .properties()
                .forEach(entry ->
                        generated.put(entry.getKey(), Secret.of(entry.getValue().asString())));
        var run = new RunSecrets(Secret.of(json.get("token").asString()), generated);
        learn(run);
        return run;
    }

    private void learn(RunSecrets run) {
        redactor.learn(run.token().reveal());
        run.generated().values().forEach(secret -> redactor.learn(secret.reveal()));
    }

    /** The token is spent; the generated passwords stay for their owner under the VM's id. */
    void closeRun(TenantId tenant, String runId, String vmUuid) {
        var sealed = secrets.get(tenant, runKey(runId));
        if (sealed.isEmpty()) {
            return;
        }
        var run = run(tenant, runId);
        if (!run.generated().isEmpty()) {
            var json = Json.object();
            run.generated().forEach((name, secret) -> json.put(name, secret.reveal()));
            secrets.put(tenant, vmKey(vmUuid), "VM passwords", Secret.of(Json.write(json)));
        }
        forgetRun(tenant, runId);
    }

    void forgetRun(TenantId tenant, String runId) {
        recalled.remove(runId);
        secrets.remove(tenant, runKey(runId));
    }

    void forgetVm(TenantId tenant, String vmUuid) {
        secrets.remove(tenant, vmKey(vmUuid));
    }

    /** Generated passwords of a VM by account, for the operator who asked to see them. */
    public Map<String, Secret> passwords(TenantId tenant, String vmUuid) {
        var shown = new TreeMap<String, Secret>();
        secrets.get(tenant, vmKey(vmUuid))
                .map(secret -> Json.parseObject(secret.reveal()))
                .ifPresent(json -> json.properties()
                        .forEach(entry -> shown.put(
                                entry.getKey(), Secret.of(entry.getValue().asString()))));
        return shown;
    }

    private ObjectNode require(TenantId tenant, String id) {
        return secrets.get(tenant, id)
                .map(secret -> Json.parseObject(secret.reveal()))
                .orElseThrow(() -> new IllegalStateException("sealed documents are missing: " + id));
    }

    static String orderId(String jobId) {
        return "order-" + jobId;
    }

    private static String runKey(String runId) {
        return "run-" + runId;
    }

    private static String vmKey(String vmUuid) {
        return "vm-" + vmUuid;
    }
}
