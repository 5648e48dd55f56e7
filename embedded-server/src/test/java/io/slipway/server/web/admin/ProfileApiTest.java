package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Profiles through the listener (requirements A.3, A.13); each test is another user. */
class ProfileApiTest {
    private static final String PATH = "/api/v1/unattend-profiles";

    @TempDir
    static Path folder;

    static AdminRig rig;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    private static Api user(String id) {
        return rig.user(id, Caller.Role.OPERATE);
    }

    private static ObjectNode config() {
        var config = Json.object();
        config.putObject("user").put("nameMode", "random");
        config.putObject("computerName").put("mode", "random");
        config.putObject("softwareRemoval").put("mode", "fixed");
        config.putObject("capabilityRemoval").put("mode", "fixed");
        return config;
    }

    private static ObjectNode body(String name, boolean isDefault, ObjectNode config) {
        var body = Json.object().put("name", name).put("is_default", isDefault);
        body.set("config", config);
        return body;
    }

    private static String create(Api api, String name, boolean isDefault) {
        var answer = api.post(PATH, body(name, isDefault, config()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    @Test
    void versionsAreListedComparedRestoredAndCopied() {
        var api = user("history");
        var id = create(api, "office", false);
        var other = config();
        ((ObjectNode) other.get("computerName")).put("mode", "fixed");
        var change = Json.object().put("note", "one name").put("seen_version", 1);
        change.set("config", other);
        assertThat(api.put(PATH + "/" + id, change).status()).isEqualTo(200);

        var late = api.put(PATH + "/" + id, change);
        var versions = api.get(PATH + "/" + id + "/versions").json();
        var compared = api.get(PATH + "/" + id + "/compare?from=1").json();
        var restored = api.post(PATH + "/" + id + "/restore", Json.object().put("version", 1));
        var copy = api.post(PATH + "/" + id + "/duplicate", Json.object().put("name", "copy"));

        assertThat(late.code()).isEqualTo("WRONG_STATE");
        assertThat(versions.get(0).path("note").asString()).isEqualTo("one name");
        assertThat(versions).hasSize(2);
        assertThat(compared.at("/differences/0/pointer").asString()).isEqualTo("/computerName/mode");
        assertThat(restored.json().path("version").asInt()).isEqualTo(3);
        assertThat(copy.status()).as(copy.text()).isEqualTo(201);
        assertThat(api.post(PATH + "/" + id + "/restore", Json.object()).code()).isEqualTo("BAD_REQUEST");
        assertThat(api.post(PATH + "/" + id + "/restore", Json.object().put("version", 9))
                        .code())
                .isEqualTo("PROFILE_NOT_FOUND");
        assertThat(user("stranger").get(PATH + "/" + id + "/versions").code()).isEqualTo("PROFILE_NOT_FOUND");
    }

    @Test
    void anAnswerFileIsImportedWithAReportAndStoredUnlessItIsADryRun() {
        var api = user("import");
        var body = Json.object().put("name", "imported").put("xml", """
                <unattend xmlns="urn:schemas-microsoft-com:unattend"><settings pass="specialize">
                <component name="Microsoft-Windows-Shell-Setup"><TimeZone>UTC</TimeZone><Odd>1</Odd></component>
                </settings></unattend>
                """);

        var dry = api.post(PATH + "/import", body.deepCopy().put("dry_run", true));
        var none = api.get(PATH).json();
        var made = api.post(PATH + "/import", body);

        assertThat(dry.json().at("/config/locale/timeZone").asString()).isEqualTo("UTC");
        assertThat(none).isEmpty();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("report").toString()).contains("Microsoft-Windows-Shell-Setup/Odd");
        assertThat(api.post(PATH + "/import", body.deepCopy().put("xml", "<unattend"))
                        .code())
                .isEqualTo("UNPROCESSABLE");
    }

    @Test
    @Tag("F001")
    void profileIsCreatedListedChangedAndDeletedOnce() {
        var api = user("crud");

        var id = create(api, "worker", false);
        var changed = api.put(PATH + "/" + id, Json.object().put("name", "renamed"));
        var listed = api.get(PATH);
        var deleted = api.delete(PATH + "/" + id);
        var again = api.delete(PATH + "/" + id);

        assertThat(changed.status()).isEqualTo(200);
        assertThat(listed.json().get(0).path("name").asString()).isEqualTo("renamed");
        assertThat(deleted.json()).isEqualTo(Json.object().put("deleted", true));
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.code()).isEqualTo("PROFILE_NOT_FOUND");
    }

    @Test
    @Tag("F002")
    void nameIsUniqueForItsUserAlsoAfterRenaming() {
        var api = user("names");
        create(api, "one", false);
        var second = create(api, "two", false);

        var created = api.post(PATH, body("one", false, config()));
        var renamed = api.put(PATH + "/" + second, Json.object().put("name", "one"));

        assertThat(created.status()).isEqualTo(409);
        assertThat(created.code()).isEqualTo("DUPLICATE_NAME");
        assertThat(renamed.status()).isEqualTo(409);
        assertThat(renamed.code()).isEqualTo("DUPLICATE_NAME");
        create(user("names-of-another"), "one", false);
    }

    @Test
    @Tag("F003")
    void newDefaultTakesThePlaceOfTheOldOneAlsoAroundAFailure() {
        var api = user("defaults");
        var first = create(api, "a", true);
        var second = create(api, "b", false);

        var failed = api.put(PATH + "/" + second, Json.object().put("name", "a").put("is_default", true));
        var afterFailure = defaults(api);
        var moved = api.put(PATH + "/" + second, Json.object().put("is_default", true));

        assertThat(failed.status()).isEqualTo(409);
        assertThat(afterFailure).containsExactly(first);
        assertThat(moved.status()).isEqualTo(200);
        assertThat(defaults(api)).containsExactly(second);
    }

    private static List<String> defaults(Api api) {
        return api.get(PATH)
                .json()
                .valueStream()
                .filter(row -> row.path("is_default").booleanValue())
                .map(row -> row.path("id").asString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/user/nameMode, '\"other\"'",
        "/user/autoLogonCount, -1",
        "/computerName/customName, '\"1234567890123456\"'",
        "/softwareRemoval/mode, '\"none\"'",
        "/softwareRemoval/randomCount, '{\"min\": 9, \"max\": 2}'",
        "/locale/geoLocation, '\"here\"'",
        "/windowsSettings, '{\"disableUac\": \"yes\"}'",
        "/visualEffects/mode, '\"bright\"'",
        "/desktopIcons/mode, '\"neat\"'",
        "/customScript/delaySeconds, 601",
    })
    @Tag("F004")
    void fieldOutOfBoundsIsRefusedWithItsPlaceInTheRequest(String pointer, String value) {
        var config = config();
        var parts = pointer.substring(1).split("/", -1);
        var parent = parts.length == 1 ? config : config.withObject("/" + parts[0]);
        parent.set(parts[parts.length - 1], Json.parse(value));
        if (pointer.equals("/computerName/customName")) {
            config.withObject("/computerName").put("mode", "custom");
        }

        var answer = user("bounds").post(PATH, body("bounds", false, config));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.pointers()).anyMatch(place -> place.startsWith("/config" + pointer));
    }

