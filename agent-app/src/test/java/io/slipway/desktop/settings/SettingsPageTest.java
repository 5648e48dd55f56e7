package io.slipway.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Clipping;
import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.jobs.JobsRig;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.notify.NotificationKind;
import io.slipway.desktop.notify.NotificationMemory;
import io.slipway.desktop.os.Autostart;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import io.slipway.server.text.Languages;
import io.slipway.server.vault.VaultState;
import io.slipway.server.vault.key.ProtectorKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The settings in a real window, against a running agent. */
@Tag("fx")
@Timeout(120)
@ExtendWith(Display.class)
class SettingsPageTest {
    private static final String PASSPHRASE = "seventeen blue whales";

    @TempDir
    Path folder;

    private final AtomicInteger restyled = new AtomicInteger();
    private JobsRig rig;
    private PreferencesFile preferences;

    @BeforeEach
    void open() {
        rig = new JobsRig(folder.resolve("data"));
        preferences = PreferencesFile.open(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void show(String part) {
        show(Theme.LIGHT, Languages.ENGLISH, part);
    }

    private void show(Theme theme, Locale language, String part) {
        var autostart = Autostart.of(
                "Linux", Map.of("XDG_CONFIG_HOME", folder.toString()), folder, List.of("/opt/slipway/bin/slipway"));
        rig.open(
                theme,
                language,
                desk -> new SettingsPage(desk, preferences, restyled::incrementAndGet, autostart),
                new Place.Settings(Optional.of(part)));
    }

    private void press(String id) {
        rig.press(id);
    }

    private void type(String id, String words) {
        var field = rig.node(id, TextField.class);
        Fx.run(() -> field.setText(words));
    }

    @SuppressWarnings("unchecked")
    private <T> void choose(String id, T value) {
        var box = (ComboBox<T>) rig.node(id, ComboBox.class);
        Fx.run(() -> box.setValue(value));
    }

    @Test
    void languageAndThemeCountAtOnce() {
        show("general");

        choose("language", "ru");
        Fx.until("the window is built anew", () -> restyled.get() == 1);
        assertThat(preferences.get().language()).contains("ru");
        choose("theme", "dark");
        Fx.until("the window is built anew", () -> restyled.get() == 2);
        assertThat(PreferencesFile.open(folder.resolve("data")).get().look()).contains("dark");

        show(Theme.DARK, Languages.RUSSIAN, "general");
        rig.awaitWords("Действует сразу.");
        choose("language", "system");
        Fx.until("the window is built anew", () -> restyled.get() == 3);
        assertThat(preferences.get().language()).isEmpty();
    }

    @Test
    void startingWithTheSessionIsWhatTheSystemSays() {
        show("general");
        rig.awaitWords("It does not start by itself.");

        press("start-with-session");
        rig.awaitWords("It starts by itself.");
        assertThat(folder.resolve("autostart/slipway.desktop"))
                .content()
                .contains("Exec=\"/opt/slipway/bin/slipway\" \"--tray\"");

        press("start-with-session");
        rig.awaitWords("It does not start by itself.");
        assertThat(folder.resolve("autostart/slipway.desktop")).doesNotExist();
    }

    @Test
    void eachKindOfMessageHasItsSwitch() {
        show("notifications");

        press("notify-finished");

        var memory = NotificationMemory.of(PreferencesFile.open(folder.resolve("data")));
        assertThat(memory.enabled(NotificationKind.FINISHED)).isFalse();
        assertThat(memory.enabled(NotificationKind.FAILED)).isTrue();
    }

    @Test
    void theVaultIsLockedUnlockedAndProtectedInAnotherWay() {
        show("vault");
        rig.awaitWords("A key file");
        choose("change-protector", ProtectorKind.PASSPHRASE);
        type("change-passphrase", PASSPHRASE);
        type("change-again", PASSPHRASE + "?");
        press("vault-change");
        rig.awaitWords("The two passphrases differ.");
        type("change-again", PASSPHRASE);
        press("vault-change");
        rig.awaitWords("The key is kept in the new way.");
        var vault = rig.agent.parts().vault();
        assertThat(vault.status().keyring().orElseThrow().main().kind()).isEqualTo(ProtectorKind.PASSPHRASE);

        press("vault-lock");
        rig.awaitWords("The vault is locked.");
        assertThat(vault.status().state()).isEqualTo(VaultState.LOCKED);
        type("vault-passphrase", "seventeen red whales");
        press("vault-unlock");
        rig.awaitWords("VAULT_PASSPHRASE_WRONG");
        type("vault-passphrase", PASSPHRASE);
        press("vault-unlock");
        rig.awaitWords("The vault is open.");
        assertThat(vault.isOpen()).isTrue();
    }

    @Test
    void recoveryWordsAreShownOnceAfterAQuestionAndOpenTheVault() {
        show("vault");
        press("vault-words");
        rig.awaitWords("Show new recovery words now?");
        rig.click("question-yes");
        rig.await("recovery-words");
        var words = Fx.get(() -> rig.find("recovery-words").orElseThrow().lookupAll(".label").stream()
                .map(label -> ((javafx.scene.control.Label) label).getText())
                .sorted(java.util.Comparator.comparingInt(line -> Integer.parseInt(line.split(" ", 2)[0])))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList());
        assertThat(words).hasSize(24);
        press("words-written");
        Fx.until("the words are gone", () -> rig.find("recovery-words").isEmpty());

        rig.agent.parts().vault().lock();
        show("vault");
        rig.await("recover-words");
        type("recover-words", String.join(" ", words));
        press("vault-recover");
        rig.awaitWords("The vault is open again.");
        assertThat(rig.agent.parts().vault().isOpen()).isTrue();
    }

    @Test
    void secretsGoInAndNeverComeOut() {
        rig.withHost();
        show("secrets");
        type("secret-label", "corp join account");
        type("secret-value", "canary-7f3a91");
        press("secret-add");
        rig.awaitWords("“corp join account” is kept.");
        var secrets = rig.agent.parts().secrets();
        var id = secrets.require(TenantId.DEFAULT, "corp join account").id();

        type("secret-value-" + id, "canary-8b2c02");
        press("secret-rotate-" + id);
        rig.awaitWords("The new value counts from now on.");
        assertThat(secrets.require(TenantId.DEFAULT, id).version()).isEqualTo(2);
        press("secret-bind-" + id);
        rig.awaitWords("host lab (password)");

        assertThat(everything()).doesNotContain("canary-");
    }

    private String everything() {
        return Fx.get(() -> {
            var all = new StringBuilder();
            collect(rig.scene().getRoot(), all);
            return all.toString();
        });
    }

    private static void collect(Node node, StringBuilder all) {
        if (node instanceof javafx.scene.control.Labeled labeled) {
            all.append(labeled.getText()).append('\n');
        }
        if (node instanceof javafx.scene.control.TextInputControl field) {
            all.append(field.getText()).append('\n');
        }
        if (node instanceof javafx.scene.Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, all));
        }
    }

