package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.ProtectorChoice;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretRef;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.key.ProtectorKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The secrets in a real browser, against the running product. */
@Timeout(120)
@Tag("pages")
class SecretPagesTest {
    private static final String FIRST = "canary-4f1c-first";
    private static final String NEXT = "canary-9b27-next";
    private static final String PASSPHRASE = "a long passphrase of ours";
    private static ControlPanel panel;
    private static boolean guarded;

    @BeforeAll
    static void open(@TempDir Path folder) {
        setDefaultAssertionTimeout(30_000);
        panel = new ControlPanel(folder);
        panel.withHost();
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    /** Whatever a test did, the next one finds the vault open. */
    @AfterEach
    void unlocked() {
        if (!panel.agent.parts().vault().isOpen()) {
            panel.agent.parts().vault().unlock(Optional.of(Secret.of(PASSPHRASE)));
        }
    }

    private static SecretMeta secret(String label) {
        return panel.agent.parts().secrets().require(TenantId.DEFAULT, label);
    }

    private static SecretMeta make(String label) {
        try (var value = Secret.of(FIRST)) {
            return panel.agent.parts().secrets().create(Caller.localOperator(), label, value);
        }
    }

    private static String value(String label) {
        var meta = secret(label);
        var ref = new SecretRef(meta.id(), meta.version());
        try (var lease = panel.agent.parts().secrets().open(Caller.localOperator(), ref, "test")) {
            return lease.value().reveal();
        }
    }

    /** Once for all tests: to change it again needs the one that is there. */
    private static void needsPassphrase(Vault vault) {
        if (!guarded) {
            vault.changeProtector(
                    new ProtectorChoice(ProtectorKind.PASSPHRASE, Optional.of(Secret.of(PASSPHRASE))),
                    Optional.empty());
            guarded = true;
        }
    }

    private static Locator row(Page page, String label) {
        return page.locator("#live tbody tr").filter(new Locator.FilterOptions().setHasText(label));
    }

    @Test
    void aKeyOfSeveralLinesIsKeptAsItStandsAndIsCovered() {
        var key = "-----BEGIN CANARY-----\nbase64 first\n  indented\n-----END CANARY-----\n";
        var page = panel.at("/ui/secrets");
        page.locator("[data-open=secret-new]").click();
        page.getByLabel("Name").fill("deploy key");
        assertThat(page.locator("#secret-value-many")).isHidden();
        page.locator("#secret-value-lines").selectOption("many");
        assertThat(page.locator("#secret-value")).isHidden();
        page.getByText("Keep secret").click();
        assertThat(page.locator("#secret-new")).isVisible();
        page.locator("#secret-value-many").fill(key);
        assertThat(page.locator("#secret-value-many")).hasCSS("-webkit-text-security", "disc");
        ControlPanel.assertAccessible(page);
        page.getByText("Keep secret").click();

        assertThat(page.locator("h1")).hasText("deploy key");
        assertThat(value("deploy key")).isEqualTo(key);
        page.locator("#secret-next-lines").selectOption("many");
        page.locator("#secret-next-many").fill(key + "x");
        page.locator("form[action$=rotate] [type=submit]").click();
        assertThat(page.locator("#toasts")).containsText("counts from now on");
        assertThat(page.locator("#secret-next-many")).hasValue("");
        assertThat(page.locator("#secret-next")).isVisible();
        assertThat(value("deploy key")).isEqualTo(key + "x");
    }

    @Test
    void linesThatArePastedStayLinesAndAWrongClickKeepsWhatWasTyped() {
        var page = panel.at("/ui/secrets");
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.locator("[data-open=secret-new]").click();
        page.getByLabel("Name").fill("\u202Enimda");
        page.evaluate("navigator.clipboard.writeText('-----BEGIN-----\\nline\\n-----END-----\\n')");
        page.locator("#secret-value").focus();
        page.keyboard().press("Control+V");
        assertThat(page.locator("#secret-value-many")).isFocused();
        assertThat(page.locator("#secret-value-lines")).hasValue("many");
        // A selection that is let go beside the dialog, and a click there.
        var box = page.getByLabel("Name").boundingBox();
        page.mouse().move(box.x + box.width - 4, box.y + box.height / 2);
        page.mouse().down();
        page.mouse().move(4, box.y + box.height / 2);
        page.mouse().up();
        page.mouse().click(4, 400);
        assertThat(page.locator("#secret-new")).isVisible();
        page.getByText("Keep secret").click();
        assertThat(page.locator("#secret-new .wrong")).isVisible();
        page.getByLabel("Name").fill("pasted key");
        page.getByText("Keep secret").click();
        assertThat(page.locator("h1")).hasText("pasted key");
        assertThat(value("pasted key")).isEqualTo("-----BEGIN-----\nline\n-----END-----\n");
    }

    @Test
    void thePageOfTheVaultsSettingsFollowsItButNotUnderAHand() {
        var vault = panel.agent.parts().vault();
        needsPassphrase(vault);
        var idle = panel.at("/ui/settings/vault");
        var busy = panel.at("/ui/settings/vault");
        assertThat(idle.locator("#auto-title")).isVisible();
        busy.locator("#change-current").fill("half a pass");
        busy.evaluate("() => { window.untouched = true; }");

        vault.lock();
        assertThat(idle.locator("#unlock-passphrase")).isVisible();
        assertThat(busy.locator("#vault-note")).containsText("Vault locked");
        vault.unlock(Optional.of(Secret.of(PASSPHRASE)));
        assertThat(idle.locator("#auto-title")).isVisible();
        assertThat(busy.locator("#vault-note")).containsText("Vault open");
        vault.lock();
        assertThat(idle.locator("#unlock-passphrase")).isVisible();
        assertThat(busy.locator("#vault-note")).containsText("Vault locked");
        assertThat(busy.locator("#change-current")).hasValue("half a pass");
        assertThat((Boolean) busy.evaluate("() => window.untouched === true")).isTrue();

        // As soon as the hand is gone it follows.
        busy.locator("#change-current").fill("");
        assertThat(busy.locator("#unlock-passphrase")).isVisible();
    }

    @Test
    void aVaultThatIsLockedAndOpenedElsewhereIsSeenHere() {
        make("seen only while open");
        var vault = panel.agent.parts().vault();
        needsPassphrase(vault);
        var page = panel.at("/ui/secrets");
        assertThat(page.locator("#vault-note")).containsText("Vault open");
        vault.lock();
        assertThat(page.locator("#vault")).containsText("Locked");
        assertThat(page.locator("#vault-note")).containsText("Vault locked");
        assertThat(page.locator("main")).not().containsText("seen only while open");
        assertThat(page.locator("#vault-passphrase")).isVisible();
        vault.unlock(Optional.of(Secret.of(PASSPHRASE)));
        assertThat(row(page, "seen only while open")).hasCount(1);
        assertThat(page.locator("#vault-note")).containsText("Vault open");
        page.locator("[data-open=secret-new]").click();
        assertThat(page.locator("#secret-new")).isVisible();
    }

    @Test
    @Tag("F136")
    @Tag("F134")
    void aSecretIsSetAndRotatedAndItsValueIsOnNoPageAndInNoAddress() {
        var page = panel.signedIn();
        List<String> addresses = new ArrayList<>();
        page.onRequest(request -> addresses.add(request.url()));
        page.navigate(panel.url("/ui/secrets"));
        page.locator("[data-open=secret-new]").click();
        ControlPanel.assertAccessible(page);
        page.getByLabel("Name").fill("join account");
        page.locator("#secret-value").fill(FIRST);
        page.getByText("Keep secret").click();

        assertThat(page.locator("h1")).hasText("join account");
        assertThat(page.locator("#live .head")).containsText("Set");
        assertThat(page.locator("#live")).containsText("version 1");
        assertThat(value("join account")).isEqualTo(FIRST);
        page.locator("#secret-next").fill(NEXT);
        page.locator("form[action$=rotate] [type=submit]").click();
        assertThat(page.locator("#toasts")).containsText("counts from now on");
        assertThat(page.locator("#secret-next")).hasValue("");
        assertThat(page.locator("#live")).containsText("version 2");
        assertThat(value("join account")).isEqualTo(NEXT);

        page.navigate(panel.url("/ui/secrets"));
        assertThat(row(page, "join account")).containsText("Set");
        for (var path :
                List.of("/ui/secrets", "/ui/secrets/" + secret("join account").id())) {
            var text = (String) page.evaluate("path => fetch(path).then(answer => answer.text())", path);
            assertThat(text).contains("join account").doesNotContain(FIRST, NEXT, ControlPanel.PASSWORD);
        }
        assertThat(addresses).noneMatch(url -> url.contains("canary"));
        page.locator("[data-open=secret-new]").click();
        page.getByLabel("Name").fill("join account");
        page.locator("#secret-value").fill(FIRST);
        page.getByText("Keep secret").click();
        assertThat(page.locator(".wrong")).containsText("already");
        page.keyboard().press("Escape");
        assertThat(page.locator("#secret-value")).hasValue("");
    }

    @Test
    void aSecretThatSomethingReadsIsNotDeletedAndThePageSaysWhatReadsIt() {
        make("unread");
        var page = panel.at("/ui/secrets");
        row(page, "lab").locator("a").first().click();
        assertThat(page.locator("#live")).containsText("host lab (password)");
        page.locator("[data-open=secret-delete]").click();
        page.locator("#secret-delete [type=submit]").click();
        assertThat(page.locator("#secret-delete [role=alert]")).containsText("is bound to password of host");
        page.keyboard().press("Escape");
        page.locator("[data-open=unbind-0]").click();
        assertThat(page.locator("#unbind-0")).containsText("fails at its next use");
        page.locator("#unbind-0 [data-close]").click();

        page.navigate(panel.url("/ui/secrets/" + secret("unread").id()));
        assertThat(page.locator("#live")).containsText("Nothing reads it.");
        page.locator("[data-open=secret-delete]").click();
        page.locator("#secret-delete [type=submit]").click();
        page.waitForURL(panel.url("/ui/secrets"));
        assertThat(row(page, "unread")).hasCount(0);
        assertThat(row(page, "lab")).hasCount(1);
    }

    @Test
    void aLockedVaultShowsNothingButTheWayToOpenIt() {
        make("hidden behind the lock");
        var vault = panel.agent.parts().vault();
        needsPassphrase(vault);
        var page = panel.at("/ui/secrets");
        assertThat(page.locator("#vault")).containsText("A passphrase");
        page.locator("[data-open=vault-auto]").click();
        page.locator("#vault-minutes").fill("45");
        page.locator("#vault-auto [type=submit]").click();
        assertThat(page.locator("#vault")).containsText("After 45 minutes");
        page.locator("[data-open=vault-lock]").click();
        page.locator("#vault-lock [type=submit]").click();

        assertThat(page.locator("#vault")).containsText("Locked");
        assertThat(page.locator("main")).not().containsText("hidden behind the lock");
        assertThat(page.locator("main form")).hasCount(1);
        ControlPanel.assertAccessible(page);
        page.navigate(
                panel.url("/ui/secrets/" + secret("hidden behind the lock").id()));
        assertThat(page.url()).isEqualTo(panel.url("/ui/secrets"));
        page.locator("#vault-passphrase").fill("not this one at all");
        page.locator("form[action$=unlock] [type=submit]").click();
        assertThat(page.locator("form [role=alert]")).isVisible();
        assertThat(vault.isOpen()).isFalse();
        page.locator("#vault-passphrase").fill(PASSPHRASE);
        page.locator("form[action$=unlock] [type=submit]").click();

        assertThat(row(page, "hidden behind the lock")).hasCount(1);
        assertThat(vault.isOpen()).isTrue();
    }

    @Test
    void whoMayOnlyReadSeesNamesAndNothingToPress() {
        make("read by name");
        var reader = new Caller(TenantId.DEFAULT, "reader", Caller.Role.READ);
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        page.navigate(panel.url(
                "/enter#" + panel.agent.parts().sessions().code(reader).reveal()));
        page.waitForURL(panel.url("/ui"));
        page.navigate(panel.url("/ui/secrets/" + secret("read by name").id()));
        assertThat(page.locator("h1")).hasText("read by name");
        assertThat(page.locator("main form[data-send], main [data-open]")).hasCount(0);
        page.navigate(panel.url("/ui/secrets"));
        assertThat(row(page, "read by name")).hasCount(1);
        assertThat(page.locator("main form[data-send], main [data-open]")).hasCount(0);

        var status = page.evaluate("""
                path => fetch(path, {method: 'POST', body: '{"value":"x"}', headers: {'Content-Type': 'application/json',
                    'X-Slipway-Page': localStorage.getItem('slipway-page')}}).then(answer => answer.status)
                """, "/ui/secrets/" + secret("read by name").id() + "/rotate");
        assertThat(status).isEqualTo(403);
        assertThat(page.navigate(panel.url("/ui/secrets/nothing")).status()).isEqualTo(404);
    }

    @Test
    void everyPageIsReadableInLightAndDarkInRussianAndAtEveryWidth() {
        var id = make("readable everywhere").id();
        for (int width : new int[] {360, 1280, 2560}) {
            var scheme = width == 1280 ? ColorScheme.DARK : ColorScheme.LIGHT;
            var page = panel.signedIn(width == 2560 ? Locale.ENGLISH : Locale.of("ru"), scheme, width, 800);
            for (var path : List.of("/ui/secrets", "/ui/secrets/" + id)) {
                page.navigate(panel.url(path));
                ControlPanel.assertFits(page);
                ControlPanel.assertAccessible(page);
            }
        }
    }
}