    @Test
    @Tag("F005")
    void minimalConfigReadsBackWithEveryDefault() {
        var api = user("minimal");
        var id = create(api, "minimal", false);

        var config = api.get(PATH + "/" + id).json().path("config");

        assertThat(config.at("/user/password").asString()).isEqualTo("1204");
        assertThat(config.at("/user/group").asString()).isEqualTo("Administrators");
        assertThat(config.at("/user/autoLogonCount").intValue()).isEqualTo(9_999_999);
        assertThat(config.at("/locale/uiLanguage").asString()).isEqualTo("en-US");
        assertThat(config.at("/locale/timeZone").asString()).isEqualTo("Turkey Standard Time");
        assertThat(config.at("/locale/geoLocation").intValue()).isEqualTo(235);
        assertThat(config.at("/softwareRemoval/randomCount/min").intValue()).isEqualTo(5);
        assertThat(config.at("/softwareRemoval/randomCount/max").intValue()).isEqualTo(15);
        assertThat(config.at("/windowsSettings/enableRemoteDesktop").booleanValue())
                .isFalse();
        assertThat(config.at("/windowsSettings/disableUac").booleanValue()).isTrue();
        assertThat(config.at("/visualEffects/mode").asString()).isEqualTo("performance");
        assertThat(config.at("/desktopIcons/mode").asString()).isEqualTo("default");
        assertThat(config.at("/customScript/delaySeconds").intValue()).isEqualTo(20);
    }

