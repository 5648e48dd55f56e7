package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The profiles in a real browser: the list, one profile, the editor with all that may happen to it. */
@Timeout(180)
@Tag("pages")
class ProfilePagesTest {
    private static final Caller OPERATOR = Caller.localOperator();
    private static final String ZONE = "at/locale/timeZone";
    private static ControlPanel panel;
    private static ProfileShelf shelf;

    @BeforeAll
    static void open(@TempDir Path folder) {
        panel = new ControlPanel(folder);
        shelf = new ProfileShelf(panel);
    }

    @AfterAll
    static void close() {
        if (panel != null) {
            panel.close();
        }
    }

    private static Locator row(Page page, String name) {
        return page.locator("#live tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    }

    @Test
    void aMistakeIsSaidAtItsFieldWhenItIsLeftMendedSavedAndCompared() {
        var profile = shelf.stored("Mended");
        var page = shelf.editing(profile, "?section=region");
        assertThat(page.locator("#edit-save-button")).isDisabled();

        ProfileShelf.at(page, ZONE).fill("Nowhere");
        assertThat(page.locator("#editor-rows .wrong")).hasCount(0);
        page.keyboard().press("Tab");
        assertThat(page.locator("#editor-rows .wrong")).containsText("Windows time zone");
        assertThat(ProfileShelf.at(page, ZONE)).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("#section-region")).containsText("1 mistake");
        assertThat(page.locator(".mistakes")).containsText("1 mistake");

        ProfileShelf.at(page, "section-basics").click();
        assertThat(ProfileShelf.at(page, ZONE)).hasCount(0);
        page.locator("#edit-save-button").click();
        assertThat(ProfileShelf.at(page, ZONE)).isFocused();
        ProfileShelf.at(page, ZONE).fill("W. Europe Standard Time");
        page.keyboard().press("Tab");
        assertThat(page.locator("#editor-rows .wrong")).hasCount(0);
        assertThat(page.locator("#editor-files .code-line.changed").first()).containsText("W. Europe Standard Time");

        page.locator("#edit-save-button").click();
        page.locator("#save-note").fill("new office");
        page.locator("#edit-save [type=submit]").click();
        assertThat(page.locator("#edit-version")).hasText("v2");
        assertThat(page.locator("#edit-save-button")).isDisabled();
        assertThat(shelf.zone(profile)).isEqualTo("W. Europe Standard Time");

        page.navigate(panel.url("/ui/profiles/" + profile.id() + "?tab=history"));
        assertThat(page.locator(".versions tbody tr").first()).containsText("new office");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Compare").setExact(true))
                .click();
        assertThat(page.locator(".differences tbody tr")).hasCount(1);
        assertThat(page.locator(".differences tbody tr")).containsText("Time zone");
        assertThat(page.locator(".differences .is")).containsText("Berlin");
        assertThat(page.url()).contains("from=1").contains("to=2");
    }

    @Test
    void whatSomebodyElseSavedMeanwhileIsSaidAndNothingIsOverwrittenUnseen() {
        var profile = shelf.stored("Contended");
        var page = shelf.editing(profile, "?section=region");
        ProfileShelf.at(page, ZONE).fill("Tokyo Standard Time");
        page.keyboard().press("Tab");
        assertThat(page.locator("#editor-bar .pill.warn")).isVisible();

        shelf.savedElsewhere(profile, "UTC-11");
        assertThat(page.locator(".overtaken")).containsText("Version 2 was saved elsewhere");
        page.locator("#edit-save-button").click();
        page.locator("#edit-save [type=submit]").click();
        page.waitForURL(panel.url("/ui/profiles/" + profile.id() + "/edit/compare"));
        assertThat(shelf.zone(profile)).isEqualTo("UTC-11");
        assertThat(page.locator(".differences .was")).containsText("UTC-11");
        assertThat(page.locator(".differences .is")).containsText("Tokyo");
        ControlPanel.assertAccessible(page);

        page.getByText("Save mine as v3").click();
        page.waitForURL(panel.url("/ui/profiles/" + profile.id() + "/edit"));
        assertThat(page.locator("#edit-version")).hasText("v3");
        assertThat(shelf.zone(profile)).isEqualTo("Tokyo Standard Time");
    }

    @Test
    void theOtherChoiceDropsMineAndLoadsTheirs() {
        var profile = shelf.stored("Yielding");
        var page = shelf.editing(profile, "?section=region");
        ProfileShelf.at(page, ZONE).fill("Tokyo Standard Time");
        page.keyboard().press("Tab");
        assertThat(page.locator("#editor-bar .pill.warn")).isVisible();
        shelf.savedElsewhere(profile, "UTC-11");
        page.locator(".overtaken a").click();
        page.getByText("Drop mine, load v2").click();

        page.waitForURL(panel.url("/ui/profiles/" + profile.id() + "/edit"));
        assertThat(page.locator("#edit-version")).hasText("v2");
        page.navigate(panel.url("/ui/profiles/" + profile.id() + "/edit?section=region"));
        assertThat(ProfileShelf.at(page, ZONE)).hasValue("UTC-11");
    }

    @Test
    void aNewProfileBeginsWithOneThatComesWithTheProductAndIsStoredUnderAName() {
        var page = panel.at("/ui/profiles/new");
        page.locator(".lines button").first().click();
        assertThat(page.locator("#edit-version")).hasText("not saved");
        assertThat(page.locator("#editor-files pre")).containsText("<unattend");
        page.locator("#edit-save-button").click();
        page.locator("#save-as-name").fill("From the preset");
        page.locator("#edit-save-as [type=submit]").click();
        assertThat(page.locator("#edit-version")).hasText("v1");

        page.navigate(panel.url("/ui/profiles"));
        assertThat(row(page, "From the preset")).hasCount(1);
        assertThat(row(page, "From the preset")).containsText("Windows 11");
    }

    @Test
    void aFileThatIsNoProfileIsRefusedPlaceByPlace() {
        var page = panel.at("/ui/profiles/new");
        var wrong = ProfileShelf.document();
        wrong.withObject("/locale").put("timeZone", "Nowhere");
        wrong.put("colour", "red");
        page.locator("#import-file")
                .setInputFiles(new FilePayload(
                        "bad.json", "application/json", wrong.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(page.locator("#import-text")).hasValue(wrong.toString());
        page.locator("#import [type=submit]").click();
        assertThat(page.locator("#import [role=alert]")).containsText("/colour");

        page.locator("#import-text").fill("{ \"schemaVersion\": 1,");
        page.locator("#import [type=submit]").click();
        assertThat(page.locator("#import [role=alert]")).containsText("line 1");
        page.locator("#import-text").fill("<html/>");
        page.locator("#import [type=submit]").click();
        assertThat(page.locator("#import [role=alert]")).containsText("unattend");
        assertThat(panel.signedIn().navigate(panel.url("/ui/profiles")).status())
                .isEqualTo(200);
    }

    @Test
    void anAnswerFileBecomesADraftWithAReportAndAPasswordOfItIsOnNoPage() {
        var page = panel.at("/ui/profiles/new");
        page.locator("#import-text").fill("""
                <?xml version="1.0" encoding="utf-8"?>
                <unattend xmlns="urn:schemas-microsoft-com:unattend">
                  <settings pass="oobeSystem">
                    <component name="Microsoft-Windows-Shell-Setup" processorArchitecture="amd64">
                      <TimeZone>Tokyo Standard Time</TimeZone>
                      <UserAccounts><LocalAccounts><LocalAccount>
                        <Name>mia</Name><Group>Administrators</Group>
                        <Password><Value>Qx7-canary-41zz</Value><PlainText>true</PlainText></Password>
                      </LocalAccount></LocalAccounts></UserAccounts>
                      <OddThing>1</OddThing>
                    </component>
                  </settings>
                </unattend>
                """);
        page.locator("#import [type=submit]").click();
        assertThat(page.locator("h1")).containsText("What became of");
        assertThat(page.locator(".report")).containsText("OddThing");
        page.getByText("Open in the editor").click();
        assertThat(page.locator("#edit-version")).hasText("not saved");
        assertThat(page.locator("#editor-files pre")).containsText("Tokyo");
        assertThat(page.content()).doesNotContain("Qx7-canary-41zz");
        page.locator("[data-open=edit-discard]").click();
        page.locator("#edit-discard [type=submit]").click();
        page.waitForURL(panel.url("/ui/profiles"));
    }

    @Test
    void aTypedPasswordGoesToTheServerOnceAndIsNeverOnThePage() {
        var profile = shelf.stored("Secretive");
        var page = shelf.editing(profile, "?section=accounts");
        var password = "at/accounts/users/0/password";
        ProfileShelf.at(page, password).click();
        ProfileShelf.at(page, password + "-new").fill("Hx9-canary-secret-77");
        page.keyboard().press("Enter");
        assertThat(page.locator(".secret-state").first()).containsText("New, not saved yet");
        assertThat(page.content()).doesNotContain("Hx9-canary");
        assertThat(page.locator("#editor-files pre")).containsText("••••");
        page.reload();
        assertThat(page.locator(".secret-state").first()).containsText("New, not saved yet");
        assertThat(page.content()).doesNotContain("Hx9-canary");

        page.locator("#edit-save-button").click();
        page.locator("#edit-save [type=submit]").click();
        assertThat(page.locator("#edit-version")).hasText("v2");
        var kept = shelf.profiles().get(OPERATOR, profile.id()).document().stored();
        assertThat(kept.at("/accounts/users/0/password/value").asString("")).isEqualTo("Hx9-canary-secret-77");
        var file = page.request().get(panel.url("/ui/profiles/" + profile.id() + "/export"));
        assertThat(file.headers().get("content-disposition")).contains("Secretive.json");
        assertThat(Json.parseObject(file.text()).path("name").asString("")).isEqualTo("Secretive");
        assertThat(file.text()).doesNotContain("Hx9-canary");
    }

    @Test
    void twoTabsShowTheSameDraftAndNoneSavesWhatItDoesNotShow() {
        var profile = shelf.stored("In two tabs");
        var first = shelf.editing(profile, "?section=region");
        var second = panel.tab(first);
        second.navigate(first.url());
        ProfileShelf.at(second, ZONE).fill("GMT Standard Time");
        second.keyboard().press("Tab");
        assertThat(ProfileShelf.at(first, ZONE)).hasValue("GMT Standard Time");

        // The other tab goes on while the question is open here.
        first.locator("#edit-save-button").click();
        assertThat(first.locator("#edit-save")).isVisible();
        ProfileShelf.at(second, ZONE).fill("Tokyo Standard Time");
        second.keyboard().press("Tab");
        assertThat(ProfileShelf.at(first, ZONE)).hasValue("Tokyo Standard Time");
        first.locator("#edit-save [type=submit]").click();
        assertThat(first.locator("#edit-save")).containsText("changed in another tab");
        assertThat(shelf.profiles().get(OPERATOR, profile.id()).version()).isOne();
        first.keyboard().press("Escape");
        first.locator("#edit-save-button").click();
        first.locator("#edit-save [type=submit]").click();
        assertThat(first.locator("#edit-version")).hasText("v2");
        assertThat(shelf.zone(profile)).isEqualTo("Tokyo Standard Time");
    }

    @Test
    void aDraftOutlivesTheDeletionOfItsProfileAndIsStoredAsAnother() {
        var profile = shelf.stored("Deleted meanwhile");
        var page = shelf.editing(profile, "?section=region");
        ProfileShelf.at(page, ZONE).fill("Tokyo Standard Time");
        page.keyboard().press("Tab");
        assertThat(page.locator("#editor-bar .pill.warn")).isVisible();
        var other = panel.tab(page);
        other.navigate(panel.url("/ui/profiles/" + profile.id()));
        other.locator("[data-open=profile-delete]").click();
        assertThat(other.locator("#profile-delete")).containsText("stays as a draft");
        other.locator("#delete-name").fill("Deleted meanwhile");
        other.locator("#profile-delete [type=submit]").click();
        other.waitForURL(panel.url("/ui/profiles"));

        assertThat(page.locator(".overtaken")).containsText("deleted elsewhere");
        page.locator("#edit-save-button").click();
        page.locator("#edit-save-as [name=name]").fill("Rescued");
        page.locator("#edit-save-as [type=submit]").click();
        assertThat(page.locator("h1")).hasText("Rescued");
        assertThat(shelf.profiles().list(OPERATOR)).anyMatch(each -> each.name().equals("Rescued"));
    }

    @Test
    void aDraftOutlivesItsPageAndLeavingItIsAsked() {
        var profile = shelf.stored("Interrupted");
        var page = shelf.editing(profile, "?section=region");
        ProfileShelf.at(page, ZONE).fill("Tokyo Standard Time");
        page.keyboard().press("Tab");
        assertThat(page.locator("#editor-bar .pill.warn")).isVisible();

        page.locator("#nav a[href='/ui/vms']").click();
        assertThat(page.locator("#leave")).isVisible();
        page.locator("#leave [data-close]").click();
        page.locator("#nav a[href='/ui/profiles']").click();
        page.locator("[data-leave=keep]").click();
        page.waitForURL(panel.url("/ui/profiles"));
        var draft = page.locator(".needs li").filter(new Locator.FilterOptions().setHasText("Interrupted"));
        assertThat(draft).containsText("on top of v1");

        draft.locator(".btn").click();
        assertThat(page.locator("#editor-bar .pill.warn")).isVisible();
        page.locator("#form-undo").click();
        assertThat(page.locator("#editor-bar .pill.warn")).hasCount(0);
        assertThat(page.locator("#form-redo")).isEnabled();
    }

    @Test
    @Tag("F169")
    void settingsAreFoundByWordsAndEachViewHasAnAddress() {
        var profile = shelf.stored("Searched");
        var page = shelf.editing(profile, "?section=region");
        assertThat(ProfileShelf.at(page, "at/locale/systemLocale")).hasCount(0);
        page.locator("#form-expert").click();
        assertThat(ProfileShelf.at(page, "at/locale/systemLocale")).isVisible();
        assertThat(page.url()).contains("view=expert");
        page.goBack();
        assertThat(ProfileShelf.at(page, "at/locale/systemLocale")).hasCount(0);

        page.locator("#form-search").fill("widgets");
        assertThat(page.locator("#editor-rows")).containsText("1 setting fits");
        page.locator("#editor-rows .found a").click();
        assertThat(page.locator("#section-settings")).hasAttribute("aria-current", "true");
        assertThat(page.locator("#form-search")).hasValue("");
        ProfileShelf.at(page, "at/settings/disableWidgets").uncheck();
        assertThat(page.locator("#editor-bar .pill.warn")).isVisible();
        ProfileShelf.at(page, "at/settings/disableWidgets").check();
        page.locator("[data-at='/settings/disableWidgets'][data-step=reset]").click();
        assertThat(ProfileShelf.at(page, "at/settings/disableWidgets")).not().isChecked();
    }

    @Test
    void theKeyboardAloneEditsAndSaves() {
        var profile = shelf.stored("Keyed");
        var page = shelf.editing(profile, "?section=accounts");
        var add = ProfileShelf.at(page, "at/accounts/users-add");
        add.focus();
        page.keyboard().press("Enter");
        var name = ProfileShelf.at(page, "at/accounts/users/1/name");
        assertThat(name).isVisible();
        name.focus();
        page.keyboard().type("ann");
        page.keyboard().press("Tab");
        var generate = ProfileShelf.at(page, "at/accounts/users/1/password-generate");
        generate.focus();
        page.keyboard().press("Enter");
        assertThat(ProfileShelf.at(page, "at/accounts/users/1/password-length")).hasValue("20");
        page.keyboard().press("Control+s");
        assertThat(page.locator("#edit-save")).isVisible();
        assertThat(page.locator("#save-note")).isFocused();
        page.keyboard().type("one more");
        page.keyboard().press("Enter");

        assertThat(page.locator("#edit-version")).hasText("v2");
        var users =
                shelf.profiles().get(OPERATOR, profile.id()).document().stored().at("/accounts/users");
        assertThat(users.get(1).path("name").asString("")).isEqualTo("ann");
    }

    @Test
    void aProfileIsCopiedRenamedMadeTheDefaultAndDeletedWhenItsNameWasTyped() {
        var profile = shelf.stored("Doomed");
        var page = panel.at("/ui/profiles");
        row(page, "Doomed").locator("summary").click();
        row(page, "Doomed").getByText("Duplicate").click();
        page.locator("#duplicate-name").fill("Doomed");
        page.locator("#profile-duplicate [type=submit]").click();
        assertThat(page.locator("#profile-duplicate [role=alert]")).containsText("already have a profile");
        page.locator("#duplicate-name").fill("Copy of it");
        page.locator("#profile-duplicate [type=submit]").click();
        assertThat(page.locator("h1")).hasText("Copy of it");

        page.locator("[data-open=profile-rename]").click();
        page.locator("#rename-name").fill("Kept");
        page.locator("#profile-rename [type=submit]").click();
        assertThat(page.locator("h1")).hasText("Kept");
        page.getByText("Use when an order names none").click();
        assertThat(page.locator("#live .pill.accent")).hasText("default");

        page.navigate(panel.url("/ui/profiles/" + profile.id() + "?ask=delete"));
        assertThat(page.locator("#profile-delete")).containsText("cannot be taken back");
        page.locator("#delete-name").fill("Doom");
        page.locator("#profile-delete [type=submit]").click();
        assertThat(page.locator("#profile-delete .wrong")).containsText("Doomed");
        page.locator("#delete-name").fill("Doomed");
        page.locator("#profile-delete [type=submit]").click();
        page.waitForURL(panel.url("/ui/profiles"));
        assertThat(row(page, "Doomed")).hasCount(0);
        assertThat(row(page, "Kept")).hasCount(1);
    }

    @Test
    void anOlderVersionIsRestoredAsANewOne() {
        var profile = shelf.stored("Restored");
        shelf.savedElsewhere(profile, "UTC-11");
        var page = panel.at("/ui/profiles/" + profile.id() + "?tab=history");
        page.locator("[data-open=restore-1]").click();
        page.locator("#restore-1 [type=submit]").click();
        assertThat(page.locator(".versions tbody tr")).hasCount(3);
        assertThat(shelf.zone(profile)).isEqualTo("UTC");
    }

    @Test
    void whoMayOnlyReadSeesWhatItSetsAndNoActions() {
        var profile = shelf.stored("Looked at");
        var reader = new Caller(TenantId.DEFAULT, "operator", Caller.Role.READ);
        var page = panel.stranger(Locale.ENGLISH, ColorScheme.LIGHT, 1280, 800);
        page.navigate(panel.url(
                "/enter#" + panel.agent.parts().sessions().code(reader).reveal()));
        page.waitForURL(panel.url("/ui"));
        page.navigate(panel.url("/ui/profiles/" + profile.id()));
        assertThat(page.locator(".sets")).containsText("worker");
        assertThat(page.locator("main [data-open], main form, main .btn")).hasCount(0);
        page.navigate(panel.url("/ui/profiles/" + profile.id() + "?tab=files"));
        assertThat(page.locator("#file-text")).containsText("<unattend");
        page.navigate(panel.url("/ui/profiles"));
        assertThat(row(page, "Looked at")).hasCount(1);
        assertThat(page.locator("#live .btn")).hasCount(0);
        assertThat(page.navigate(panel.url("/ui/profiles/" + profile.id() + "/edit"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatIsNotThereAndWhatMakesNoSenseHasAPageThatSaysSo() {
        var profile = shelf.stored("Asked oddly");
        var page = panel.signedIn();
        var path = panel.url("/ui/profiles/" + profile.id());
        assertThat(page.navigate(panel.url("/ui/profiles/nothing")).status()).isEqualTo(404);
        assertThat(page.navigate(panel.url("/ui/profiles/nothing/edit")).status())
                .isEqualTo(404);
        assertThat(page.navigate(path + "?tab=odd").status()).isEqualTo(400);
        assertThat(page.navigate(path + "/compare?from=x").status()).isEqualTo(400);
        assertThat(page.navigate(path + "/compare?from=1&to=9").status()).isEqualTo(404);
        assertThat(page.navigate(path + "/edit?view=odd").status()).isEqualTo(400);
        assertThat(page.navigate(path + "/edit?section=odd").status()).isEqualTo(200);
    }

    @Test
    void everyPartIsReadableInLightAndDarkInRussianAndAtEveryWidth() throws IOException {
        var profile = shelf.stored("Офис и «Склад» с длинным названием");
        shelf.savedElsewhere(profile, "UTC-11");
        var path = "/ui/profiles/" + profile.id();
        var typing = shelf.editing(shelf.stored("Draft"), "?section=region");
        ProfileShelf.at(typing, ZONE).fill("Nowhere");
        typing.keyboard().press("Tab");
        assertThat(typing.locator("#editor-rows .wrong")).isVisible();
        ControlPanel.assertAccessible(typing);
        var pictures = System.getProperty("slipway.pictures", "");
        for (int width : new int[] {360, 1280, 2560}) {
            var scheme = width == 1280 ? ColorScheme.DARK : ColorScheme.LIGHT;
            var page = panel.signedIn(width == 2560 ? Locale.ENGLISH : Locale.of("ru"), scheme, width, 800);
            for (var part : List.of(
                    "/ui/profiles",
                    "/ui/profiles/new",
                    path,
                    path + "?tab=files",
                    path + "?tab=history",
                    path + "/compare",
                    path + "/edit?section=accounts",
                    path + "/edit?section=removal&view=expert",
                    path + "/edit?q=%D0%B7%D0%BE%D0%BD")) {
                page.navigate(panel.url(part));
                if (part.contains("/edit")) {
                    assertThat(page.locator("#editor-files")).not().hasAttribute("aria-busy", "true");
                }
                if (!pictures.isEmpty()) {
                    var name = part.replace(profile.id(), "one").replaceAll("[^a-z]+", "-") + "-" + width + ".png";
                    Files.write(Path.of(pictures, name), page.screenshot());
                }
                ControlPanel.assertFits(page);
                ControlPanel.assertAccessible(page);
            }
        }
    }
}
