package io.slipway.server.syncthing;

import io.slipway.server.base.Caller;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.text.Line;
import io.slipway.server.vault.BindingRecordsSql;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretRef;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Actions on the Syncthing of a tenant. Thread-safe; calls block.
 *
 * <p>The address is a setting; the API key is a secret of the vault, bound to the tenant's field {@value #KEY_FIELD}, opened for
 * the length of one action in its newest version. No request can name another address or bring a key. What was approved
 * before is approved: each action may be repeated.
 */
public final class Syncthing {
    /** The field of a tenant that the API key is bound to. */
    public static final String KEY_FIELD = "syncthing.api-key";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<ProblemCode> ALTERED =
            Set.of(ProblemCode.SYNCTHING_RECORD_ALTERED, ProblemCode.SECRET_BINDING_ALTERED);
    private static final Pattern DEVICE = Pattern.compile("[A-Z2-7]{7}(?:-[A-Z2-7]{7}){7}");
    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_NAME = 100;
    private static final String DEVICE_ID = "device_id";
    private static final String FOLDER_ID = "folder_id";
    private static final String DEVICES = "/rest/config/devices";

    private final Database database;
    private final SyncthingSql sql;
    private final OperatorSecrets secrets;
    private final Duration patience;

    public Syncthing(Database database, OperatorSecrets secrets) {
        this(database, secrets, PATIENCE);
    }

    /** @param patience longest wait for one answer */
    public Syncthing(Database database, OperatorSecrets secrets, Duration patience) {
        this.database = database;
        this.sql = new SyncthingSql(database, secrets.records());
        this.secrets = secrets;
        this.patience = patience;
    }

    /** What the API key of a tenant is bound to. */
    public static SecretTarget keyOf(TenantId tenant) {
        return new SecretTarget(SecretScope.TENANT, tenant.value(), KEY_FIELD);
    }

    /** Where the tenant's Syncthing answers, when it was said. */
    public Optional<SyncthingAddress> address(TenantId tenant) {
        return sql.find(tenant);
    }

    /** Whether a secret is said to be the API key; known while the vault is shut too, and sends nothing. */
    public boolean hasKey(TenantId tenant) {
        return secrets.said(tenant, keyOf(tenant)).isPresent();
    }

    /** @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST: where a key goes changes in an open vault only */
    public void use(TenantId tenant, SyncthingAddress address) {
        sql.save(tenant, address);
    }

    /** @return whether there was an address */
    public boolean forget(TenantId tenant) {
        return sql.delete(tenant);
    }

    /**
     * Does one action.
     *
     * @param params by name, those that {@link SyncthingAction#params()} lists
     * @throws SlipwayException BAD_REQUEST for a parameter, SYNCTHING_REQUIRED without address or key,
     *     SYNCTHING_RECORD_ALTERED, VAULT_LOCKED, VAULT_KEY_LOST, SYNCTHING_AUTH_FAILED, SYNCTHING_UNREACHABLE, SYNCTHING_ERROR, TLS_PIN_MISMATCH with the shown fingerprint, WRONG_STATE when nobody asks to
     *     be approved
     */
    public ObjectNode act(Caller caller, SyncthingAction action, Map<String, String> params) {
        check(action, params);
        return with(caller, action.word(), client -> act(client, action, params));
    }

    /**
     * All that is to be seen of it at once: {@code status}, {@code devices}, {@code folders} and {@code pending}, each as its own
     * action answers. The key is opened once.
     *
     * @throws SlipwayException as {@link #act}
     */
    public ObjectNode look(Caller caller) {
        return with(caller, "look", client -> {
            var answer = Json.object();
            answer.set(SyncthingAction.STATUS.word(), status(client));
            answer.set(SyncthingAction.DEVICES.word(), devices(client));
            answer.set(SyncthingAction.FOLDERS.word(), folders(client));
            answer.set(SyncthingAction.PENDING.word(), pending(client));
            return answer;
        });
    }

