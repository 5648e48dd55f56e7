package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import io.slipway.server.provision.PowerAction;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happened and how the program is set: notifications, audit trail, settings, about, in a real browser. */
@Timeout(180)
@Tag("pages")
class OversightPagesTest {
    private static final List<String> PATHS = List.of(
            "/ui/notifications",
            "/ui/audit",
            "/ui/settings",
            "/ui/settings/network",
            "/ui/settings/vault",
            "/ui/settings/backup",
            "/ui/settings/access",
            "/ui/settings/work",
            "/ui/settings/syncthing",
            "/ui/settings/retention",
            "/ui/settings/diagnostics?check=now&bundle=now",
            "/ui/artifacts/leases",
            "/ui/about",
            "/ui/api",
            "/ui/api/hosts.add",
            "/ui/api/documents/Host");
    private static ControlPanel panel;

    @BeforeAll
    static void open(@TempDir Path folder) {
        panel = new ControlPanel(folder);
        panel.withHost();
        panel.order("PC", 2);
        panel.order("ONE", 1);
        var page = panel.at("/ui/jobs");
        assertThat(page.locator("#live table .shape-ok"))
                .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(90_000));
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
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
        var page = panel.at("/ui/notifications");
        var elsewhere = panel.tab(page);
        elsewhere.navigate(panel.url("/ui/vms"));
        assertThat(entry(page, "2 VMs: ready")).hasCount(1);

        var vm = panel.agent.parts().vms().require(TenantId.DEFAULT, "PC-02");
        panel.agent.parts().powerControl().submit(Caller.localOperator(), vm.id(), PowerAction.STOP);
        assertThat(bell(elsewhere)).hasText(String.valueOf(before + 1));
        assertThat(entry(page, "PC-02: power command done")).hasCount(1);
        assertThat(entry(page, "PC-02")).hasCount(1);
        entry(page, "PC-02").getByText("Mark read").click();
        assertThat(entry(page, "PC-02").locator(".tag")).hasCount(0);
        page.getByText("Mark all read").click();
        assertThat(bell(page)).hasCount(0);
        assertThat(bell(elsewhere)).hasCount(0);
        page.getByText("Unread").click();
        assertThat(page.locator("#live")).containsText("All is read.");

