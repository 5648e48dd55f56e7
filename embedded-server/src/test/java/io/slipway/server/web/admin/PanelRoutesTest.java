package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.web.Access;
import io.slipway.server.web.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the control panel are there for whoever is signed in, and for nobody else. */
class PanelRoutesTest {
    @TempDir
    static Path folder;

    private static AdminRig rig;
    private static Api admin;
    private static Browser browser;

    @BeforeAll
    static void signIn() {
        rig = new AdminRig(folder);
        admin = rig.admin();
        browser = new Browser(rig);
        var code = admin.send("POST", "/api/v1/sessions/code", null, Map.of());
        assertThat(browser.enter(code.json().path("url").asString("")).status()).isEqualTo(200);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static List<Route> pages() {
        var pages = rig.panel().stream()
                .filter(page -> page.method() == Operation.Method.GET)
                .filter(page -> !page.path().contains("{"))
                .toList();
        assertThat(pages).isNotEmpty();
        return pages;
    }

    @Test
    void everyPageIsShownToASignedInBrowser() {
        for (var page : pages()) {
            var answer = browser.get(page.path(), "Accept", "text/html");

            assertThat(answer.status()).as("%s %s", page.path(), answer.text()).isEqualTo(200);
            boolean file = answer.headers()
                    .firstValue("Content-Disposition")
                    .orElse("")
                    .startsWith("attachment");
            if (!file) {
                assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                        .as(page.path())
                        .startsWith("text/html");
            }
        }
    }

    @Test
    void noPageIsShownWithoutASession() {
        for (var page : pages()) {
            if (page.access() != Access.OPEN) {
                assertThat(rig.nobody().get(page.path()).status())
                        .as(page.path())
                        .isEqualTo(401);
                assertThat(admin.get(page.path()).status())
                        .as("%s to a program's token", page.path())
                        .isEqualTo(403);
            }
        }
    }

    /** Only files that are the same for everybody need no session. */
    @Test
    void whatIsOpenIsAFileAndNothingElse() {
        var open = rig.panel().stream()
                .filter(page -> page.access() == Access.OPEN)
                .map(Route::path);

        assertThat(open).containsExactly("/ui/assets/{digest}/{name}");
    }

    @Test
    void everyPageIsBelowItsOwnPrefixAndSaysWhatItIs() {
        assertThat(rig.panel()).allSatisfy(page -> {
            assertThat(page.path()).matches("/ui(/.*)?");
            assertThat(page.summary()).isNotBlank();
        });
    }
}
