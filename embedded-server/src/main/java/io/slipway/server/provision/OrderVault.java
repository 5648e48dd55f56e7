package io.slipway.server.provision;

import io.slipway.server.answer.GeneratedSecrets;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.profile.AnswerFileSecrets;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.vault.Secrets;
import io.slipway.server.workflow.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the secret parts of orders and runs sealed in the database. Thread-safe. */
public final class OrderVault {
    static final String ORDER_PREFIX = "order-";
    static final String COMMANDS_PREFIX = "commands-";
    /** No account of a guest has a colon in its name. */
    private static final String SHOWN = ":shown";

    private final Secrets secrets;
    private final Redactor redactor;
    /** What the redactor looks for, by run. */
    private final Map<String, Redactor.Hold> live = new ConcurrentHashMap<>();

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
    record RunSecrets(Secret token, Map<String, Secret> generated) implements AutoCloseable {
        RunSecrets {
            generated = Map.copyOf(generated);
        }

        private List<String> values() {
            var values = new ArrayList<String>();
            values.add(token.reveal());
            generated.values().forEach(secret -> values.add(secret.reveal()));
            return values;
        }

        @Override
        public void close() {
            token.close();
            generated.values().forEach(Secret::close);
        }
    }

    void keepOrder(TenantId tenant, String jobId, OrderDocuments documents) {
        var json = Json.object();
        json.set("profile", documents.profile().stored());
        documents.playbook().ifPresent(text -> json.put("playbook", text));
        documents.xmlOverride().ifPresent(text -> json.put("xml_override", text));
        note(secretsOf(documents));
        put(tenant, orderId(jobId), "order documents", json);
    }

    private static List<String> secretsOf(OrderDocuments documents) {
        var values = new ArrayList<>(documents.profile().secretValues());
        documents.xmlOverride().map(AnswerFileSecrets::values).ifPresent(values::addAll);
        return values;
    }

    /**
     * Makes the redactor know what an order brings along, before anything is said about it; it stays known for a minute, and
     * longer once its runs go on.
     */
    void note(ProvisionOrder order) {
        order.xmlOverride().map(AnswerFileSecrets::values).ifPresent(this::note);
        note(CommandSecrets.values(order.postCommands()));
    }

    private void note(List<String> values) {
        redactor.hold(values).close();
    }

    /** A text without the secrets that are known at this moment. */
    String clean(String text) {
        return redactor.clean(text);
    }

    /**
     * Refuses while the vault is not open: what is begun then could not be finished.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    void requireOpen() {
        secrets.requireOpen();
    }

    /** Makes the redactor know the secrets of a run, which another process may have begun, until {@link #letGo}. */
    void recall(TenantId tenant, String jobId, String runId) {
        requireOpen();
        if (live.containsKey(runId)) {
            return;
        }
        var values = new ArrayList<String>();
        try {
            opened(tenant, orderId(jobId))
                    .map(OrderVault::documents)
                    .ifPresent(known -> values.addAll(secretsOf(known)));
            values.addAll(CommandSecrets.values(commands(tenant, jobId)));
            find(tenant, runId).ifPresent(run -> values.addAll(run.values()));
        } catch (SlipwayException e) {
            // What nobody can open any more cannot leak either; a step that needs it is refused by itself.
            if (e.problem().code() != ProblemCode.SECRET_REENTRY_REQUIRED) {
                throw e;
            }
        }
        hold(runId, values);
    }

    private void hold(String runId, List<String> values) {
        var more = redactor.hold(values);
        live.merge(runId, more, (before, added) -> () -> {
            before.close();
            added.close();
        });
    }

    /** The run has ended. */
    void letGo(String runId) {
        var held = live.remove(runId);
        if (held != null) {
            held.close();
        }
    }

    /** Commands for the guests of an order; they may carry passwords. */
    void keepCommands(TenantId tenant, String jobId, List<List<String>> commands) {
        put(tenant, commandsId(jobId), "post commands", commands);
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
        return COMMANDS_PREFIX + jobId;
    }

    /**
     * What a run's config disc was made of; empty when it had none or when its order's documents are not kept any more.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    public Optional<OrderedDisc> disc(TenantId tenant, RunView run) {
        var vm = VmPlan.fromJson(run.input());
        return opened(tenant, orderId(run.jobId()))
                .filter(json -> vm.kind().isPresent())
                .map(json -> new OrderedDisc(
                        vm,
                        ProfileCodec.parse((ObjectNode) json.get("profile")),
                        Optional.ofNullable(json.get("playbook")).map(node -> node.asString()),
                        json.has("xml_override")));
    }

    OrderDocuments order(TenantId tenant, String jobId) {
        return documents(require(tenant, orderId(jobId)));
    }

    private static OrderDocuments documents(ObjectNode json) {
        return new OrderDocuments(
                ProfileCodec.parse((ObjectNode) json.get("profile")),
                Optional.ofNullable(json.get("playbook")).map(node -> node.asString()),
                Optional.ofNullable(json.get("xml_override")).map(node -> node.asString()));
    }

    void keepRun(TenantId tenant, String runId, RunSecrets run) {
        var json = Json.object().put("token", run.token().reveal());
        var generated = json.putObject("generated");
        run.generated().forEach((name, secret) -> generated.put(name, secret.reveal()));
        hold(runId, run.values());
        put(tenant, runKey(runId), "run secrets", json);
    }

    /** The secrets of a run; close them after use. */
    RunSecrets run(TenantId tenant, String runId) {
        return find(tenant, runId).orElseThrow(() -> missing(runKey(runId)));
    }