    @Test
    void aTokenIsShownOnceAndCanBeRevoked() {
        show("access");
        type("token-label", "inventory");
        press("token-make");
        var text = rig.node("token-text", TextField.class).getText();
        var tokens = rig.agent.parts().apiTokens();
        assertThat(tokens.verify(text)).map(Caller::role).contains(Caller.Role.READ);
        press("token-kept");
        Fx.until("it is gone", () -> rig.find("token-text").isEmpty());
        assertThat(everything()).doesNotContain(text);

        var id = tokens.list(Caller.localOperator()).stream()
                .filter(token -> token.label().equals("inventory"))
                .findFirst()
                .orElseThrow()
                .id();
        press("token-revoke-" + id);
        rig.awaitWords("No token yet.");
        assertThat(tokens.verify(text)).isEmpty();
    }

    @Test
    void noSecretStaysWhenItsPartGoesOutOfSight() {
        show("access");
        type("token-label", "inventory");
        press("token-make");
        rig.await("token-text");
        select("vault");
        select("access");
        assertThat(rig.find("token-text")).isEmpty();

        select("backup");
        var words = rig.node("restore-words", TextField.class);
        Fx.run(() -> words.setText("canary-words"));
        select("secrets");
        assertThat(Fx.<String>get(words::getText)).isEmpty();
        var value = rig.node("secret-value", TextField.class);
        Fx.run(() -> value.setText("canary-value"));
        select("vault");
        assertThat(Fx.<String>get(value::getText)).isEmpty();
        choose("change-protector", ProtectorKind.PASSPHRASE);
        type("change-passphrase", "canary-passphrase");
        select("general");
        select("vault");
        rig.await("change-passphrase");
        assertThat(everything()).doesNotContain("canary-");
    }

