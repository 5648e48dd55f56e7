package io.slipway.server.web.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.ProfileChange;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Secrets and discs of profiles in a real browser: what fills a password, what a disc that is saved holds. */
@Timeout(180)
@Tag("pages")
class ProfileSecretsPagesTest {
    private static final Caller OPERATOR = Caller.localOperator();
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

    private static String saved(Page page, Runnable deed) {
        var download = page.waitForDownload(deed);
        try (var in = download.createReadStream()) {
            return download.suggestedFilename() + "\n" + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A password in an answer file: with the element's name behind it, in UTF-16 and base64. */
    private static String asWindowsReads(String password) {
        return Base64.getEncoder().encodeToString((password + "Password").getBytes(StandardCharsets.UTF_16LE));
    }

    private static long bindings(StoredProfile profile) {
        return panel.agent.parts().secrets().bindings(TenantId.DEFAULT).stream()
                .filter(each -> each.target().scopeId().equals(profile.id()))
                .count();
    }

    private static void createSecret(String label, String value) {
        panel.agent.parts().secrets().create(OPERATOR, label, Secret.of(value));
    }

    @Test
    void aPasswordComesFromTheVaultOnceItIsChosenAndNoLongerWhenItIsTakenBack() {
        createSecret("office password", "Vault-canary-31xq");
        createSecret("lab password", "Vault-canary-52yr");
        var profile = shelf.stored("From the vault");
        var page = shelf.editing(profile, "?section=accounts");
        var password = "at/accounts/users/0/password";

        ProfileShelf.at(page, password + "-vault").click();
        ProfileShelf.at(page, password + "-secret").selectOption("office password");
        ProfileShelf.at(page, password + "-from").locator("[type=submit]").click();
        assertThat(page.locator(".filled").first()).containsText("Filled from the secret “office password”");
        assertThat(ProfileShelf.at(page, password + "-vault")).containsText("Another secret");
        assertThat(page.locator("#edit-version")).hasText("v1");
        assertThat(page.locator("#editor-bar .pill.warn")).hasCount(0);

        page.locator("#edit-iso").click();
        var disc = saved(page, () -> page.locator("#profile-iso [type=submit]").click());
        assertThat(disc.lines().findFirst()).hasValue("PC-01.iso");
        assertThat(disc.contains(asWindowsReads("Vault-canary-31xq"))).isTrue();
        assertThat(page.content()).doesNotContain("Vault-canary");
        assertThat(page.locator("#profile-iso")).isHidden();
        var shown = panel.tab(page);
        shown.navigate(panel.url("/ui/profiles/" + profile.id()));
        assertThat(shown.locator(".sets")).containsText("from the vault: “office password”");

        ProfileShelf.at(page, password + "-vault").click();
        ProfileShelf.at(page, password + "-secret").selectOption("lab password");
        ProfileShelf.at(page, password + "-from").locator("[type=submit]").click();
        assertThat(page.locator(".filled").first()).containsText("lab password");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop filling it"))
                .click();
        assertThat(page.locator(".filled")).hasCount(0);
        assertThat(ProfileShelf.at(page, password + "-vault")).isFocused();
        assertThat(bindings(profile)).isZero();
        assertThat(panel.complaints).isEmpty();
    }

    @Test
    void whatSomebodyElseChoseMeanwhileStaysAndAPlaceThatIsGoneTakesNoSecret() {
        createSecret("mine", "Vault-canary-61ab");
        createSecret("theirs", "Vault-canary-72cd");
        var secrets = panel.agent.parts().secrets();
        var two = ProfileShelf.document().put("name", "Bound twice");
        var users = two.withObject("/accounts").withArray("users");
        users.add(((ObjectNode) users.get(0).deepCopy()).put("name", "second"));
        var profile = shelf.profiles().create(OPERATOR, "Bound twice", false, two);
        var target = new SecretTarget(SecretScope.PROFILE, profile.id(), "/accounts/users/1/password");
        secrets.bind(OPERATOR, target, "mine");
        var page = shelf.editing(profile, "?section=accounts");
        assertThat(page.locator(".filled")).containsText("mine");

        secrets.bind(OPERATOR, target, "theirs");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop filling it"))
                .click();
        assertThat(page.locator("#toasts")).containsText("Meanwhile it is filled from “theirs”");
        assertThat(page.locator(".filled")).containsText("theirs");
        assertThat(bindings(profile)).isOne();

        // A question that is open stays open when something else is stored meanwhile.
        ProfileShelf.at(page, "at/accounts/users/1/password-vault").click();
        shelf.savedElsewhere(profile, "Tokyo Standard Time");
        assertThat(page.locator("#edit-version")).hasText("v2");
        assertThat(ProfileShelf.at(page, "at/accounts/users/1/password-from")).isVisible();
        secrets.unbind(OPERATOR, target);
        page.keyboard().press("Escape");
        assertThat(page.locator(".filled")).hasCount(0);

        var masked = profile.document().masked();
        masked.withObject("/accounts").withArray("users").remove(1);
        shelf.profiles().update(OPERATOR, profile.id(), ProfileChange.document(masked, 2, "no user"));
        var refused = (String) page.evaluate("""
                path => fetch(path + '/edit/bind', { method: 'POST', body: JSON.stringify({ at: '/accounts/users/1/password', secret: 'mine' }),
                    headers: { 'Content-Type': 'application/json', 'X-Slipway-Page': localStorage.getItem('slipway-page') } })
                    .then(answer => answer.text())""", "/ui/profiles/" + profile.id());
        assertThat(refused).contains("Save the profile first");
        assertThat(bindings(profile)).isZero();
        var reader = panel.reader("/ui");
        var bind = "{\"at\":\"/accounts/users/0/password\",\"secret\":\"mine\"}";
        for (var path : List.of("/edit/bind", "/edit/unbind", "/edit/iso", "/iso")) {
            assertThat(ControlPanel.sent(reader, "/ui/profiles/" + profile.id() + path, bind))
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void aDiscIsRefusedFieldByFieldAndComesWithWhatMustBeKnown() {
        var profile = shelf.stored("On a disc");
        var page = panel.at("/ui/profiles/" + profile.id() + "?ask=iso");
        page.locator("#iso-machine").fill("not a name");
        page.locator("#iso-mac").fill("12:34");
        page.locator("#profile-iso [type=submit]").click();
        assertThat(page.locator("#profile-iso .wrong")).hasCount(2);
        assertThat(page.locator("#iso-machine")).isFocused();
        assertThat(page.locator("#profile-iso .wrong").first()).containsText("1 to 63 letters");
        assertThat(page.locator("#profile-iso [name=reports]")).isEnabled();
        assertThat(page.locator("#profile-iso")).containsText("None of your playbooks is the usual one");

        page.locator("#iso-machine").fill("desk-7");
        page.locator("#iso-mac").fill("bc-24-11-00-00-01");
        page.locator("#profile-iso [name=reports]").check();
        var disc = saved(page, () -> page.locator("#profile-iso [type=submit]").click());
        assertThat(disc.lines().findFirst()).hasValue("desk-7.iso");
        assertThat(disc.contains("START.ps1")).isTrue();
        assertThat(disc.replace(" ", "").contains("\"mac\":\"BC:24:11:00:00:01\""))
                .isTrue();
        assertThat(page.locator("#profile-iso .said.good")).containsText("Passwords were generated for this VM");

        var playbooks = panel.agent.parts().playbooks();
        var usual = playbooks.create(OPERATOR, "After setup", true, Playbooks.builtIn());
        page.reload();
        assertThat(page.locator("#profile-iso")).containsText("Your usual playbook, “After setup”");
        disc = saved(page, () -> page.locator("#profile-iso [type=submit]").click());
        assertThat(disc.contains(usual.content()))
                .as("as on the discs of ordered VMs")
                .isTrue();
        playbooks.delete(OPERATOR, usual.id());

        var linux = shelf.profiles()
                .create(
                        OPERATOR,
                        "Linux disc",
                        false,
                        BuiltInProfiles.find("linux-basic").orElseThrow().stored());
        page.navigate(panel.url("/ui/profiles/" + linux.id() + "?ask=iso"));
        page.locator("#profile-iso [type=submit]").click();
        assertThat(page.locator("#iso-mac")).isFocused();
        assertThat(page.locator("#profile-iso .wrong")).hasCount(1);
        ControlPanel.assertAccessible(page);
    }

    @Test
    @Tag("F132")
    void anAccountThatWouldGetAnothersSecretIsNotSaved() {
        createSecret("for second", "Vault-canary-83ef");
        var two = ProfileShelf.document().put("name", "Bound second");
        var users = two.withObject("/accounts").withArray("users");
        users.add(((ObjectNode) users.get(0).deepCopy()).put("name", "second"));
        var profile = shelf.profiles().create(OPERATOR, "Bound second", false, two);
        var place = "/accounts/users/1/password";
        panel.agent.parts().secrets().bind(OPERATOR, SecretTarget.profilePlace(profile.id(), place), "for second");
        var page = shelf.editing(profile, "?section=accounts");

        ProfileShelf.at(page, "at/accounts/users/0-remove").click();
        page.locator("#edit-save-button").click();
        page.locator("#edit-save [type=submit]").click();

        assertThat(page.locator("#edit-save")).containsText("for second");
        assertThat(page.locator("#edit-save")).containsText("Stop filling that place");
        assertThat(shelf.profiles().get(OPERATOR, profile.id()).version()).isOne();
        assertThat(bindings(profile)).isOne();
        ControlPanel.assertAccessible(page);
    }
}