    private ObjectNode with(Caller caller, String purpose, Function<SyncthingClient, ObjectNode> work) {
        var destination = destination(caller.tenant());
        var address = destination.address().orElseThrow(() -> required("No address of a Syncthing is known."));
        var key = destination.key().orElseThrow(() -> required("No secret is bound as Syncthing's API key."));
        try (var lease = secrets.open(caller, key, "syncthing " + purpose);
                var client = new SyncthingClient(address, lease, patience)) {
            return work.apply(client);
        }
    }

    /** Where which key goes. */
    private record Destination(Optional<SyncthingAddress> address, Optional<SecretRef> key) {}

    /** Of one moment: the key of one address must not go to the next one. */
    private Destination destination(TenantId tenant) {
        return database.read(handle -> new Destination(
                sql.vouchedFor(handle, tenant),
                BindingRecordsSql.bound(handle, secrets.records(), tenant, keyOf(tenant))));
    }

    /**
     * Why no key is sent where the store says: something else than Slipway wrote the address, or which secret is the key. Empty
     * also while the vault is shut and nobody can tell.
     */
    public Optional<Problem> altered(TenantId tenant) {
        try {
            destination(tenant);
            return Optional.empty();
        } catch (SlipwayException e) {
            return Optional.of(e.problem()).filter(problem -> ALTERED.contains(problem.code()));
        }
    }

    private static SlipwayException required(String what) {
        return Problem.of(ProblemCode.SYNCTHING_REQUIRED, what).exception();
    }

    private static void check(SyncthingAction action, Map<String, String> params) {
        for (var name : action.params()) {
            var value = params.get(name);
            boolean optional = name.equals("name");
            boolean fine = value == null ? optional : value.length() <= LONGEST_NAME && fits(name, value);
            if (!fine) {
                var what =
                        switch (name) {
                            case DEVICE_ID -> "must be a device id: eight groups of seven letters and digits";
                            case FOLDER_ID ->
                                "must be a folder id: 1 to 64 letters, digits, dots, hyphens, underscores";
                            default -> "must be one line of 1 to " + LONGEST_NAME + " characters";
                        };
                throw Problem.of(
                                ProblemCode.BAD_REQUEST,
                                "The action is not valid: /params/" + name + " " + what + ".",
                                List.of(new FieldError("/params/" + name, what)))
                        .exception();
            }
        }
    }

    private static boolean fits(String name, String value) {
        return switch (name) {
            case DEVICE_ID -> DEVICE.matcher(value).matches();
            case FOLDER_ID -> FOLDER.matcher(value).matches();
            default -> !value.isBlank() && Line.isPlain(value);
        };
    }

    /** Whether actions take that id of a device. */
    public static boolean isDevice(String id) {
        return fits(DEVICE_ID, id);
    }

    /** Whether actions take that id of a folder; Syncthing itself takes others too. */
    public static boolean isFolder(String id) {
        return fits(FOLDER_ID, id);
    }

    private static ObjectNode act(SyncthingClient client, SyncthingAction action, Map<String, String> params) {
        var device = params.getOrDefault(DEVICE_ID, "");
        var folder = params.getOrDefault(FOLDER_ID, "");
        return switch (action) {
            case STATUS -> status(client);
            case DEVICES -> devices(client);
            case FOLDERS -> folders(client);
            case PENDING -> pending(client);
            case APPROVE_DEVICE -> approveDevice(client, device, Optional.ofNullable(params.get("name")));
            case APPROVE_FOLDER -> approveFolder(client, folder, device);
            case DISMISS_DEVICE -> done(() -> client.delete("/rest/cluster/pending/devices?device=" + device));
            case PAUSE -> done(() -> client.post("/rest/system/pause?device=" + device));
            case RESUME -> done(() -> client.post("/rest/system/resume?device=" + device));
            case SCAN -> done(() -> client.post("/rest/db/scan?folder=" + SyncthingClient.encoded(folder)));
        };
    }

    private static ObjectNode done(Runnable work) {
        work.run();
        return Json.object().put("done", true);
    }

    private static ObjectNode status(SyncthingClient client) {
        var status = client.get("/rest/system/status");
        return Json.object()
                .put("connected", true)
                .put("version", text(client.get("/rest/system/version"), "version"))
                .put(DEVICE_ID, text(status, "myID"))
                .put("uptime_seconds", status.path("uptime").asLong(0));
    }

