package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.syncthing.FakeSyncthing;
import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.syncthing.SyncthingAction;
import io.slipway.server.syncthing.SyncthingAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Syncthing actions through the listener, against a Syncthing that answers over real HTTPS. */
@Timeout(60)
class SyncthingApiTest {
    private static final String SETTING = "/api/v1/syncthing";
    private static final String ACT = "/api/v1/vm-ops/syncthing/";
    private static final String KEY = "Syncthing-Key-9f3a7c";
    private static final Caller ANN = new Caller(TenantId.DEFAULT, "ann", Caller.Role.ADMIN);

    @TempDir
    static Path folder;

    static AdminRig rig;
    static Api admin;

    FakeSyncthing fake;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
        admin = rig.admin();
        var secrets = rig.agent.parts().secrets();
        secrets.create(ANN, "sync key", Secret.of(KEY));
        secrets.bind(ANN, Syncthing.keyOf(TenantId.DEFAULT), "sync key");
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void startFake() throws Exception {
        fake = new FakeSyncthing(KEY, true);
        assertThat(use(fake.url(), fake.fingerprint()).status()).isEqualTo(200);
    }

    @AfterEach
    void stopFake() {
        fake.close();
    }

    private static Api.Answer use(String url, String fingerprint) {
        var body = Json.object().put("url", url);
        return admin.put(SETTING, fingerprint.isEmpty() ? body : body.put("fingerprint", fingerprint));
    }

    private static Api.Answer act(String action, String... params) {
        return SyncthingContract.act(admin, action, params);
    }

