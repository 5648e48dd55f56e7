package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What surrounds every page, in a real browser against the running product. */
@Timeout(120)
class FrameTest {
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

    @Test
    void theOneTimeAddressLeadsToTheFirstPageAndStaysInNoHistory() {
        var page = panel.signedIn();

        assertThat(page.locator("h1")).hasText("Overview");
        assertThat(page.locator("main")).containsText("Connect a Proxmox host to begin.");
        page.goBack();
        assertThat(page.url()).doesNotContain("#");
    }

    @Test
    void whoHasNoSessionIsToldHowToGetOneInHisLanguage() {
        var page = panel.stranger(Locale.of("ru"), ColorScheme.LIGHT, 1280, 800);
        var answer = page.navigate(panel.url("/ui"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(page.locator("h1")).hasText("Вы не вошли");
        assertThat(page.locator("main")).containsText("slipway open");
        ControlPanel.assertAccessible(page);
    }

    @Test
    void anAddressWithoutAPathOrWithOneStrokeTooManyLeadsToThePanel() {
        var page = panel.signedIn();
        for (var path : List.of("/", "/ui/")) {
            page.navigate(panel.url(path));
            assertThat(page).hasURL(panel.url("/ui"));
            assertThat(page.locator("h1")).hasText("Overview");
        }
    }

    @Test
    void anAddressWithoutAPageSaysSoOnAPage() {
        var page = panel.signedIn();
        var answer = page.navigate(panel.url("/ui/nowhere"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(page.locator("h1")).hasText("There is nothing here");
        page.getByText("To the overview").click();
        assertThat(page.locator("h1")).hasText("Overview");
    }

    @Test
    @Tag("F189")
    void nothingIsLoadedFromElsewhereAndNothingIsFramed() {
        var page = panel.signedIn();
        var foreign = new java.util.concurrent.CopyOnWriteArrayList<String>();
        page.onRequest(request -> {
            if (!request.url().startsWith(panel.url("/"))) {
                foreign.add(request.url());
            }
        });
        var answer = page.navigate(panel.url("/ui"));

        assertThat(answer.headers().get("content-security-policy"))
                .contains("default-src 'self'")
                .contains("frame-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.locator("iframe, style, [style], script:not([src])").count())
                .isZero();
        assertThat(foreign).isEmpty();
    }

    @Test
    void languageAndThemeAreChosenForThisBrowserAndStay() {
        var page = panel.signedIn();
        page.locator("[data-open=look]").click();
        page.getByLabel("Русский").check();
        page.getByLabel("Dark").check();
        page.locator("#look [type=submit].btn-primary").click();

        assertThat(page.locator("h1")).hasText("Обзор");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .as("the dark ground of tokens.json")
                .isEqualTo("rgb(14, 21, 28)");
        ControlPanel.assertAccessible(page);
    }

    @Test
    void theSystemsDarkIsTakenWithoutAChoice() {
        var page = panel.signedIn(Locale.ENGLISH, ColorScheme.DARK, 1280, 800);

        assertThat(page.locator("html")).hasAttribute("data-bs-theme", "dark");
    }

    @Test
    void everythingIsFoundByKeyboard() {
        var page = panel.signedIn();
        page.keyboard().press("Control+k");
        page.keyboard().type("overv");
        assertThat(page.locator("#palette-found .hit[aria-selected=true]")).containsText("Overview");
        ControlPanel.assertAccessible(page);
        page.keyboard().press("Escape");
        assertThat(page.locator("#palette")).not().isVisible();

        page.keyboard().press("?");
        assertThat(page.locator("#keys")).isVisible();
    }

    @Test
    void itIsUsableOnATelephoneAndOnAWideScreen() {
        for (int width : new int[] {360, 1280, 2560}) {
            var page = panel.signedIn(Locale.of("ru"), ColorScheme.LIGHT, width, 800);
            ControlPanel.assertFits(page);
            ControlPanel.assertAccessible(page);
            if (width == 360) {
                page.locator("[data-toggle=nav]").click();
                assertThat(page.locator("#nav a").first()).isVisible();
            }
        }
    }

    @Test
    void theBarAndTheWayToOtherPagesStayInSightOnALongPage() {
        var page = panel.at("/ui/api");
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
        assertThat((Integer) page.evaluate("Math.round(scrollY)")).isGreaterThan(2000);
        assertThat(page.locator(".bar")).isInViewport();
        assertThat(page.locator("#nav a").first()).isInViewport();
        assertThat(page.evaluate("document.querySelector('#nav').getBoundingClientRect().bottom === innerHeight"))
                .isEqualTo(true);
    }

    @Test
    void theFirstPageIsSmall() {
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        var session = page.context().newCDPSession(page);
        session.send("Network.enable");
        var sum = new java.util.concurrent.atomic.AtomicLong();
        session.on(
                "Network.loadingFinished",
                event -> sum.addAndGet(event.get("encodedDataLength").getAsLong()));
        signIn(page);
        page.waitForLoadState(com.microsoft.playwright.options.LoadState.LOAD);

        assertThat(sum.get()).isBetween(50_000L, 250L * 1024);
    }

    private static void signIn(Page page) {
        var code = panel.agent.parts().sessions().code(io.slipway.server.base.Caller.localOperator());
        page.navigate(panel.url("/enter#" + code.reveal()));
        page.waitForURL(panel.url("/ui"));
    }

    @Test
    void signingOutEndsTheSession() {
        var page = panel.signedIn();
        page.locator("[data-open=look]").click();
        page.getByText("Sign out of this browser").click();
        page.waitForURL(panel.url("/enter"));

        assertThat(page.navigate(panel.url("/ui")).status()).isEqualTo(401);
    }
}
