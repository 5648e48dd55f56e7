package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.profile.Playbooks;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Playbooks through the listener (requirements A.13, A.15). */
class PlaybookApiTest {
    private static final String PATH = "/api/v1/playbooks";

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

    @Test
    void playbookIsStoredChangedAndDeleted() {
        var api = rig.user("crud", Caller.Role.OPERATE);

        var made = api.post(PATH, Json.object().put("name", "usual").put("content", Playbooks.builtIn()));
        var path = PATH + "/" + made.json().path("id").asString();
        var renamed = api.put(path, Json.object().put("name", "other"));
        var taken = api.post(PATH, Json.object().put("name", "other").put("content", Playbooks.builtIn()));
        var deleted = api.delete(path);

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(renamed.json().path("name").asString()).isEqualTo("other");
        assertThat(taken.code()).isEqualTo("DUPLICATE_NAME");
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(api.get(path).code()).isEqualTo("PLAYBOOK_NOT_FOUND");
    }

    @Test
    void badPlaybookIsUnprocessableAndValidationSaysWhereWithoutStoring() {
        var api = rig.user("bad", Caller.Role.OPERATE);
        var bad = "name: x\nroles: []\n";

        var refused = api.post(PATH, Json.object().put("name", "bad").put("content", bad));
        var checked = api.post(PATH + "/validate", Json.object().put("content", bad));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("INVALID_PLAYBOOK");
        assertThat(checked.json().path("valid").booleanValue()).isFalse();
        assertThat(checked.json().at("/errors/0/path").asString()).isEqualTo("/roles");
        assertThat(api.get(PATH).json()).isEmpty();
    }

    @Test
    void unknownRoleIsOnlyAWarning() {
        var checked = rig.user("roles", Caller.Role.READ)
                .post(PATH + "/validate", Json.object().put("content", "name: x\nroles:\n  - role: surprising\n"));

        assertThat(checked.json().path("valid").booleanValue()).isTrue();
        assertThat(checked.json().path("warnings")).hasSize(1);
    }
}
