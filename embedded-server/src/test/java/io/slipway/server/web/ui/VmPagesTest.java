package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.TokenOrder;
import io.slipway.server.inventory.Vm;
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

/** The VMs in a real browser, made by the running product on the laboratory. */
@Timeout(180)
@Tag("pages")
class VmPagesTest {
    private static ControlPanel panel;

    @BeforeAll
    static void open(@TempDir Path folder) {
        panel = new ControlPanel(folder);
        panel.withHost();
        panel.order("PC", 3);
        var page = panel.at("/ui/vms");
        var patience = 90_000;
        assertThat(row(page, "Ready")).hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(patience));
        assertThat(page.locator("#live [data-since]"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(patience));
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    private static Vm vm(String name) {
        return panel.agent.parts().vms().require(TenantId.DEFAULT, name);
    }

    private static Locator row(Page page, String name) {
        return page.locator("#live tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    }

    @Test
    @Tag("F194")
    void theListIsFilteredAndTheFilterStandsInTheAddress() {
        var page = panel.at("/ui/vms");
        assertThat(row(page, "PC-01")).containsText("Ready");
        assertThat(page.locator("#live thead th").count()).isLessThanOrEqualTo(8);

        page.getByLabel("Search the VMs").fill("pc-02");
        assertThat(row(page, "PC-01")).hasCount(0);
        assertThat(row(page, "PC-02")).hasCount(1);
        assertThat(page.url()).contains("q=pc-02");
        page.reload();
        assertThat(row(page, "PC-01")).hasCount(0);

        page.navigate(panel.url("/ui/vms?state=needs"));
        assertThat(page.locator("#live")).containsText("No VM fits");
        assertThat(page.navigate(panel.url("/ui/vms?state=odd")).status()).isEqualTo(400);
    }

    @Test
    void oneVmIsOpenedFromTheListWithItsFactsAndItsProof() {
        var page = panel.at("/ui/vms");
        page.getByText("PC-02").click();
        assertThat(page.locator("h1")).hasText("PC-02");
        assertThat(page.locator(".facts")).containsText(vm("PC-02").id());

        page.getByText("Proof").click();
        page.getByText("Compare now").click();
        assertThat(page.locator(".verdict")).hasText("Everything is as asked.");
        assertThat(page.locator("table.proof tbody tr").count()).isGreaterThan(5);
        assertThat(page.locator(".differs")).hasCount(0);
    }

    @Test
    void theFilesOfItsDiscAreShownWithoutASecret() {
        var id = vm("PC-02").id();
        var page = panel.at("/ui/vms/" + id + "?tab=answer");
        assertThat(page.locator("pre")).containsText("<unattend");
        assertThat(page.locator("pre")).containsText("••••");
        var answer = page.content();
        page.navigate(panel.url("/ui/vms/" + id + "?tab=iso"));
        page.locator("summary").first().click();
        assertThat(page.locator("pre").first()).isVisible();
        var disc = page.content();

        var secrets = panel.agent.parts().orderVault().passwords(TenantId.DEFAULT, id);
        assertThat(secrets.byAccount()).isNotEmpty();
        secrets.byAccount().values().forEach(secret -> assertThat(answer + disc).doesNotContain(secret.reveal()));
    }

    @Test
    void passwordsAreShownOnceAndAreGoneWhenTheDialogIsClosed() {
        var id = vm("PC-03").id();
        var secret = panel.agent
                .parts()
                .orderVault()
                .passwords(TenantId.DEFAULT, id)
                .byAccount()
                .values()
                .iterator()
                .next()
                .reveal();
        var page = panel.at("/ui/vms/" + id);
        page.getByText("Show the passwords…").click();
        page.getByText("Show them once").click();
        assertThat(page.locator("#vm-passwords")).containsText(secret);
        // They are told once: neither a click beside them nor Escape takes them away.
        page.mouse().click(4, 400);
        page.keyboard().press("Escape");
        assertThat(page.locator("#vm-passwords")).containsText(secret);
        ControlPanel.assertAccessible(page);
        page.getByText("Hide them").click();
        // A dialog tells that it closed in a task of its own.
        assertThat(page.locator("#vm-passwords")).not().containsText(secret);
        assertThat(page.content()).doesNotContain(secret);

        page.getByText("Show the passwords…").click();
        page.getByText("Show them once").click();
        assertThat(page.locator("#vm-passwords")).containsText("They were shown");
    }

    @Test
    void aTokenThatIsOpenIsShownRevokedAndAcceptedNoMore() {
        var id = vm("PC-03").id();
        var tokens = panel.agent.parts().guestTokens();
        var page = panel.at("/ui/vms/" + id);
        assertThat(page.locator(".facts")).containsText("closed");
        assertThat(page.locator("[data-open=vm-token]")).hasCount(0);

        var issued = tokens.issue(
                Caller.localOperator(), new TokenOrder(id, Optional.empty(), Optional.empty(), Optional.empty()));
        page.reload();
        assertThat(page.locator(".facts")).containsText("open until");
        page.locator("[data-open=vm-token]").click();
        ControlPanel.assertAccessible(page);
        var late = panel.tab(page);
        late.navigate(panel.url("/ui/vms/" + id));
        late.locator("[data-open=vm-token]").click();
        page.locator("#vm-token [type=submit]").click();
        assertThat(page.locator("#toasts")).containsText("The token of PC-03 is revoked.");
        assertThat(page.locator(".facts")).containsText("revoked");
        assertThat(page.locator("[data-open=vm-token]")).hasCount(0);
        late.locator("#vm-token [type=submit]").click();
        assertThat(late.locator("#vm-token [role=alert]")).containsText("no longer open");
        var text = issued.text().reveal();
        assertThatThrownBy(() -> tokens.validate(text, id)).hasMessageContaining("revoked");
        assertThat(page.content()).doesNotContain(text);

        page.navigate(panel.url("/ui/vms/" + id + "?tab=proof&compare=now"));
        assertThat(page.locator(".verdict")).hasText("Everything is as asked.");
    }

    @Test
    @Tag("F168")
    void powerIsCutAndGivenAfterAQuestionAndASecondClickIsRefusedInTheDialog() {
        var path = "/ui/vms/" + vm("PC-02").id();
        var page = panel.at(path);
        var late = panel.tab(page);
        late.navigate(panel.url(path));
        late.locator("[data-open=vm-stop]").click();

        page.locator("[data-open=vm-stop]").click();
        page.locator("#vm-stop [type=submit]").click();
        assertThat(page.locator("[data-open=vm-start]")).isVisible();
        assertThat(page.locator(".power")).containsText("Off");
        assertThat(page.locator("[data-open=vm-stop]")).hasCount(0);
        late.locator("#vm-stop [type=submit]").click();
        assertThat(late.locator("#vm-stop [role=alert]")).containsText("is off");

        page.locator("[data-open=vm-start]").click();
        page.locator("#vm-start [type=submit]").click();
        assertThat(page.locator("[data-open=vm-stop]")).isVisible();
        assertThat(page.locator(".power")).containsText("Running");
        page.getByText("History").click();
        assertThat(page.locator("#live")).containsText("Power of PC-02");
        assertThat(page.locator("#live")).containsText("/stop");
    }

    @Test
    void aDeletionIsConfirmedWithTheNameAndTheListLosesTheVmByItself() {
        var page = panel.at("/ui/vms/" + vm("PC-01").id());
        var list = panel.tab(page);
        list.navigate(panel.url("/ui/vms"));
        assertThat(row(list, "PC-01")).hasCount(1);

        page.locator("[data-open=vm-delete]").click();
        page.locator("#vm-delete-name").fill("PC-1");
        page.locator("#vm-delete [type=submit]").click();
        assertThat(page.locator("#vm-delete .wrong")).containsText("PC-01");
        page.locator("#vm-delete-name").fill("PC-01");
        page.locator("#vm-delete [type=submit]").click();
        assertThat(page.locator("#vm-delete [role=alert]")).containsText("is running");
        page.locator("#vm-delete [name=force]").check();
        page.locator("#vm-delete [type=submit]").click();
        page.waitForURL(panel.url("/ui/vms"));

        assertThat(row(list, "PC-01")).hasCount(0);
    }

    @Test
    void whoMayOnlyReadSeesNoActionsAndIsRefused() {
        var reader = new Caller(TenantId.DEFAULT, "reader", Caller.Role.READ);
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        page.navigate(panel.url(
                "/enter#" + panel.agent.parts().sessions().code(reader).reveal()));
        page.waitForURL(panel.url("/ui"));
        page.navigate(panel.url("/ui/vms/" + vm("PC-03").id()));
        assertThat(page.locator("h1")).hasText("PC-03");
        assertThat(page.locator("main [data-open]")).hasCount(0);

        var status = page.evaluate("""
                path => fetch(path, {method: 'POST', body: '{}', headers: {'Content-Type': 'application/json',
                    'X-Slipway-Page': localStorage.getItem('slipway-page')}}).then(answer => answer.status)
                """, "/ui/vms/" + vm("PC-03").id() + "/stop");
        assertThat(status).isEqualTo(403);
    }

    @Test
    void aVmThatIsNotThereHasAPageThatSaysSo() {
        var page = panel.signedIn();
        assertThat(page.navigate(panel.url("/ui/vms/nothing")).status()).isEqualTo(404);
        assertThat(page.locator("h1")).hasText("There is nothing here");
    }

    @Test
    void everyPartIsReadableInLightAndDarkInRussianAndAtEveryWidth() {
        var path = "/ui/vms/" + vm("PC-03").id();
        for (int width : new int[] {360, 1280, 2560}) {
            var scheme = width == 1280 ? ColorScheme.DARK : ColorScheme.LIGHT;
            var page = panel.signedIn(width == 2560 ? Locale.ENGLISH : Locale.of("ru"), scheme, width, 800);
            for (var part : List.of(
                    "/ui/vms",
                    path,
                    path + "?tab=proof&compare=now",
                    path + "?tab=answer",
                    path + "?tab=iso",
                    path + "?tab=history")) {
                page.navigate(panel.url(part));
                ControlPanel.assertFits(page);
                ControlPanel.assertAccessible(page);
            }
        }
    }
}