    private static ObjectNode devices(SyncthingClient client) {
        var connections = client.get("/rest/system/connections").path("connections");
        var answer = Json.object();
        var list = answer.putArray("devices");
        for (var device : array(client.get(DEVICES))) {
            var id = text(device, "deviceID");
            list.addObject()
                    .put(DEVICE_ID, id)
                    .put("name", text(device, "name"))
                    .put("paused", device.path("paused").asBoolean(false))
                    .put("connected", connections.path(id).path("connected").asBoolean(false));
        }
        return answer;
    }

    private static ObjectNode folders(SyncthingClient client) {
        var answer = Json.object();
        var list = answer.putArray("folders");
        for (var folder : array(client.get("/rest/config/folders"))) {
            var item = list.addObject()
                    .put(FOLDER_ID, text(folder, "id"))
                    .put("label", text(folder, "label"))
                    .put("paused", folder.path("paused").asBoolean(false));
            var shared = item.putArray("devices");
            folder.path("devices").forEach(device -> shared.add(text(device, "deviceID")));
        }
        return answer;
    }

    private static ObjectNode pending(SyncthingClient client) {
        var answer = Json.object();
        var devices = answer.putArray("devices");
        client.get("/rest/cluster/pending/devices").properties().forEach(entry -> devices.addObject()
                .put(DEVICE_ID, entry.getKey())
                .put("name", text(entry.getValue(), "name"))
                .put("address", text(entry.getValue(), "address")));
        var folders = answer.putArray("folders");
        client.get("/rest/cluster/pending/folders").properties().forEach(entry -> entry.getValue()
                .path("offeredBy")
                .propertyNames()
                .forEach(device ->
                        folders.addObject().put(FOLDER_ID, entry.getKey()).put(DEVICE_ID, device)));
        return answer;
    }

    /** Only whom Syncthing itself has seen asking: a mistyped id must not let a stranger in. */
    private static ObjectNode approveDevice(SyncthingClient client, String device, Optional<String> name) {
        if (client.find(DEVICES + "/" + device).isPresent()) {
            return Json.object().put("approved", true).put("already", true);
        }
        var asking = client.get("/rest/cluster/pending/devices").path(device);
        if (!asking.isObject()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The device " + device + " does not ask to be approved.",
                            "Look at the pending devices; the other side must add this Syncthing first.")
                    .exception();
        }
        // What a stranger calls itself is no name unless it is one that could have been typed here.
        var own = Optional.of(text(asking, "name"))
                .filter(given -> given.length() <= LONGEST_NAME && fits("name", given))
                .orElse("");
        var body = Json.object().put("deviceID", device).put("name", name.orElse(own));
        client.put(DEVICES + "/" + device, body);
        return Json.object().put("approved", true).put("already", false);
    }

    private static ObjectNode approveFolder(SyncthingClient client, String folder, String device) {
        var path = "/rest/config/folders/" + SyncthingClient.encoded(folder);
        var present = client.find(path);
        if (present.isEmpty()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "This Syncthing has no folder " + folder + ", so it is not known where it would lie.",
                            "Add the folder in Syncthing with its path; then approve again.")
                    .exception();
        }
        var shared = array(present.get().path("devices"));
        if (shared.valueStream().anyMatch(entry -> text(entry, "deviceID").equals(device))) {
            return Json.object().put("approved", true).put("already", true);
        }
        var offered = client.get("/rest/cluster/pending/folders").path(folder).path("offeredBy");
        if (!offered.has(device)) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The device " + device + " does not offer the folder " + folder + ".",
                            "Look at the pending folders.")
                    .exception();
        }
        var changed = present.get().deepCopy();
        ((ArrayNode) changed.path("devices")).addObject().put("deviceID", device);
        client.put(path, changed);
        return Json.object().put("approved", true).put("already", false);
    }

    private static ArrayNode array(JsonNode node) {
        if (node instanceof ArrayNode list) {
            return list;
        }
        throw Problem.of(ProblemCode.SYNCTHING_ERROR, "Syncthing answered something else than a list.")
                .exception();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isString() ? node.path(field).stringValue() : "";
    }
}
