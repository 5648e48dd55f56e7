package io.slipway.desktop.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Clipping;
import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.jobs.JobsRig;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.HostLimits;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.text.Languages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Hosts in a real window, against a running agent and the laboratory behind real SSH. */
@Tag("fx")
@Timeout(120)
@ExtendWith(Display.class)
class HostsPageTest {
    private static final String PASSWORD = "lab-root-password-4c7e";

    @TempDir
    Path folder;

    private JobsRig rig;

    @BeforeEach
    void open() {
        rig = new JobsRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void show(Place place) {
        show(Theme.LIGHT, Languages.ENGLISH, place);
    }

    private void show(Theme theme, Locale language, Place place) {
        rig.open(theme, language, HostsPage::new, place);
    }

    private void type(String id, String words) {
        Fx.run(() -> {});
        var field = rig.node(id, TextField.class);
        Fx.run(() -> {
            field.requestFocus();
            field.setText(words);
        });
    }

    /** Brings a control of the scrolled part into sight, as a wheel would, and clicks it. */
    private void press(String id) {
        rig.press(id);
    }

    private String key() {
        return rig.agent.parts().ssh().fetchHostKey("127.0.0.1", rig.lab.port()).toString();
    }

    @Test
    void aHostIsConnectedByItsRightFingerprintAndNotByAWrongOne() {
        show(new Place.AddHost("127.0.0.1", rig.lab.port()));
        type("add-name", "lab");
        press("add-next");

        rig.awaitWords("Is this 127.0.0.1?");
        assertThat(rig.node("shown-ssh-key", TextField.class).getText()).isEqualTo(key());
        type("add-compare", "SHA256:" + "A".repeat(43));
        press("add-yes");
        press("add-next");
        rig.awaitWords("This is not what the machine shows.");

        type("add-compare", key().substring(key().indexOf(' ') + 1));
        press("add-next");
        rig.awaitWords("Compare the fingerprint and tick the box");
        press("add-yes");
        press("add-next");

        rig.awaitWords("How does Slipway sign in to lab?");
        assertThat(rig.node("way-root-once", RadioButton.class).isDisabled())
                .as("the laboratory has no web interface, so no token")
                .isTrue();
        var secret = rig.node("sign-in-secret", PasswordField.class);
        Fx.run(() -> secret.setText("not the password"));
        press("add-next");
        rig.awaitWords("SSH_AUTH_FAILED");
        assertThat(Fx.<String>get(secret::getText)).isEmpty();
        Fx.run(() -> secret.setText(PASSWORD));
        press("add-next");

        rig.awaitWords("lab is connected.");
        assertThat(rig.words()).contains("Signed in as root");
        press("add-done");
        rig.awaitWords("Last answered");
        var host = rig.agent.parts().hosts().require(TenantId.DEFAULT, "lab");
        assertThat(host.hostKeyPin()).isEqualTo(key());
        rig.awaitWords("Answers");
        assertThat(rig.words()).contains("PVE 9", "2 templates");
    }

    @Test
    void whileSomebodyIsAskedThereIsNoWayOutThatWouldLoseTheAnswer() throws IOException {
        // It takes connections and says nothing.
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            show(new Place.AddHost("127.0.0.1", silent.getLocalPort()));
            press("add-next");
            rig.awaitWords("Asking 127.0.0.1");

            assertThat(rig.node("add-cancel", Button.class).isDisabled()).isTrue();
            rig.robot.type(KeyCode.ESCAPE);
            assertThat(rig.find("add-cancel")).isPresent();

            rig.open(Theme.LIGHT, Languages.ENGLISH, desk -> signIn(desk, silent.getLocalPort()), new Place.Help());
            var secret = rig.node("sign-in-secret", PasswordField.class);
            Fx.run(() -> secret.setText(PASSWORD));
            press("add-next");
            rig.awaitWords("Signing in to 127.0.0.1");

            assertThat(rig.node("add-back", Button.class).isDisabled()).isTrue();
            assertThat(rig.node("add-cancel", Button.class).isDisabled()).isTrue();
            assertThat(rig.node("way-password", RadioButton.class).isDisabled()).isTrue();
        }
    }

    private Page signIn(Desk desk, int port) {
        var shown = new AddHost.Shown(Optional.of(key()), Optional.empty());
        var step = new SignIn(
                desk,
                new AddHost.Confirmed("lab", "127.0.0.1", port, 1, shown),
                (host, report) -> {},
                () -> {},
                () -> {});
        var view = new StackPane(step.view());
        return new Page() {
            @Override
            public Node view() {
                return view;
            }

            @Override
            public void shown(Place place) {}
        };
    }

    @Test
    void aChangedKeyStopsTheHostUntilItIsComparedAndPinnedAnew() {
        rig.withHost();
        var before = key();
        rig.lab.changeHostKey(LaboratoryBuilder.newHostKey());
        rig.lab.dropConnections();
        show(new Place.Hosts(Optional.of("lab")));

        press("host-compare");
        rig.awaitWords("SSH key: differs from what is pinned");
        rig.awaitWords("Stopped");
        assertThat(rig.words()).contains(before, key(), "All work on this host has stopped.");

        press("repin-ssh-key");
        rig.awaitWords("Pin what lab shows now?");
        rig.robot.type(KeyCode.ESCAPE);
        Fx.until("the question is gone", () -> rig.find("question-yes").isEmpty());
        var hosts = rig.agent.parts().hosts();
        assertThat(hosts.require(TenantId.DEFAULT, "lab").hostKeyPin()).isEqualTo(before);

        press("repin-ssh-key");
        rig.click("question-yes");
        rig.awaitWords("SSH key: as pinned");
        assertThat(hosts.require(TenantId.DEFAULT, "lab").hostKeyPin()).isEqualTo(key());
        rig.awaitWords("Answers");
    }