    @SuppressWarnings("unchecked")
    private void select(String part) {
        var list = (ListView<Part>) rig.node("settings-parts", ListView.class);
        Fx.run(() -> list.getItems().stream()
                .filter(one -> one.key().equals(part))
                .findFirst()
                .ifPresent(list.getSelectionModel()::select));
    }

    @Test
    void whereVmsReachUsIsChosenTestedAndTheFirewallsCommandShown() {
        show("network");
        rig.awaitWords("VMs reach https://127.0.0.1");
        press("lan-check");
        rig.awaitWords("answers on this machine");
        assertThat(rig.words()).containsAnyOf("No firewall was seen", "ufw", "firewalld", "nftables");

        type("lan-port", "70000");
        press("lan-save");
        rig.awaitWords("A port is a number from 1 to 65535.");
        Fx.run(() -> ((javafx.scene.control.RadioButton) rig.find("lan-off").orElseThrow()).setSelected(true));
        type("lan-port", "8443");
        press("lan-save");
        rig.awaitWords("Nothing listens for VMs now.");
        assertThat(rig.agent.parts().lan().endpoints().urls()).isEmpty();
    }

    @Test
    void aBackupIsMadeVerifiedAndComparedWithWhatIsHere() throws Exception {
        rig.withHost();
        show("backup");
        var file = folder.resolve("slipway.backup");
        type("backup-file", "relative");
        press("backup-make");
        rig.awaitWords("Name a file with its whole path.");
        type("backup-file", file.toString());
        if (!Fx.get(() -> rig.node("backup-here", CheckBox.class).isSelected())) {
            press("backup-here");
        }
        press("backup-make");
        rig.awaitWords("was written");
        assertThat(Files.size(file)).isPositive();

        type("restore-file", file.toString());
        press("backup-verify");
        rig.awaitWords("is whole.");
        press("restore-look");
        rig.awaitWords("would change this:");
        assertThat(rig.words()).contains("host lab");
    }

    @Test
    void newJobsAreHeldBackUntilTheyAreLetGo() {
        show("work");
        press("pause-new");
        Fx.until("held back", () -> rig.agent.parts().jobs().pausesNew());
        press("pause-new");
        Fx.until("let go", () -> !rig.agent.parts().jobs().pausesNew());
    }

    @Test
    void aSettingIsFoundByAnyOfItsWords() {
        show("general");
        var list = rig.node("settings-parts", ListView.class);

        for (var query :
                Map.of("firewall", 1, "browsers", 1, "no such words", 0).entrySet()) {
            type("settings-search", query.getKey());
            assertThat(Fx.<Integer>get(() -> list.getItems().size()))
                    .as(query.getKey())
                    .isEqualTo(query.getValue());
        }
        type("settings-search", "");
        assertThat(Fx.<Integer>get(() -> list.getItems().size())).isEqualTo(9);
    }

    @Test
    void noWordIsCutInAnyLanguageAndPicturesAreTaken() {
        rig.withHost();
        for (var language : List.of(Languages.PSEUDO, Languages.ENGLISH, Languages.RUSSIAN)) {
            var theme = language.equals(Languages.RUSSIAN) ? Theme.DARK : Theme.LIGHT;
            for (var part : List.of("general", "network", "vault", "secrets", "access", "backup", "work", "logs")) {
                show(theme, language, part);
                Fx.until("it is drawn", () -> rig.find("settings-part").isPresent());
                if (part.equals("vault")) {
                    rig.await("vault-lock");
                }
                assertThat(Fx.get(() -> Clipping.in(rig.scene().getRoot())))
                        .as(part + " " + language)
                        .isEmpty();
                rig.picture("settings-" + part + "-" + language + "-" + theme);
            }
        }
    }
}
