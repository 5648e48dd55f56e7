package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.TenantId;
import io.slipway.server.web.ui.frame.PageFrame;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages with 1,000 VMs and a log of 10,000 lines in the store, in a real browser. */
@Timeout(180)
@Tag("pages")
class CrowdedPagesTest {
    /** What a browser lays out without effort. */
    private static final int MOST_ELEMENTS = 6_000;

    private static ControlPanel panel;
    private static Crowd crowd;

    @BeforeAll
    static void open(@TempDir Path folder) throws InterruptedException {
        setDefaultAssertionTimeout(30_000);
        panel = new ControlPanel(folder);
        crowd = Crowd.fill(panel, Crowd.Size.PAGES);
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    private static Locator rows(Page page) {
        return page.locator("#live tbody tr");
    }

    private static void assertBounded(Page page) {
        assertThat((Integer) page.evaluate("document.querySelectorAll('*').length"))
                .as("elements at " + page.url())
                .isLessThan(MOST_ELEMENTS);
    }

    @Test
    void everyPlaceHasABoundedPageThatDoesNotScrollSideways() {
        for (int width : new int[] {360, 1280, 2560}) {
            var page = panel.signedIn(Locale.ENGLISH, ColorScheme.LIGHT, width, 800);
            for (var place : PageFrame.served()) {
                page.navigate(panel.url(place.path()));
                ControlPanel.assertFits(page);
                assertBounded(page);
            }
            for (var path :
                    new String[] {"/ui/jobs/" + crowd.longJob, "/ui/jobs/" + crowd.largeJob, "/ui/vms/" + crowd.vm}) {
                page.navigate(panel.url(path));
                ControlPanel.assertFits(page);
                assertBounded(page);
            }
        }
    }

    @Test
    @Tag("F194")
    void aThousandVmsAreListedPageByPageAndFoundByAWord() {
        var page = panel.at("/ui/vms");
        assertThat(page.locator(".summary")).containsText("1,001 VMs");
        assertThat(rows(page)).hasCount(100);
        assertThat(rows(page).first()).not().containsText("Ready");

        page.getByLabel("Search the VMs").fill("pc-0777");
        assertThat(rows(page)).hasCount(1);
        assertThat(page.locator(".summary")).containsText("1 of 1,001");
        page.locator("#live tbody a").click();
        assertThat(page.locator("h1")).hasText("PC-0777");
        assertThat(page.locator(".facts")).containsText("10.30.3.9");
        page.goBack();
        assertThat(page.getByLabel("Search the VMs")).hasValue("pc-0777");

        page.navigate(panel.url("/ui/vms?state=ready"));
        page.getByText("Next").click();
        assertThat(page).hasURL(Pattern.compile("page=2"));
        assertThat(rows(page)).hasCount(100);
        assertBounded(page);
    }

    @Test
    void aChangeOfOneVmAmongThousandReachesTheOpenList() {
        var page = panel.at("/ui/vms?q=pc-0500");
        assertThat(rows(page)).hasCount(1);
        var id = panel.agent.parts().vms().require(TenantId.DEFAULT, "PC-0500").id();
        panel.agent
                .parts()
                .database()
                .write(handle -> handle.execute("update vm set addresses = '[\"10.99.9.9\"]' where id = ?", id));

        assertThat(rows(page)).containsText("10.99.9.9");
    }

    @Test
    @Tag("F194")
    void aLogOfTenThousandLinesIsReadFoundAndLinked() {
        var page = panel.at("/ui/jobs/" + crowd.longJob);
        assertThat(page.locator("#log-lines .line")).hasCount(500);
        assertBounded(page);

        var line = panel.agent
                .parts()
                .jobs()
                .log(TenantId.DEFAULT, crowd.longJob, 100_000, 1)
                .getFirst();
        page.locator("[name=find]").fill(line.text());
        page.keyboard().press("Enter");
        page.waitForURL("**find=*");
        assertThat(page.locator("#log-lines mark").first()).isVisible();
        assertThat(page.locator("#log-lines .line").count()).isBetween(1, 500);
        page.locator("#log-lines .line a").first().click();
        assertThat(page.locator("#log-lines .line")).hasCount(500);
        assertThat(page.locator("#log-lines .line:target")).isInViewport();
        assertBounded(page);
    }

    @Test
    void aJobOfTwoHundredVmsIsUsable() {
        var page = panel.at("/ui/jobs/" + crowd.largeJob);
        assertThat(page.locator("h1")).containsText("199 more VMs");
        assertBounded(page);
        ControlPanel.assertAccessible(page);
    }

    @Test
    void everythingIsFoundFromThePaletteAmongThousand() {
        var page = panel.at("/ui");
        page.keyboard().press("Control+k");
        page.keyboard().type("pc-0123");
        assertThat(page.locator("#palette-found .hit[aria-selected=true]")).containsText("PC-0123");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("PC-0123");
    }
}