    @Test
    void rightsAreShownRowByRowWithWhatEachIsFor() {
        rig.withHost();
        show(new Place.Hosts(Optional.of("lab")));

        press("host-rights-look");

        rig.awaitWords("Signed in as root");
        var report = rig.agent.parts().hosts().rights(rig.agent.parts().hosts().require(TenantId.DEFAULT, "lab"));
        assertThat(rig.words())
                .contains(report.rights().size() + " of " + report.rights().size() + " rights");
    }

    @Test
    void limitsAreChangedAtTheHostAndAnOrderKeepsToThem() {
        rig.withHost();
        show(new Place.Hosts(Optional.of("lab")));
        rig.await("limits-slots");
        type("limits-slots", "17");
        press("limits-save");
        rig.awaitWords("A host makes 1 to 16 VMs at the same time.");
        type("limits-slots", "1");
        type("limits-last", "900");
        press("limits-save");
        rig.awaitWords("the first is not above the last");
        type("limits-first", "700");
        press("limits-save");
        rig.awaitWords("New work keeps to them.");

        var limits = rig.agent.parts().hosts().require(TenantId.DEFAULT, "lab").limits();
        assertThat(limits).isEqualTo(new HostLimits(1, 700, 900));
        rig.awaitWords("VMs at once: 1, ids 700 to 900");
        rig.ended(rig.order("PC", 1, 2));
        assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT))
                .extracting(vm -> vm.nativeId().orElseThrow())
                .containsExactlyInAnyOrder("700", "701");
    }

    @Test
    void whatIsUnknownOfATemplateIsProvedByAVmThatReported() {
        rig.withHost();
        show(new Place.Hosts(Optional.of("lab")));
        press("host-templates-look");
        rig.awaitWords("An old answer file in C:\\Windows\\Panther would be taken before ours");
        assertThat(rig.words())
                .contains("A place for the config disc is free: sata5.", "net0, scsi0 need VirtIO drivers inside")
                .contains("UEFI and a TPM are there");

        rig.ended(rig.order("PC", 1, 1));
        press("host-templates-look");

        rig.awaitWords("No old answer file is in the way: PC-01 followed ours.");
        assertThat(rig.words()).contains("The VirtIO drivers are there: PC-01", "Built to the end: 1, failed: 0");

        type("mapping-name", "windows-11");
        press("mapping-add");
        rig.await("unmap-windows-11");
        press("unmap-windows-11");
        Fx.until("the name is forgotten", () -> rig.find("unmap-windows-11").isEmpty());
    }

    @Test
    void aHostWithOurVmsIsNotRemovedAndSaysWhy() {
        rig.withHost();
        rig.ended(rig.order("PC", 1, 1));
        show(new Place.Hosts(Optional.of("lab")));
        press("host-remove");
        rig.click("question-yes");

        rig.awaitWords("WRONG_STATE");
        assertThat(rig.agent.parts().hosts().list(TenantId.DEFAULT)).hasSize(1);
    }

    @Test
    void withoutHostsThePageTeaches() {
        show(new Place.Hosts(Optional.empty()));

        rig.awaitWords("No host yet. Connect a Proxmox VE host");
        rig.click("host-add-first");
        rig.await("add-address");
        rig.robot.type(KeyCode.ESCAPE);
        rig.awaitWords("No host yet. Connect a Proxmox VE host");
    }

    @Test
    void noWordIsCutInAnyLanguageAndPicturesAreTaken() {
        rig.withHost();
        for (var language : java.util.List.of(Languages.PSEUDO, Languages.ENGLISH, Languages.RUSSIAN)) {
            var theme = language.equals(Languages.RUSSIAN) ? Theme.DARK : Theme.LIGHT;
            show(theme, language, new Place.Hosts(Optional.of("lab")));
            press("host-rights-look");
            rig.await("rights");
            press("host-templates-look");
            rig.await("template-9000");
            assertThat(Fx.get(() -> Clipping.in(rig.scene().getRoot())))
                    .as(language.toString())
                    .isEmpty();
            Fx.run(() -> rig.node("host-detail", ScrollPane.class).setVvalue(0));
            rig.picture("hosts-" + language + "-" + theme);
            Fx.run(() -> rig.node("host-detail", ScrollPane.class).setVvalue(1));
            rig.picture("hosts-templates-" + language + "-" + theme);
            show(theme, language, new Place.AddHost("127.0.0.1", rig.lab.port()));
            rig.picture("hosts-add-" + language + "-" + theme);
            press("add-next");
            rig.await("add-compare");
            assertThat(Fx.get(() -> Clipping.in(rig.scene().getRoot())))
                    .as(language.toString())
                    .isEmpty();
            rig.picture("hosts-fingerprint-" + language + "-" + theme);
        }
    }
}