        page.getByText("All", new Page.GetByTextOptions().setExact(true)).click();
        entry(page, "PC-02").getByText("Delete").click();
        assertThat(entry(page, "PC-02")).hasCount(0);
        assertThat(entry(page, "2 VMs: ready")).hasCount(1);
    }

    @Test
    void openingWhatANotificationIsAboutReadsIt() {
        var page = panel.at("/ui/notifications");
        entry(page, "ONE-01: ready").locator("a").click();
        assertThat(page.locator("h1")).containsText("ONE-01");

        page.navigate(panel.url("/ui/notifications"));
        assertThat(entry(page, "ONE-01")).hasCount(1);
        assertThat(entry(page, "ONE-01").locator(".tag")).hasCount(0);
    }

    @Test
    void whoMayOnlyLookSeesNothingToPress() {
        var page = panel.reader("/ui/notifications");
        assertThat(page.locator(".notices li").first()).isVisible();
        assertThat(page.locator("main button")).hasCount(0);
        assertThat(page.navigate(panel.url("/ui/notifications?show=odd")).status())
                .isEqualTo(400);
    }

    @Test
    @Tag("F170")
    void theTrailIsSaidInPlainWordsAndFilteredInTheAddress() {
        var page = panel.at("/ui/audit");
        assertThat(page.locator(".audit tbody tr").first()).isVisible();
        assertThat(page.locator(".audit thead th").count()).isLessThanOrEqualTo(8);
        page.getByLabel("What", new Page.GetByLabelOptions().setExact(true)).selectOption("guests");
        page.getByLabel("Who", new Page.GetByLabelOptions().setExact(true)).fill("operator");
        page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();

        assertThat(page.locator(".audit tbody tr").first()).containsText("VM token issued");
        assertThat(page.locator(".audit tbody tr").filter(new Locator.FilterOptions().setHasNotText("VM token")))
                .hasCount(0);
        assertThat(page.url()).contains("what=guests").contains("who=operator");
        page.locator(".more summary").first().click();
        assertThat(page.locator(".more[open]")).containsText("guest-token.issue");
        ControlPanel.assertAccessible(page);

        page.navigate(panel.url("/ui/audit?object=PC-01"));
        assertThat(page.locator(".audit tbody tr").first()).isVisible();
        assertThat(page.locator(".audit tbody tr").filter(new Locator.FilterOptions().setHasNotText("PC-01")))
                .hasCount(0);
        page.navigate(panel.url("/ui/audit?what=network&who=nobody"));
        assertThat(page.locator("#live")).containsText("No line fits");
        for (var bad : new String[] {"what=odd", "from=yesterday", "before=x", "from=2026-02-30"}) {
            assertThat(page.navigate(panel.url("/ui/audit?" + bad)).status()).isEqualTo(400);
        }
    }

    @Test
    void theTrailIsPagedVerifiedAndTakenAway() {
        var page = panel.at("/ui/audit?before=5");
        assertThat(page.locator(".audit tbody tr").first()).isVisible();
        assertThat(page.locator("#live")).containsText("There are no older ones.");
        page.getByText("To the newest").click();
        assertThat(page.locator(".chain")).containsText("not verified since");

        page.getByText("Verify the chain").click();
        assertThat(page.locator(".chain")).containsText("Chain verified");
        var file = page.waitForDownload(() -> page.getByText("Export, signed").click());
        assertThat(file.suggestedFilename()).isEqualTo("slipway-audit.jsonl");
        assertThat(file.failure()).isNull();

        var database = panel.agent.parts().database();
        database.write(handle -> {
            handle.execute("drop trigger audit_no_update");
            return handle.execute("update audit set object = object || '!' where seq = 3");
        });
        page.getByText("Verify the chain").click();
        assertThat(page.locator(".broken")).containsText("A line says something else than what was written.");
        assertThat(page.locator(".broken")).containsText("The first wrong line is 3.");
        ControlPanel.assertAccessible(page);
        page.getByText("Show the lines from there").click();
        assertThat(page.locator(".audit tbody tr").first()).hasAttribute("id", "row-3");
        assertThat(page.locator(".broken")).isVisible();
        database.write(handle -> handle.execute("update audit set object = rtrim(object, '!') where seq = 3"));
        page.getByText("Verify the chain").click();
        assertThat(page.locator(".broken")).hasCount(0);

        var reader = panel.reader("/ui/audit");
        assertThat(reader.locator(".audit tbody tr").first()).isVisible();
        assertThat(reader.getByText("Verify the chain")).hasCount(0);
        assertThat(reader.navigate(panel.url("/ui/audit/export")).status()).isEqualTo(403);
    }

    @Test
    void keysLeadToThePlacesAndTheSheetNamesThem() {
        var page = panel.at("/ui/notifications");
        page.keyboard().press("?");
        assertThat(page.locator("#keys")).containsText("Go to: Notifications");
        page.keyboard().press("Escape");
        page.keyboard().press("g");
        page.keyboard().press("v");
        page.waitForURL(panel.url("/ui/vms"));
    }

    @Test
    void aSettingIsFoundByItsWordsOnThePageAndInThePalette() {
        var page = panel.at("/ui/settings?q=passphrase");
        assertThat(page.locator(".settings-parts li")).hasCount(1);
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Vault").setExact(true))
                .click();
        page.waitForURL(panel.url("/ui/settings/vault"));
        assertThat(page.locator(".settings-parts li")).hasCount(9);

        page.keyboard().press("Control+k");
        page.keyboard().type("diagnos");
        assertThat(page.locator("#palette-found .hit")).hasCount(1);
        page.keyboard().press("Enter");
        page.waitForURL(panel.url("/ui/settings/diagnostics"));
        assertThat(page.navigate(panel.url("/ui/settings/nothing")).status()).isEqualTo(404);
        assertThat(page.navigate(panel.url("/ui/settings/diagnostics?check=later"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Tag("F136")
    void aTokenIsShownOnceListedAndRevoked() {
        var page = panel.at("/ui/settings/access");
        page.getByText("New token…").click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("build server");
        page.getByLabel("Days until it ends").fill("5000");
        page.getByLabel("Days until it ends").evaluate("field => field.removeAttribute('max')");
        page.getByText("Make token").click();
        assertThat(page.locator("#token-new .wrong")).containsText("from 1 to 3,650");
        page.getByLabel("Days until it ends").fill("30");
        page.getByText("Make token").click();
        var shown = page.locator("#token-new .once code");
        assertThat(shown).containsText("slp_api_");
        var text = shown.innerText();
        var token = panel.agent.parts().apiTokens().present(text).orElseThrow();
        assertThat(token.caller().role()).isEqualTo(Caller.Role.READ);

        page.getByText("I have kept it").click();
        assertThat(page.locator(".tokens")).containsText("build server");
        assertThat(page.content()).doesNotContain(text);
        page.getByLabel("Revoke build server").click();
        page.locator("#revoke-" + token.id() + " [type=submit]").click();
        assertThat(page.locator("#live")).not().containsText("build server");
        assertThat(panel.agent.parts().apiTokens().present(text)).isEmpty();
    }

    @Test
    void anotherBrowserIsSignedOut() {
        var other = panel.reader("/ui/vms");
        var page = panel.at("/ui/settings/access");
        assertThat(page.locator(".tag")).hasText("this browser");
        var line = page.locator(".lines li").filter(new Locator.FilterOptions().setHasText("Browser of reader"));
        int before = line.count();
        line.first().getByText("Sign out").click();

        assertThat(line).hasCount(before - 1);
        assertThat(other.navigate(panel.url("/ui/vms")).status()).isEqualTo(401);
    }

    @Test
    @Tag("F136")
    void theVaultIsLockedUnlockedAndItsWordsAreShownOnce() {
        var page = panel.at("/ui/settings/vault");
        page.getByText("Make recovery words…").click();
        page.getByText("Show the words").click();
        assertThat(page.locator(".words li")).hasCount(24);
        var word = page.locator(".words li").nth(5).innerText() + " "
                + page.locator(".words li").nth(6).innerText();
        ControlPanel.assertAccessible(page);
        page.getByText("I have written them down").click();
        assertThat(page.locator("#part-vault")).containsText("Words were made");
        assertThat(page.locator(".words li")).hasCount(0);
        assertThat(page.content()).doesNotContain(word);

        page.getByLabel("Minutes without use").fill("45");
        page.getByText("Set", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#toasts")).containsText("It counts now.");
        assertThat(page.getByLabel("Minutes without use")).hasValue("45");

        page.getByText("Lock…").click();
        page.getByText("Lock now").click();
        assertThat(page.locator("#part-vault")).containsText("Locked");
        page.getByText("Unlock", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#toasts")).containsText("The vault is open.");
        assertThat(page.getByText("Lock…")).isVisible();
    }

    @Test
    void aPassphraseIsAskedTwiceAndOnlyWhereItCounts() {
        var page = panel.at("/ui/settings/vault");
        assertThat(page.locator("#change-passphrase")).isVisible();
        page.locator("#change-passphrase").fill("twelve letters or more");
        page.locator("#change-again").fill("twelve letters and more");
        page.getByText("Change protection").click();
        assertThat(page.locator("#part-vault .wrong")).hasText("The two passphrases differ.");
        assertThat(page.locator("#change-again")).isFocused();
        assertThat(panel.agent
                        .parts()
                        .vault()
                        .status()
                        .keyring()
                        .orElseThrow()
                        .main()
                        .kind())
                .isEqualTo(ProtectorKind.KEY_FILE);
    }

    @Test
    void aBackupIsTakenAwayAndVerified(@TempDir Path downloads) throws IOException {
        var page = panel.at("/ui/settings/backup");
        page.getByLabel("Only for this machine").check();
        var file = page.waitForDownload(() -> page.getByText("Make backup").click());
        var kept = downloads.resolve("slipway.backup");
        file.saveAs(kept);
        assertThat(Files.size(kept)).isGreaterThan(1000);

        page.locator("#verify-file").setInputFiles(kept);
        page.getByText("Verify", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".said.good")).containsText("is whole");
        page.locator("#restore-file").setInputFiles(kept);
        page.getByText("Read and restore").click();
        assertThat(page.locator(".said.good").nth(1)).containsText("lab");
        Files.writeString(kept, "no backup at all");
        page.locator("#verify-file").setInputFiles(kept);
        page.getByText("Verify", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".said[role=alert]")).containsText("BACKUP");
    }

    @Test
    void whereVmsReachUsIsSaidAndAWrongAddressIsToldAtItsField() {
        var page = panel.at("/ui/settings/network");
        assertThat(page.locator(".reached").first()).containsText("https://");
        page.locator("#lan-addresses").fill("gate.example");
        page.getByText("Use this", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("#lan-addresses")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("#part-network .wrong")).containsText("numeric IP addresses");
        page.getByText("Switch off", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        assertThat(page.locator("#lan-off")).containsText("cannot report any more");
    }

    @Test
    void newJobsAreHeldBackAndGoOn() {
        var page = panel.at("/ui/settings/work");
        page.getByText("Hold new jobs back").click();
        assertThat(page.locator("#part-work")).containsText("New jobs are held back.");
        assertThat(panel.agent.parts().jobs().pausesNew()).isTrue();
        page.getByText("Let new jobs begin").click();
        assertThat(page.locator("#part-work")).containsText("New jobs begin as soon as");
        assertThat(panel.agent.parts().jobs().pausesNew()).isFalse();
    }

    @Test
    @Tag("F170")
    void aBundleIsLookedAtBeforeItIsTaken(@TempDir Path downloads) throws IOException {
        var page = panel.at("/ui/settings/diagnostics?check=now");
        assertThat(page.locator("#part-diagnostics")).containsText("checks are well");
        page.getByText("Show what would be in it").click();
        assertThat(page.locator(".entry")).not().hasCount(0);
        page.locator(".entry")
                .filter(new Locator.FilterOptions().setHasText("threads.txt"))
                .locator("input")
                .uncheck();
        var file =
                page.waitForDownload(() -> page.getByText("Download the bundle").click());
        var kept = downloads.resolve("bundle.zip");
        file.saveAs(kept);

        try (var zip = new ZipFile(kept.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains("doctor.txt")
                    .doesNotContain("threads.txt");
        }
    }

    @Test
    @Tag("F170")
    void thePageAboutTheProgramSaysWhereThingsAreToAdministratorsOnly() {
        var page = panel.at("/ui/about");
        assertThat(page.locator("main")).containsText("http://127.0.0.1:" + panel.agent.adminPort());
        assertThat(page.locator("main")).containsText("slipway.log");
        assertThat(page.locator("main")).containsText("Inter and JetBrains Mono");

        var reader = panel.reader("/ui/about");
        assertThat(reader.locator("main")).containsText("Memory");
        assertThat(reader.locator("main")).not().containsText("slipway.log");
    }

    @Test
    @Tag("F187")
    void everyRouteOfTheApiIsFoundAndHasAnAddress() {
        var page = panel.at("/ui/api?q=hosts+post");
        assertThat(page.locator(".routes li").first()).isVisible();
        assertThat(page.locator(".routes li").filter(new Locator.FilterOptions().setHasNotText("POST")))
                .hasCount(0);
        page.locator("[id='hosts.add'] a").click();
        page.waitForURL(panel.url("/ui/api/hosts.add"));
        assertThat(page.locator("main")).containsText("HOST_KEY");
        page.locator("main a[href*='/documents/']").first().click();
        assertThat(page.locator("main pre")).containsText("{");
        page.goBack();
        assertThat(page.locator("h1")).containsText("/api/v1/hosts");
        assertThat(page.navigate(panel.url("/ui/api/hosts.nothing")).status()).isEqualTo(404);
    }

    @Test
    void whoMayOnlyLookSeesTheSettingsAndChangesNone() {
        var page = panel.reader("/ui/settings/vault");
        assertThat(page.locator("#part-vault")).containsText("Open");
        assertThat(page.locator("main button")).hasCount(0);
        assertThat(page.locator(".settings-parts li")).hasCount(7);
        assertThat(page.navigate(panel.url("/ui/settings/access")).status()).isEqualTo(403);
    }

    @Test
    void theProofCardIsPrintedAloneAndDarkOnWhite() {
        var vm = panel.agent.parts().vms().require(TenantId.DEFAULT, "PC-01");
        var page = panel.signedIn(Locale.ENGLISH, ColorScheme.DARK, 1280, 800);
        page.navigate(panel.url("/ui/vms/" + vm.id() + "?tab=proof&compare=now"));
        assertThat(page.locator(".verdict")).isVisible();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

        assertThat(page.locator("table.proof")).isVisible();
        for (var gone : new String[] {".bar", ".rail", ".tabs", ".deeds", "#toasts"}) {
            assertThat(page.locator(gone)).isHidden();
        }
        assertThat(page.evaluate("getComputedStyle(document.querySelector('table.proof td')).color"))
                .as("the light theme's text")
                .isEqualTo("rgb(21, 32, 43)");
        assertThat(page.locator("main")).containsText("Compared");
    }

    @Test
    void everyPlaceFitsEveryWindowAndIsAccessible() {
        for (int width : new int[] {360, 1280, 2560}) {
            for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                var page = panel.signedIn(Locale.of(scheme == ColorScheme.DARK ? "ru" : "en"), scheme, width, 800);
                for (var path : PATHS) {
                    page.navigate(panel.url(path));
                    ControlPanel.assertFits(page);
                    ControlPanel.assertAccessible(page);
                }
            }
        }
    }
}