    private Optional<RunSecrets> find(TenantId tenant, String runId) {
        return opened(tenant, runKey(runId)).map(json -> {
            var generated = new TreeMap<String, Secret>();
            json.get("generated")
                    .properties()
                    .forEach(entry -> generated.put(
                            entry.getKey(), Secret.of(entry.getValue().asString())));
            return new RunSecrets(Secret.of(json.get("token").asString()), generated);
        });
    }

    /** The token is spent; the generated passwords stay for their owner under the VM's id, by the names of the accounts. */
    void closeRun(TenantId tenant, String runId, String vmUuid, List<String> userNames) {
        if (find(tenant, runId).isEmpty()) {
            return;
        }
        try (var run = run(tenant, runId)) {
            if (!run.generated().isEmpty()) {
                var json = Json.object();
                run.generated()
                        .forEach(
                                (name, secret) -> json.put(GeneratedSecrets.account(name, userNames), secret.reveal()));
                put(tenant, vmKey(vmUuid), "VM passwords", json);
            }
        }
        forgetRun(tenant, runId);
    }

    /** Whether the token and the generated passwords of a run still lie here. */
    public boolean holdsRun(TenantId tenant, String runId) {
        return secrets.get(tenant, runKey(runId)).isPresent();
    }

    void forgetRun(TenantId tenant, String runId) {
        secrets.remove(tenant, runKey(runId));
    }

    void forgetVm(TenantId tenant, String vmUuid) {
        secrets.remove(tenant, vmKey(vmUuid));
    }

    /**
     * Generated passwords of a VM.
     *
     * @param byAccount by the names of the accounts; empty when none was generated or when they were shown before
     * @param shownAt when they were shown, empty while they were not
     */
    public record VmPasswords(Map<String, Secret> byAccount, Optional<Instant> shownAt) {}

    /** The generated passwords of a VM, for the operator who asked to see them; of all who ask, one is told. */
    public VmPasswords reveal(TenantId tenant, String vmUuid, Instant now) {
        var shown = Json.object().put(SHOWN, now.toEpochMilli());
        var found = secrets.exchange(tenant, vmKey(vmUuid), secret -> {
            boolean unseen = !Json.parseObject(secret.reveal()).has(SHOWN);
            return unseen ? Optional.of(Secret.of(Json.write(shown))) : Optional.empty();
        });
        return passwords(found);
    }

    /** As {@link #reveal}, for a look that does not count: the demonstration compares them with what its guests got. */
    public VmPasswords passwords(TenantId tenant, String vmUuid) {
        return passwords(secrets.get(tenant, vmKey(vmUuid)));
    }

    private static VmPasswords passwords(Optional<Secret> found) {
        var byAccount = new TreeMap<String, Secret>();
        var shown = new ArrayList<Instant>();
        found.map(OrderVault::json).ifPresent(json -> json.properties().forEach(entry -> {
            if (entry.getKey().equals(SHOWN)) {
                shown.add(Instant.ofEpochMilli(entry.getValue().longValue()));
            } else {
                byAccount.put(entry.getKey(), Secret.of(entry.getValue().asString()));
            }
        }));
        return new VmPasswords(byAccount, shown.stream().findFirst());
    }

    private void put(TenantId tenant, String id, String label, Object document) {
        try (var secret = Secret.of(Json.write(document))) {
            secrets.put(tenant, id, label, secret);
        }
    }

    private Optional<ObjectNode> opened(TenantId tenant, String id) {
        return secrets.get(tenant, id).map(OrderVault::json);
    }

    private static ObjectNode json(Secret secret) {
        try (secret) {
            return Json.parseObject(secret.reveal());
        }
    }

    private ObjectNode require(TenantId tenant, String id) {
        return opened(tenant, id).orElseThrow(() -> missing(id));
    }

    private static IllegalStateException missing(String id) {
        return new IllegalStateException("sealed documents are missing: " + id);
    }

    static String orderId(String jobId) {
        return ORDER_PREFIX + jobId;
    }

    private static String runKey(String runId) {
        return "run-" + runId;
    }

    private static String vmKey(String vmUuid) {
        return "vm-" + vmUuid;
    }
}
