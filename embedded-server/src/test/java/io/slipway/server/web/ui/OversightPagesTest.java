package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happened and how the program is set: notifications, audit trail, settings, about, in a real browser. */
@Timeout(180)
class OversightPagesTest {
    private static ControlPanel panel;

    @BeforeAll
    static void open(@TempDir Path folder) {
        panel = new ControlPanel(folder);
        panel.withHost();
        panel.order("PC", 2);
        panel.order("ONE", 1);
        var page = on("/ui/jobs");
        assertThat(page.locator("#live table .shape-ok"))
                .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(90_000));
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    private static Page on(String path) {
        var page = panel.signedIn();
        page.navigate(panel.url(path));
        return page;
    }

    /** A browser whose session may only look. */
    private static Page reader(String path) {
        var owner = Caller.localOperator();
        var token = panel.agent
                .parts()
                .apiTokens()
                .create(
                        owner,
                        new Caller(TenantId.DEFAULT, "reader", Caller.Role.READ),
                        "reader",
                        Optional.of(Duration.ofHours(1)));
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        var stored =
                panel.agent.parts().apiTokens().present(token.text().reveal()).orElseThrow();
        page.navigate(panel.url(
                "/enter#" + panel.agent.parts().sessions().code(stored).reveal()));
        page.waitForURL(panel.url("/ui"));
        page.navigate(panel.url(path));
        return page;
    }

    private static Locator bell(Page page) {
        return page.locator(".bell .count");
    }

    private static Locator entry(Page page, String name) {
        return page.locator(".notices li").filter(new Locator.FilterOptions().setHasText(name));
    }

    @Test
    @Tag("F163")
    void aJobHasOneNotificationThatIsReadDeletedAndCountedLive() {
        int before = panel.agent.parts().notices().unread(TenantId.DEFAULT);
        var page = on("/ui/notifications");
        var elsewhere = panel.tab(page);
        elsewhere.navigate(panel.url("/ui/vms"));
        assertThat(entry(page, "2 VMs: ready")).hasCount(1);

        panel.order("LAB", 1);
        assertThat(bell(elsewhere)).hasText(String.valueOf(before + 1));
        assertThat(entry(page, "LAB-01: ready"))
                .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        assertThat(entry(page, "LAB-01")).hasCount(1);
        entry(page, "LAB-01").getByText("Mark read").click();
        assertThat(entry(page, "LAB-01").locator(".tag")).hasCount(0);
        page.getByText("Mark all read").click();
        assertThat(bell(page)).hasCount(0);
        assertThat(bell(elsewhere)).hasCount(0);
        page.getByText("Unread").click();
        assertThat(page.locator("#live")).containsText("All is read.");

        page.getByText("All", new Page.GetByTextOptions().setExact(true)).click();
        entry(page, "LAB-01").getByText("Delete").click();
        assertThat(entry(page, "LAB-01")).hasCount(0);
        assertThat(entry(page, "2 VMs: ready")).hasCount(1);
    }

    @Test
    void openingWhatANotificationIsAboutReadsIt() {
        var page = on("/ui/notifications");
        entry(page, "ONE-01: ready").locator("a").click();
        assertThat(page.locator("h1")).containsText("ONE-01");

        page.navigate(panel.url("/ui/notifications"));
        assertThat(entry(page, "ONE-01")).hasCount(1);
        assertThat(entry(page, "ONE-01").locator(".tag")).hasCount(0);
    }

    @Test
    void whoMayOnlyLookSeesNothingToPress() {
        var page = reader("/ui/notifications");
        assertThat(page.locator(".notices li").first()).isVisible();
        assertThat(page.locator("main button")).hasCount(0);
        assertThat(page.navigate(panel.url("/ui/notifications?show=odd")).status())
                .isEqualTo(400);
    }

    @Test
    void keysLeadToThePlacesAndTheSheetNamesThem() {
        var page = on("/ui/notifications");
        page.keyboard().press("?");
        assertThat(page.locator("#keys")).containsText("Go to: Notifications");
        page.keyboard().press("Escape");
        page.keyboard().press("g");
        page.keyboard().press("v");
        page.waitForURL(panel.url("/ui/vms"));
    }

    @Test
    @Tag("slow")
    void everyPlaceFitsEveryWindowAndIsAccessible() {
        for (int width : new int[] {360, 1280, 2560}) {
            for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                var page = panel.signedIn(Locale.of(scheme == ColorScheme.DARK ? "ru" : "en"), scheme, width, 800);
                for (var path : new String[] {"/ui/notifications"}) {
                    page.navigate(panel.url(path));
                    ControlPanel.assertFits(page);
                    ControlPanel.assertAccessible(page);
                }
            }
        }
    }
}
