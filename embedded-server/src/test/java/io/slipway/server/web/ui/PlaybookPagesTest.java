package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import io.slipway.server.profile.Playbook;
import io.slipway.server.profile.Playbooks;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The playbooks in a real browser. */
@Timeout(120)
@Tag("pages")
class PlaybookPagesTest {
    private static final Caller OPERATOR = Caller.localOperator();
    private static ControlPanel panel;

    @BeforeAll
    static void open(@TempDir Path folder) {
        panel = new ControlPanel(folder);
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    private static Playbooks playbooks() {
        return panel.agent.parts().playbooks();
    }

    private static Playbook stored(String name) {
        return playbooks().create(OPERATOR, name, false, Playbooks.builtIn());
    }

    @Test
    void onePlaybookIsWrittenMendedMadeTheUsualOneAndDeleted() {
        var page = panel.at("/ui/profiles");
        page.locator(".head a[href='/ui/playbooks']").click();
        page.locator("a[href='/ui/playbooks/new']").click();
        page.locator("#playbook-name").fill("Office");
        page.locator("#playbook-content").fill("name: Office\nroles:\n  - role: base-system\n  roles: [");
        page.locator("form.card [type=submit]").click();
        assertThat(page.locator("form.card .wrong")).containsText("YAML at line");
        page.locator("#playbook-content").fill("vars: {}\nroles: []\n");
        page.locator("form.card [type=submit]").click();
        assertThat(page.locator("form.card .wrong")).hasCount(2);
        assertThat(page.locator("#playbook-content")).isFocused();
        assertThat(page.locator("#playbook-name")).not().hasAttribute("aria-invalid", "true");
        assertThat(page.locator("form.card .wrong").first()).containsText("/name: is required");

        var text = "name: Office\nvars: {}\nroles:\n  - role: base-system\n  - role: own-thing\n";
        page.locator("#playbook-content").fill(text);
        page.locator("form.card [type=submit]").click();
        assertThat(page.locator("h1")).hasText("Office");
        assertThat(page.locator("#playbook-content")).hasValue(text);
        assertThat(page.locator(".needs")).containsText("/roles/1/role");
        var made = playbooks().list(OPERATOR).stream()
                .filter(each -> each.name().equals("Office"))
                .findFirst()
                .orElseThrow();
        assertThat(made.content()).isEqualTo(text);

        page.getByText("Use when an order names none").click();
        assertThat(page.locator(".pill")).hasText("default");
        page.locator("#playbook-content").fill(text + "# one more line\n");
        page.getByText("No longer the default").click();
        assertThat(page.locator(".pill")).hasCount(0);
        assertThat(page.locator("#playbook-content")).hasValue(text + "# one more line\n");
        assertThat(page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))"))
                .isEqualTo(false);
        page.locator("form.card [type=submit]").click();
        // What the page came with, not what is typed into it.
        assertThat(page.locator("#playbook-content")).containsText("# one more line");
        assertThat(page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))"))
                .isEqualTo(true);
        page.getByText("Use when an order names none").click();
        assertThat(page.locator(".pill")).hasText("default");
        assertThat(playbooks().choose(OPERATOR, Optional.empty()).map(Playbook::id))
                .hasValue(made.id());
        page.locator("[data-open=playbook-delete]").click();
        ControlPanel.assertAccessible(page);
        page.locator("#playbook-delete [type=submit]").click();
        page.waitForURL(panel.url("/ui/playbooks"));
        assertThat(page.locator("main")).not().containsText("Office");
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotOverwritten() {
        var playbook = stored("Contended");
        var page = panel.at("/ui/playbooks/" + playbook.id());
        var theirs = Playbooks.builtIn() + "# theirs\n";
        playbooks().update(OPERATOR, playbook.id(), Optional.empty(), Optional.empty(), Optional.of(theirs));

        page.locator("#playbook-content").fill(Playbooks.builtIn() + "# mine\n");
        page.locator("form.card [type=submit]").click();
        assertThat(page.locator("form.card [role=alert]")).containsText("Nothing has been overwritten");
        assertThat(page.locator("#playbook-content")).hasValue(Playbooks.builtIn() + "# mine\n");
        assertThat(playbooks().get(OPERATOR, playbook.id()).content()).isEqualTo(theirs);
    }

    @Test
    void whoMayOnlyReadSeesHisTextsAndNoActions() {
        var mine = playbooks()
                .create(
                        new Caller(TenantId.DEFAULT, "reader", Caller.Role.OPERATE),
                        "Looked at",
                        false,
                        Playbooks.builtIn());
        var theirs = stored("Somebody else's");
        var page = panel.reader("/ui/playbooks");
        assertThat(page.locator("a[href='/ui/playbooks/new']")).hasCount(0);
        assertThat(page.locator("main")).not().containsText("Somebody else");
        page.getByText("Looked at").click();
        assertThat(page.locator("pre")).containsText("base-system");
        assertThat(page.locator("main button, main form")).hasCount(0);
        ControlPanel.assertAccessible(page);

        assertThat(page.navigate(panel.url("/ui/playbooks/new")).status()).isEqualTo(403);
        assertThat(page.navigate(panel.url("/ui/playbooks/" + theirs.id())).status())
                .isEqualTo(404);
        for (var path :
                List.of("", "/" + mine.id() + "/save", "/" + mine.id() + "/default", "/" + mine.id() + "/delete")) {
            assertThat(ControlPanel.sent(page, "/ui/playbooks" + path, "{}"))
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void everyPartIsReadableInLightAndDarkInRussianAndAtEveryWidth() {
        var playbook = stored("Readable");
        for (var width : List.of(360, 1280, 2560)) {
            var russian = width == 360;
            var page = panel.signedIn(
                    russian ? Locale.of("ru") : Locale.ENGLISH,
                    russian ? ColorScheme.DARK : ColorScheme.LIGHT,
                    width,
                    800);
            for (var path : List.of("/ui/playbooks", "/ui/playbooks/new", "/ui/playbooks/" + playbook.id())) {
                page.navigate(panel.url(path));
                ControlPanel.assertAccessible(page);
                ControlPanel.assertFits(page);
            }
        }
    }
}
