package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The diagnostic bundle of a running agent, through the listener. */
@Timeout(60)
class DiagnosticApiTest {
    private static final String BUNDLE = "/api/v1/diagnostics/bundle";

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

    private static Map<String, String> unzipped(byte[] zip) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                texts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    @Test
    @Tag("F170")
    void onlyAdministratorsOfTheInstallationMayDiagnose() {
        for (var role : new Caller.Role[] {Caller.Role.READ, Caller.Role.OPERATE}) {
            var user = rig.user("user-" + role, role);
            assertThat(user.get("/api/v1/diagnostics").status()).isEqualTo(403);
            assertThat(user.get("/api/v1/diagnostics/services").status()).isEqualTo(403);
            assertThat(user.post(BUNDLE, Json.object()).status()).isEqualTo(403);
        }
        var stranger = rig.user(new TenantId("other"), "boss", Caller.Role.ADMIN);

        assertThat(rig.nobody().get("/api/v1/diagnostics").status()).isEqualTo(401);
        assertThat(stranger.post(BUNDLE, Json.object()).status()).isEqualTo(403);
        assertThat(rig.admin().get("/api/v1/diagnostics").status()).isEqualTo(200);
    }

    @Test
    @Tag("F170")
    void servicesSayWhatIsWellAndWhatIsNot() {
        var answer = rig.admin().get("/api/v1/diagnostics/services").json();

        assertThat(answer.path("services").path("database").asString()).isEqualTo("ok");
        assertThat(answer.path("checks"))
                .extracting(check -> check.path("name").asString())
                .contains("vault-key");
    }

    @Test
    @Tag("F180")
    void theBundleHoldsWhatThePreviewShowsAndNoSecretAndIsAudited() throws IOException {
        var admin = rig.admin();
        var value = "Kanarienvogel-77!x";
        rig.agent.parts().redactor().learn(value);
        rig.agent
                .parts()
                .health()
                .warnings()
                .raise("test", io.slipway.server.health.Warning.Severity.NOTICE, "login with " + value + " failed");

        var preview = admin.get("/api/v1/diagnostics").json();
        var answer = admin.post(
                BUNDLE,
                Json.object().set("without", Json.mapper().createArrayNode().add("threads.txt")));

        var texts = unzipped(answer.body());
        var expected = new java.util.TreeSet<String>();
        preview.path("entries").forEach(entry -> {
            if (entry.path("ticked").asBoolean()) {
                expected.add(entry.path("name").asString());
            }
        });
        assertThat(expected).contains("doctor.txt", "threads.txt", "warnings.txt", "settings.txt");
        expected.remove("threads.txt");
        expected.add("contents.json");
        assertThat(texts.keySet()).isEqualTo(expected);
        assertThat(texts.get("doctor.txt")).contains("ok  database-integrity");
        assertThat(texts.get("warnings.txt")).contains("login with *** failed");
        assertThat(texts.values()).noneMatch(text -> text.contains(value) || text.contains(folder.toString()));
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .contains(Json.parse(texts.get("contents.json")).path("id").asString());
        assertThat(rig.column("select action from audit")).anyMatch(action -> action.contains("diagnostics/bundle"));
    }

    @Test
    void namesThatNoEntryHasAreRefused() {
        var wrong = rig.admin().post(BUNDLE, "{\"without\":[\"passwords\"]}");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("passwords");
    }
}
