package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Sha256;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a writer of the database file tries through the listener of the whole program. */
@Tag("F145")
class AccessRowAttackTest {
    private static final String CHOSEN = "slp_api_" + "A".repeat(43);

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

    private static void past(String statement) {
        rig.agent.parts().database().write(handle -> handle.execute(statement));
    }

    @Test
    void aTokenWrittenIntoTheDatabaseIsRefusedLikeAnUnknownOneAndToldOnce() {
        past("insert into api_token (id, tenant_id, user_id, label, role, token_hash, created_at)"
                + " values ('forged', 'default', 'operator', 'robot', 'ADMIN', '" + Sha256.hex(CHOSEN) + "', 1)");
        var attacker = new Api(rig.nobody().client(), rig.url(), CHOSEN);
        var unknown = new Api(rig.nobody().client(), rig.url(), "slp_api_" + "B".repeat(43));

        var answer = attacker.get("/api/v1/auth/whoami");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo(unknown.get("/api/v1/auth/whoami").code());
        for (int i = 0; i < 5; i++) {
            assertThat(attacker.send("POST", "/api/v1/vault/lock", null, Map.of())
                            .status())
                    .isIn(401, 429);
        }
        assertThat(rig.column("select object from audit where action = 'api-token.altered'"))
                .containsExactly("forged");
        assertThat(rig.column("select actor from audit where action = 'vault.lock'"))
                .isEmpty();
        assertThat(rig.admin().get("/api/v1/health").text()).isNotEmpty();
        assertThat(rig.agent.parts().health().warnings().list())
                .anyMatch(warning -> warning.name().equals("access-row-altered")
                        && warning.text().contains("forged"));
        var listed = rig.admin().get("/api/v1/api-tokens").json().path("items");
        assertThat(listed.valueStream().filter(token -> token.path("altered").asBoolean(false)))
                .singleElement()
                .satisfies(token -> assertThat(token.path("id").asString()).isEqualTo("forged"));

        assertThat(rig.admin().delete("/api/v1/api-tokens/forged").status()).isEqualTo(200);

        assertThat(rig.agent.parts().health().warnings().list())
                .noneMatch(warning -> warning.name().equals("access-row-altered"));
        assertThat(attacker.get("/api/v1/auth/whoami").status()).isIn(401, 429);
    }

    @Test
    void aSessionWrittenIntoTheDatabaseIsRefusedAndGoes() {
        var cookie = "C".repeat(43);
        past("insert into session (id, tenant_id, user_id, role, id_hash, page_hash, created_at, seen_at, expires_at)"
                + " values ('forged-session', 'default', 'operator', 'ADMIN', '" + Sha256.hex(cookie) + "', '"
                + Sha256.hex("page") + "', 1, " + rig.agent.parts().clock().millis() + ", 9999999999999)");
        var browser = new Browser(rig).withCookie(cookie).withPageToken("page");

        assertThat(browser.get("/ui/session").status()).isEqualTo(401);
        assertThat(browser.post("/ui/session/end", null).status()).isIn(401, 403, 429);

        assertThat(rig.column("select id from session where id = 'forged-session'"))
                .isEmpty();
        assertThat(rig.column("select object from audit where action = 'session.altered'"))
                .containsExactly("forged-session");
    }
}
