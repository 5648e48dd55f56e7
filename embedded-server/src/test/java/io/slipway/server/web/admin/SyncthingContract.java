package io.slipway.server.web.admin;

import static io.slipway.server.syncthing.SyncthingPair.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.syncthing.SyncthingPair;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the actions do with a Syncthing, over real HTTPS: the fake that other tests use keeps it as the program itself does. */
@Timeout(180)
abstract class SyncthingContract {
    static final String KEY = "Syncthing-Key-7b21e4";
    private static final String SETTING = "/api/v1/syncthing";
    private static final String ACT = "/api/v1/vm-ops/syncthing/";
    private static final Caller ANN = new Caller(TenantId.DEFAULT, "ann", Caller.Role.ADMIN);

    @TempDir
    static Path data;

    private static AdminRig rig;
    private static Api admin;

    @TempDir
    Path folder;

    SyncthingPair pair;

    /** @param folder an empty one for this test */
    abstract SyncthingPair pair(Path folder) throws Exception;

    @BeforeAll
    static void start() {
        rig = new AdminRig(data);
        admin = rig.admin();
        var secrets = rig.agent.parts().secrets();
        secrets.create(ANN, "sync key", Secret.of(KEY));
        secrets.create(ANN, "wrong key", Secret.of("not-" + KEY));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void startPair() throws Exception {
        rig.agent.parts().secrets().bind(ANN, Syncthing.keyOf(TenantId.DEFAULT), "sync key");
        pair = pair(folder);
        assertThat(use(pair.fingerprint()).status()).isEqualTo(200);
    }

    @AfterEach
    void stopPair() throws Exception {
        if (pair != null) {
            pair.close();
        }
    }

    private Api.Answer use(String fingerprint) {
        return admin.put(SETTING, Json.object().put("url", pair.url()).put("fingerprint", fingerprint));
    }

    static Api.Answer act(String action, String... params) {
        return act(admin, action, params);
    }

    /** @param params names and values in turns */
    static Api.Answer act(Api admin, String action, String... params) {
        var body = Json.object();
        var object = body.putObject("params");
        for (int i = 0; i < params.length; i += 2) {
            object.put(params[i], params[i + 1]);
        }
        return admin.post(ACT + action, body);
    }

    private Api.Answer letIn() {
        return act("approve-device", "device_id", pair.theirs(), "name", "their machine");
    }

    Api.Answer share() {
        return act("approve-folder", "folder_id", FOLDER, "device_id", pair.theirs());
    }

    private static Stream<JsonNode> listed(String action, String list) {
        return act(action).json().path(list).valueStream();
    }

    private boolean asks() {
        return listed("pending", "devices")
                .anyMatch(node -> node.path("device_id").asString().equals(pair.theirs()));
    }

    private boolean offers() {
        return listed("pending", "folders")
                .anyMatch(node -> node.path("device_id").asString().equals(pair.theirs())
                        && node.path("folder_id").asString().equals(FOLDER));
    }

    private JsonNode device(String id) {
        return listed("devices", "devices")
                .filter(node -> node.path("device_id").asString().equals(id))
                .findFirst()
                .orElseGet(Json::object);
    }

    /** Theirs asked and was let in. */
    private void known() throws Exception {
        pair.ask();
        AdminRig.await(this::asks);
        assertThat(letIn().status()).isEqualTo(200);
    }

    /** Theirs is let in, ours has the folder and theirs offers it. */
    final void offered() throws Exception {
        known();
        pair.have();
        pair.offer();
        AdminRig.await(this::offers);
    }

    @Test
    @Tag("F126")
    void itSaysWhoItIsAndListsItselfAsADeviceThatIsNotConnected() {
        var status = act("status").json();

        assertThat(status.path("device_id").asString()).isEqualTo(pair.own());
        assertThat(status.path("version").asString()).startsWith("v");
        assertThat(status.path("connected").asBoolean()).isTrue();
        assertThat(device(pair.own()).path("connected").asBoolean(true)).isFalse();
    }

    @Test
    @Tag("F126")
    void aWrongKeyAndAnotherCertificateHaveCodesOfTheirOwn() {
        var secrets = rig.agent.parts().secrets();
        secrets.bind(ANN, Syncthing.keyOf(TenantId.DEFAULT), "wrong key");
        var refused = act("status");
        secrets.bind(ANN, Syncthing.keyOf(TenantId.DEFAULT), "sync key");
        use("00:".repeat(31) + "00");
        var stranger = act("status");

        assertThat(refused.code()).isEqualTo("SYNCTHING_AUTH_FAILED");
        assertThat(stranger.code()).isEqualTo("TLS_PIN_MISMATCH");
        assertThat(stranger.json().path("context").path("fingerprint").asString())
                .isEqualTo(pair.fingerprint());
    }

    @Test
    @Tag("F126")
    void whoAsksIsLetInOnceUnderTheNameThatWasGiven() throws Exception {
        pair.ask();
        AdminRig.await(this::asks);

        var first = letIn();
        var second = letIn();

        assertThat(first.json().path("already").asBoolean(true)).isFalse();
        assertThat(second.json().path("already").asBoolean(false)).isTrue();
        assertThat(device(pair.theirs()).path("name").asString()).isEqualTo("their machine");
        assertThat(device(pair.theirs()).path("paused").asBoolean(true)).isFalse();
        AdminRig.await(() -> !asks());
        AdminRig.await(() -> device(pair.theirs()).path("connected").asBoolean());
    }

    @Test
    @Tag("F126")
    void whoDoesNotAskIsNotLetInAndWhoIsDismissedNoLongerAsks() throws Exception {
        assertThat(letIn().code()).isEqualTo("WRONG_STATE");
        pair.ask();
        AdminRig.await(this::asks);
        pair.leave();

        assertThat(act("dismiss-device", "device_id", pair.theirs()).status()).isEqualTo(200);
        assertThat(asks()).isFalse();
        assertThat(act("dismiss-device", "device_id", pair.theirs()).status())
                .as("again")
                .isEqualTo(200);
        assertThat(letIn().code()).isEqualTo("WRONG_STATE");
        assertThat(device(pair.theirs())).isEmpty();
    }

    @Test
    @Tag("F126")
    void aFolderIsSharedWithWhomOffersItWhenOursHasIt() throws Exception {
        known();
        assertThat(share().code()).as("ours has it not").isEqualTo("WRONG_STATE");
        pair.have();
        assertThat(share().code()).as("theirs does not offer it").isEqualTo("WRONG_STATE");
        pair.offer();
        AdminRig.await(this::offers);

        assertThat(share().json().path("already").asBoolean(true)).isFalse();
        assertThat(share().json().path("already").asBoolean(false)).isTrue();
        var folder = listed("folders", "folders").findFirst().orElseThrow();
        assertThat(folder.path("folder_id").asString()).isEqualTo(FOLDER);
        assertThat(folder.path("label").asString()).isEqualTo("Photos");
        assertThat(folder.path("devices").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder(pair.own(), pair.theirs());
        AdminRig.await(() -> !offers());
    }

    @Test
    @Tag("F126")
    void aDeviceIsPausedAndResumedAndAStrangerIsNot() throws Exception {
        known();

        assertThat(act("pause", "device_id", pair.theirs()).status()).isEqualTo(200);
        assertThat(device(pair.theirs()).path("paused").asBoolean()).isTrue();
        assertThat(act("resume", "device_id", pair.theirs()).status()).isEqualTo(200);
        assertThat(device(pair.theirs()).path("paused").asBoolean(true)).isFalse();
        var stranger = "STRANGE" + pair.own().substring(7);
        assertThat(act("pause", "device_id", stranger).code()).isEqualTo("SYNCTHING_ERROR");
    }

    @Test
    @Tag("F126")
    void aFolderItHasIsScannedAndAnotherIsRefused() throws Exception {
        pair.have();

        assertThat(act("scan", "folder_id", FOLDER).status()).isEqualTo(200);
        assertThat(act("scan", "folder_id", "music").code()).isEqualTo("SYNCTHING_ERROR");
    }
}