    @Test
    @Tag("F006")
    void legacySpellingsAreStoredInTheirCanonicalFormOnce() {
        var api = user("legacy");
        var config = config();
        config.withObject("/softwareRemoval").put("mode", "mixed");
        config.putObject("visualEffects").put("mode", "balanced");
        config.putObject("locale").putArray("inputLocales").add("0409:00000409");

        var stored = api.post(PATH, body("legacy", false, config)).json();
        var first = stored.path("config");
        var second = api.put(PATH + "/" + stored.path("id").asString(), (Object) again(first))
                .json()
                .path("config");

        assertThat(first.at("/softwareRemoval/mode").asString()).isEqualTo("fixed_random");
        assertThat(first.at("/visualEffects/mode").asString()).isEqualTo("default");
        assertThat(first.at("/locale/keyboardLayouts/0/layout").asString()).isEqualTo("00000409");
        assertThat(second).isEqualTo(first);
    }

    private static ObjectNode again(JsonNode config) {
        var body = Json.object();
        body.set("config", config);
        return body;
    }

    @Test
    @Tag("F007")
    void unknownKeySurvivesARoundTrip() {
        var api = user("unknown");
        var id = create(api, "unknown", false);
        var config = config();
        config.putObject("fromAnotherProgram").put("answer", 42);

        api.put(PATH + "/" + id, again(config));

        assertThat(api.get(PATH + "/" + id)
                        .json()
                        .at("/config/fromAnotherProgram/answer")
                        .intValue())
                .isEqualTo(42);
    }

    @Test
    @Tag("F008")
    void profileOfAnotherUserOrTenantDoesNotExist() {
        var id = create(user("owner"), "mine", false);

        for (var stranger :
                new Api[] {user("stranger"), rig.user(new TenantId("elsewhere"), "owner", Caller.Role.ADMIN)}) {
            assertThat(stranger.get(PATH + "/" + id).status()).isEqualTo(404);
            assertThat(stranger.put(PATH + "/" + id, Json.object().put("name", "taken"))
                            .status())
                    .isEqualTo(404);
            assertThat(stranger.delete(PATH + "/" + id).status()).isEqualTo(404);
            assertThat(stranger.get(PATH).json()).isEmpty();
        }
        assertThat(user("owner").get(PATH + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void passwordIsMaskedUnlessAnAdministratorAsksForHisOwn() {
        var admin = rig.user("boss", Caller.Role.ADMIN);
        var config = config();
        config.withObject("/user").put("password", "sEcret-9!");
        var id = admin.post(PATH, body("secret", false, config))
                .json()
                .path("id")
                .asString();

        var masked = admin.get(PATH + "/" + id);
        var kept = admin.put(PATH + "/" + id, again(masked.json().path("config")));
        var refused = rig.user("boss", Caller.Role.OPERATE).get(PATH + "/" + id + "?reveal=true");
        var shown = admin.get(PATH + "/" + id + "?reveal=true");

        assertThat(masked.text()).doesNotContain("sEcret-9!");
        assertThat(kept.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(shown.json().at("/config/user/password").asString()).isEqualTo("sEcret-9!");
        assertThat(shown.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(rig.column("select actor || ' ' || object || ' ' || outcome from audit"
                        + " where action = 'api.GET /api/v1/unattend-profiles/{profile}'"
                        + " and detail like '%\"reveal\":\"true\"%' order by seq"))
                .extracting(line -> line.substring(line.indexOf(' ') + 1))
                .containsExactly(id + " started", id + " FORBIDDEN", id + " started", id + " ok");
    }

    @Test
    void everyMistakeOfARequestIsNamedAtOnce() {
        var answer = user("mistakes").post(PATH, Json.object().put("is_default", "yes"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactlyInAnyOrder("/name", "/is_default", "/config");
    }

    @Test
    void unknownFieldAndUnknownParameterAreRefused() {
        var api = user("strict");

        var field = api.post(PATH, body("x", false, config()).put("isdefault", true));
        var parameter = api.get(PATH + "?limit=3");

        assertThat(field.status()).isEqualTo(400);
        assertThat(field.pointers()).containsExactly("/isdefault");
        assertThat(parameter.status()).isEqualTo(400);
    }
}