    private static JsonNode known(Api.Answer devices) {
        return devices.json()
                .path("devices")
                .valueStream()
                .filter(node -> node.path("device_id").asString().equals(FakeSyncthing.KNOWN))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("F126")
    void aPendingDeviceIsApprovedOnceAndTheCallIsExactlyThat() {
        var pending = act("pending").json();
        fake.calls.clear();

        var approved = act("approve-device", "device_id", FakeSyncthing.ASKING, "name", "Ann's phone");
        var again = act("approve-device", "device_id", FakeSyncthing.ASKING);

        assertThat(pending.path("devices").path(0).path("device_id").asString()).isEqualTo(FakeSyncthing.ASKING);
        assertThat(approved.json().path("already").asBoolean(true)).isFalse();
        assertThat(again.json().path("already").asBoolean(false)).isTrue();
        assertThat(fake.devices.get(FakeSyncthing.ASKING).path("name").asString())
                .isEqualTo("Ann's phone");
        assertThat(fake.calls)
                .filteredOn(call -> !call.startsWith("GET"))
                .containsExactly("PUT /rest/config/devices/" + FakeSyncthing.ASKING);
        assertThat(rig.column("select action from audit")).anyMatch(action -> action.contains("approve-device"));
    }

    @Test
    @Tag("F126")
    void aDeviceThatDoesNotAskIsNotLetIn() {
        var stranger = act("approve-device", "device_id", FakeSyncthing.OWN.replace('A', 'D'));

        assertThat(stranger.status()).isEqualTo(409);
        assertThat(stranger.code()).isEqualTo("WRONG_STATE");
        assertThat(fake.devices).containsOnlyKeys(FakeSyncthing.OWN, FakeSyncthing.KNOWN);
    }

    @Test
    @Tag("F126")
    void anOfferedFolderIsSharedAndKeepsWhatItHad() {
        var approved = act("approve-folder", "folder_id", "photos", "device_id", FakeSyncthing.KNOWN);
        var again = act("approve-folder", "folder_id", "photos", "device_id", FakeSyncthing.KNOWN);
        var unknown = act("approve-folder", "folder_id", "music", "device_id", FakeSyncthing.KNOWN);
        var notOffered = act("approve-folder", "folder_id", "photos", "device_id", FakeSyncthing.ASKING);

        assertThat(approved.status()).isEqualTo(200);
        assertThat(again.json().path("already").asBoolean()).isTrue();
        assertThat(fake.folders.get("photos").path("path").asString()).isEqualTo("/srv/photos");
        assertThat(fake.folders.get("photos").path("devices"))
                .extracting(device -> device.path("deviceID").asString())
                .containsExactly(FakeSyncthing.OWN, FakeSyncthing.KNOWN);
        assertThat(unknown.code()).isEqualTo("WRONG_STATE");
        assertThat(notOffered.code()).isEqualTo("WRONG_STATE");
    }

    @Test
    @Tag("F126")
    void theBasicsReachSyncthing() {
        assertThat(act("status").json().path("version").asString()).isEqualTo("v1.29.2");
        assertThat(known(act("devices")).path("connected").asBoolean()).isTrue();
        assertThat(act("folders")
                        .json()
                        .path("folders")
                        .path(0)
                        .path("folder_id")
                        .asString())
                .isEqualTo("photos");
        act("pause", "device_id", FakeSyncthing.KNOWN);
        assertThat(fake.devices.get(FakeSyncthing.KNOWN).path("paused").asBoolean())
                .isTrue();
        act("resume", "device_id", FakeSyncthing.KNOWN);
        assertThat(fake.devices.get(FakeSyncthing.KNOWN).path("paused").asBoolean())
                .isFalse();
        assertThat(act("scan", "folder_id", "photos").status()).isEqualTo(200);
        assertThat(act("scan", "folder_id", "music").code()).isEqualTo("SYNCTHING_ERROR");
        act("dismiss-device", "device_id", FakeSyncthing.ASKING);
        assertThat(fake.pendingDevices).isEmpty();
        assertThat(fake.calls)
                .contains("POST /rest/db/scan?folder=photos", "POST /rest/system/pause?device=" + FakeSyncthing.KNOWN);
    }

    @Test
    @Tag("F126")
    void anUnknownActionHasAClearCodeAndReachesNothing() {
        fake.calls.clear();

        var unknown = act("format-disk");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("UNKNOWN_ACTION");
        assertThat(unknown.text()).contains("approve-device");
        assertThat(act("status", "url", "http://evil/").status()).isEqualTo(400);
        assertThat(fake.calls).isEmpty();
    }

    @ParameterizedTest
    @Tag("F126")
    @ValueSource(strings = {"../../system/shutdown", "a?b", "a&device=x", "", "a b", "photos\r\nX-Y: z"})
    void wildParametersAreRefusedBeforeAnythingIsSent(String value) {
        fake.calls.clear();

        assertThat(act("scan", "folder_id", value).status()).isEqualTo(400);
        assertThat(act("pause", "device_id", value).status()).isEqualTo(400);
        assertThat(act("scan").pointers()).containsExactly("/params/folder_id");
        assertThat(fake.calls).isEmpty();
    }

    @Test
    @Tag("F126")
    @Tag("F135")
    void theKeyIsInNoAnswerNoUrlAndNoDatabaseText() {
        fake.devices.get(FakeSyncthing.KNOWN).put("name", "named " + KEY);

        var devices = act("devices").text();

        assertThat(devices).contains("named ***").doesNotContain(KEY);
        assertThat(fake.calls).isNotEmpty().noneMatch(call -> call.contains(KEY));
        assertThat(admin.get(SETTING).text()).doesNotContain(KEY);
        assertThat(rig.column("select value from setting")).noneMatch(value -> value.contains(KEY));
        assertThat(rig.column("select detail from audit")).noneMatch(value -> value.contains(KEY));
    }

    @Test
    @Tag("F126")
    void aSecretThatLooksLikeAPartOfTheAnswerDoesNotBreakIt() {
        fake.devices.get(FakeSyncthing.KNOWN).put("name", "12345678901");
        try (var structure =
                rig.agent.parts().redactor().hold(List.of("\"paused\":false", "\",\"name\":\"", "12345678901"))) {
            var devices = act("devices");

            assertThat(devices.status()).isEqualTo(200);
            var device = known(devices);
            assertThat(device.path("paused").isBoolean()).isTrue();
            assertThat(device.path("name").asString()).isEqualTo("***");
        }
    }

    @Test
    @Tag("F126")
    void aWrongKeyAnotherCertificateAndNoServerHaveCodesOfTheirOwn() throws Exception {
        fake.key = "another";
        assertThat(act("status").code()).isEqualTo("SYNCTHING_AUTH_FAILED");
        fake.calls.clear();

        use(fake.url(), "AB" + fake.fingerprint().substring(2).replace('0', '1'));
        var stranger = act("status");
        use(fake.url(), "");
        var unconfirmed = act("status");

        assertThat(stranger.code()).isEqualTo("TLS_PIN_MISMATCH");
        assertThat(unconfirmed.json().path("context").path("fingerprint").asString())
                .isEqualTo(fake.fingerprint());
        assertThat(fake.calls).isEmpty();
        use(fake.url(), fake.fingerprint());
        fake.close();
        assertThat(act("status").code()).isEqualTo("SYNCTHING_UNREACHABLE");
        admin.delete(SETTING);
        assertThat(act("status").code()).isEqualTo("SYNCTHING_REQUIRED");
    }

    @Test
    @Tag("F126")
    void answersThatAreNoAnswersEndInTimeAndAreNotBelieved() throws Exception {
        fake.misbehaviour = exchange -> {
            FakeSyncthing.answer(exchange, 200, "<html>" + KEY);
            return true;
        };
        var html = act("status");
        fake.misbehaviour = exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            FakeSyncthing.answer(exchange, 302, "");
            return true;
        };
        var redirect = act("status");
        fake.misbehaviour = exchange -> {
            FakeSyncthing.answer(exchange, 200, " ".repeat(5 << 20) + "{}");
            return true;
        };
        var long_ = act("status");
        assertThat(html.code()).isEqualTo("SYNCTHING_ERROR");
        assertThat(html.text()).doesNotContain(KEY);
        assertThat(redirect.code()).isEqualTo("SYNCTHING_ERROR");
        assertThat(long_.code()).isEqualTo("SYNCTHING_ERROR");

        var held = new CountDownLatch(1);
        fake.misbehaviour = exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        };
        var impatient =
                new Syncthing(rig.agent.parts().database(), rig.agent.parts().secrets(), Duration.ofMillis(300));
        assertThatThrownBy(() -> impatient.act(ANN, SyncthingAction.STATUS, Map.of()))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.SYNCTHING_UNREACHABLE));
        held.countDown();
    }

    private static void store(String value) {
        rig.agent.parts().database().write(handle -> handle.createUpdate(
                        "update setting set value = :value where name = 'syncthing'")
                .bind("value", value)
                .execute());
    }

    @Test
    @Tag("F126")
    void anAddressThatWasChangedInTheDatabaseGetsNoKey() throws Exception {
        var own =
                rig.column("select value from setting where name = 'syncthing'").getFirst();
        try (var thief = new FakeSyncthing(KEY, true)) {
            store(own.replace(fake.url(), thief.url()).replace(fake.fingerprint(), thief.fingerprint()));
            assertThat(act("status").code()).isEqualTo("SYNCTHING_RECORD_ALTERED");
            store(own.replace("}", ",\"more\":1}"));
            assertThat(act("status").code()).isEqualTo("SYNCTHING_RECORD_ALTERED");
            assertThat(thief.calls).isEmpty();
            assertThat(fake.calls).isEmpty();
        }
        store(own);
        assertThat(act("status").status()).isEqualTo(200);

        admin.delete(SETTING);
        rig.agent.parts().database().write(handle -> handle.createUpdate("""
                        insert into setting (tenant_id, name, value) values (:tenant, 'syncthing', :value)""")
                .bind("tenant", TenantId.DEFAULT.value())
                .bind("value", own)
                .execute());
        assertThat(act("status").code()).isEqualTo("SYNCTHING_RECORD_ALTERED");
        use(fake.url(), fake.fingerprint());
        assertThat(act("status").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.5:8384",
                "ftp://127.0.0.1",
                "https://u:p@host",
                "https://host/rest?x=1",
                "https://host/x",
                "https://host:99999",
                "https://",
                "nonsense"
            })
    void addressesThatWouldGiveTheKeyAwayAreRefused(String url) {
        assertThat(use(url, "").status()).isEqualTo(400);
    }

    @Test
    void thisMachineMayBeAskedWithoutTls() throws Exception {
        try (var plain = new FakeSyncthing(KEY, false)) {
            assertThat(SyncthingAddress.of(plain.url(), Optional.empty()).fingerprint())
                    .isEmpty();
            use(plain.url(), "");
            assertThat(act("status").json().path("connected").asBoolean()).isTrue();
        }
    }

    @Test
    @Tag("F126")
    void readersAndOtherTenantsDoNothing() {
        var reader = rig.user("reader", Caller.Role.READ);
        var stranger = rig.user(new TenantId("other"), "boss", Caller.Role.ADMIN);
        ObjectNode none = Json.object();

        assertThat(reader.post(ACT + "status", none).status()).isEqualTo(403);
        assertThat(stranger.post(ACT + "status", none).code()).isEqualTo("SYNCTHING_REQUIRED");
    }
}
