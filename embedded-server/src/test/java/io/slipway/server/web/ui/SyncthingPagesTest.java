package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.syncthing.FakeSyncthing;
import io.slipway.server.syncthing.Syncthing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Syncthing in the settings, in a real browser, against a Syncthing that answers over real HTTPS. */
@Timeout(120)
@Tag("pages")
class SyncthingPagesTest {
    private static final String PAGE = "/ui/settings/syncthing";
    private static final String KEY = "Syncthing-Key-51c0de";
    private static final Caller ANN = Caller.localOperator();

    @TempDir
    static Path folder;

    private static ControlPanel panel;

    private FakeSyncthing fake;

    @BeforeAll
    static void open() {
        setDefaultAssertionTimeout(30_000);
        panel = new ControlPanel(folder.resolve("data"));
        panel.agent.parts().secrets().create(ANN, "sync key", Secret.of(KEY));
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        fake = new FakeSyncthing(KEY, true);
        fake.leave();
        panel.agent.parts().secrets().unbind(ANN, Syncthing.keyOf(TenantId.DEFAULT));
        new Syncthing(panel.agent.parts().database(), panel.agent.parts().secrets()).forget(TenantId.DEFAULT);
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private static void save(Page page, String url, String fingerprint, String secret) {
        page.locator("#sync-url").fill(url);
        page.locator("#sync-pin").fill(fingerprint);
        page.locator("#sync-key").selectOption(new SelectOption().setLabel(secret));
        page.locator("form[action='" + PAGE + "'] [type=submit]").first().click();
    }

    private Page looked() {
        var page = panel.at(PAGE);
        save(page, fake.url(), fake.fingerprint(), "sync key");
        assertThat(page.locator("#part-syncthing .state").first()).hasText("Set up.");
        page.waitForLoadState();
        page.locator("[hx-post$=look]").click();
        assertThat(page.locator("#sync-seen")).containsText("v1.29.2");
        return page;
    }

    private static Locator line(Page page, String words) {
        return page.locator("#sync-seen li").filter(new Locator.FilterOptions().setHasText(words));
    }

    @Test
    @Tag("F126")
    void aCertificateIsComparedAndConfirmedBeforeTheKeyIsSent() {
        var page = panel.at(PAGE);
        assertThat(page.locator("[hx-post$=look]")).hasCount(0);
        save(page, "http://10.0.0.5:8384", "", "sync key");
        assertThat(page.locator(".wrong")).containsText("without https only on this machine");
        save(page, fake.url(), "", "sync key");
        assertThat(page.locator("#part-syncthing .state").first()).containsText("nobody has confirmed");
        page.waitForLoadState();
        page.locator("[hx-post$=look]").click();
        assertThat(page.locator("#sync-seen [role=alert]")).containsText("TLS_PIN_MISMATCH");
        assertThat(fake.calls).isEmpty();

        page.locator("[data-open=sync-trust]").click();
        assertThat(page.locator("#sync-trust code.differs")).hasText(fake.fingerprint());
        ControlPanel.assertAccessible(page);
        page.locator("#sync-trust [type=submit]").click();
        assertThat(page.locator("#sync-pin")).hasValue(fake.fingerprint());
        page.waitForLoadState();
        page.locator("[hx-post$=look]").click();
        assertThat(page.locator("#sync-seen")).containsText("v1.29.2");
        assertThat(page.content()).doesNotContain(KEY);
    }

    @Test
    @Tag("F126")
    void whatAsksIsLetInAndSharedAndSeenAtOnce() {
        fake.pendingFolders.put(
                "music", Json.parseObject("{\"offeredBy\":{\"" + FakeSyncthing.KNOWN + "\":{\"label\":\"Music\"}}}"));
        var page = looked();
        assertThat(page.locator("#sync-asks .count")).hasText("3");
        assertThat(line(page, "offers the folder music")).containsText("Add it there with its path");
        assertThat(line(page, "offers the folder music").locator("button")).hasCount(0);
        ControlPanel.assertAccessible(page);

        line(page, "new phone").locator("[data-open]").click();
        page.locator("#sync-name-0").fill("Ann’s phone");
        page.locator("dialog[open] [type=submit]").click();
        assertThat(line(page, "Ann’s phone")).containsText("not connected");
        assertThat(page.locator("#sync-asks .count")).hasText("2");
        assertThat(fake.devices.get(FakeSyncthing.ASKING).path("name").asString())
                .isEqualTo("Ann’s phone");

        line(page, "offers the folder photos").locator("button").click();
        assertThat(line(page, "Shared with workshop")).hasCount(1);
        line(page, "workshop · connected").locator("button").click();
        assertThat(line(page, "workshop · paused")).hasCount(1);
        line(page, "workshop · paused").locator("button").click();
        assertThat(line(page, "workshop · connected")).hasCount(1);
        line(page, "Shared with workshop").locator("button").click();
        assertThat(page.locator("body")).containsText("Syncthing looks for changes.");
        assertThat(fake.calls).contains("POST /rest/db/scan?folder=photos");
    }

    @Test
    @Tag("F126")
    void namesOfOthersAreShownAsTheyAreAndASecretInThemIsNot() {
        fake.devices.get(FakeSyncthing.KNOWN).put("name", "<b>key</b> " + KEY);
        fake.pendingDevices.get(FakeSyncthing.ASKING).put("name", "gpj.\u202Eexe");
        var page = looked();

        assertThat(line(page, "<b>key</b> *** · connected")).hasCount(1);
        assertThat(line(page, "CCCCCCC asks to be let in")).hasCount(1);
        line(page, "CCCCCCC asks to be let in")
                .locator("form [type=submit]")
                .first()
                .click();
        assertThat(page.locator("#sync-asks .count")).hasText("1");
        assertThat(page.content()).doesNotContain(KEY).doesNotContain("\u202E");
    }

    @Test
    @Tag("F126")
    void whatGoesWrongIsSaidWhereItHappened() {
        var page = looked();
        fake.folders.clear();
        line(page, "Photos").locator("button").last().click();
        assertThat(page.locator("#sync-seen form [role=alert]")).containsText("SYNCTHING_ERROR");
        fake.key = "another";
        page.locator("[hx-post$=look]").click();
        assertThat(page.locator("#sync-seen [role=alert]")).containsText("SYNCTHING_AUTH_FAILED");
        fake.close();
        page.locator("[hx-post$=look]").click();
        assertThat(page.locator("#sync-seen [role=alert]")).containsText("SYNCTHING_UNREACHABLE");

        page.locator("[data-open=sync-forget]").click();
        page.locator("#sync-forget [type=submit]").click();
        assertThat(page.locator("#part-syncthing .state").first()).hasText("Not set up.");
        assertThat(panel.agent.parts().secrets().said(TenantId.DEFAULT, Syncthing.keyOf(TenantId.DEFAULT)))
                .as("the key of a Syncthing that was forgotten goes to nobody who is named later")
                .isEqualTo(Optional.empty());
    }

    @Test
    @Tag("F126")
    void whatAStrangerCallsItselfIsNoNameWhenItMisleads() {
        fake.pendingDevices.get(FakeSyncthing.ASKING).put("name", "gpj.\u202Eexe");
        var page = looked();
        line(page, "CCCCCCC asks to be let in").locator("[data-open]").click();
        page.locator("#sync-name-0").fill("phone\u202E");
        page.locator("dialog[open] [type=submit]").click();
        assertThat(page.locator("dialog[open] .wrong")).containsText("turn the direction");
        page.locator("#sync-name-0").fill("phone");
        page.locator("dialog[open] [type=submit]").click();
        assertThat(line(page, "phone · not connected")).hasCount(1);
        assertThat(fake.devices.get(FakeSyncthing.ASKING).path("name").asString())
                .isEqualTo("phone");
    }

    @Test
    @Tag("F126")
    void whoFloodsItWithRequestsIsCountedNotListed() {
        fake.pendingDevices.clear();
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (int i = 0; i < 400; i++) {
            var group = "FLOOD" + letters.charAt(i / 26) + letters.charAt(i % 26);
            fake.pendingDevices.put(
                    group + FakeSyncthing.OWN.substring(7), Json.object().put("name", "x".repeat(5000)));
        }
        var page = looked();
        assertThat(page.locator("#sync-asks .count")).hasText("401");
        assertThat(page.locator("#sync-asks ~ ul > li")).hasCount(101);
        assertThat(page.locator("#sync-seen")).containsText("And 300 more.");
        assertThat(page.locator("#sync-seen").innerText()).doesNotContain("xxx");
    }

    /** Whoever can write the database file, but has no key of the vault, is not helped by a form that has his address ready. */
    @Test
    @Tag("F126")
    void anAddressThatSomebodyPutIntoTheDatabaseIsNotOneClickFromBeingBelieved() {
        looked();
        panel.agent.parts().database().write(handle -> handle.createUpdate(
                        "update setting set value = replace(value, '127.0.0.1', 'thief.example') where name = 'syncthing'")
                .execute());
        var page = panel.at(PAGE);
        assertThat(page.locator("#part-syncthing [role=alert]")).containsText("SYNCTHING_RECORD_ALTERED");
        assertThat(page.locator("#sync-url")).hasValue("");
        assertThat(page.locator("#sync-pin")).hasValue("");
        assertThat(page.locator("[hx-post$=look]")).hasCount(0);
        assertThat(page.content()).doesNotContain("thief.example");
        panel.agent
                .parts()
                .database()
                .write(handle -> handle.execute("update setting set value = 'no json' where name = 'syncthing'"));
        page.reload();
        assertThat(page.locator("#part-syncthing [role=alert]")).containsText("SYNCTHING_RECORD_ALTERED");
        page.locator("[data-open=sync-forget]").click();
        page.locator("#sync-forget [type=submit]").click();
        assertThat(page.locator("#part-syncthing .state").first()).hasText("Not set up.");
    }

    @Test
    void anAnswerThatDoesNotComeIsSaidAndTheListTakesNothingMeanwhile() {
        panel.expected.addAll(List.of("htmx:sendError", "htmx:afterRequest"));
        var page = looked();
        var held = new ArrayList<Route>();
        page.route("**/syncthing/look", held::add);
        line(page, "workshop · connected").locator("button").click();
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(page.locator("#sync-seen[inert]")).hasCount(1);
        held.getFirst().abort();
        assertThat(page.locator("#toasts")).containsText("Slipway does not answer");
        assertThat(page.locator("#sync-seen[inert]")).hasCount(0);
        page.unroute("**/syncthing/look");
        page.locator("[hx-post$=look]").click();
        assertThat(line(page, "workshop · paused")).hasCount(1);
    }

    @Test
    @Tag("F126")
    void withTheVaultShutNothingIsChangedByHalves() {
        var page = looked();
        var vault = panel.agent.parts().vault();
        vault.lock();
        try {
            var other = "{\"url\":\"https://10.0.0.5:8384\",\"secret\":\"\"}";
            assertThat(ControlPanel.sent(page, PAGE, other)).isGreaterThanOrEqualTo(400);
        } finally {
            vault.unlock(Optional.empty());
        }
        page.reload();
        assertThat(page.locator("#part-syncthing .state").first()).hasText("Set up.");
        assertThat(page.locator("#sync-url")).hasValue(fake.url());
    }

    @Test
    void aReaderSeesWhereItIsAndCanAskAndChangeNothing() {
        looked();
        var reader = panel.reader(PAGE);

        assertThat(reader.locator("#part-syncthing")).containsText(fake.url());
        assertThat(reader.locator("#part-syncthing form[data-send], [hx-post]")).hasCount(0);
        fake.calls.clear();
        assertThat(ControlPanel.sent(reader, PAGE + "/look", "{}")).isEqualTo(403);
        assertThat(ControlPanel.sent(reader, PAGE + "/pause", "{\"device_id\":\"" + FakeSyncthing.KNOWN + "\"}"))
                .isEqualTo(403);
        assertThat(ControlPanel.sent(reader, PAGE, "{\"url\":\"https://10.0.0.5\"}"))
                .isEqualTo(403);
        assertThat(fake.calls).isEmpty();
    }

    @Test
    void inRussianOnATelephoneAndInTheDarkNothingIsCutOff() {
        looked();
        var page = panel.signedIn(Locale.forLanguageTag("ru"), ColorScheme.DARK, 360, 740);
        page.navigate(panel.url(PAGE));
        page.locator("[hx-post$=look]").click();
        assertThat(page.locator("#sync-seen")).containsText("просит впустить");

        ControlPanel.assertAccessible(page);
        ControlPanel.assertFits(page);
    }
}
