package io.slipway.desktop.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.demo.DemoOrder;
import io.slipway.desktop.DemoDesk;
import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.Hands;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.compat.NodeChange;
import io.slipway.server.compat.Nodes;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.lab.Laboratory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Display.class)
@Tag("fx")
@Timeout(120)
class WizardTest {
    @TempDir
    Path folder;

    private DemoDesk demo;
    private WizardPage page;
    private Hands hands;

    @BeforeEach
    void start() throws IOException {
        demo = new DemoDesk(folder, true);
    }

    private void open() {
        var made = new AtomicReference<WizardPage>();
        Fx.run(() -> made.set(new WizardPage(demo.desk())));
        page = made.get();
        var scene = demo.show((javafx.scene.Parent) page.view());
        hands = new Hands(scene);
        Fx.run(() -> page.shown(new Place.NewVm()));
    }

    @AfterEach
    void stop() {
        Fx.run(() -> {});
        demo.close();
    }

    private <T> T node(String selector, Class<T> type) {
        return type.cast(hands.find(selector));
    }

    private String label(String selector) {
        return Fx.get(() -> ((Label) page.view().lookup(selector)).getText());
    }

    private long said(String words) {
        return Fx.get(() -> page.view().lookupAll(".blocker").stream()
                .filter(Hands::seen)
                .filter(node -> ((Field.Blocker) node).said().contains(words))
                .count());
    }

    private void toTemplates() {
        Fx.until("the only host is chosen", () -> !((Button) page.view().lookup("#wizard-next")).isDisabled());
        hands.click("#wizard-next");
        hands.find("#template-" + DemoOrder.TEMPLATE);
    }

    private void toNames() {
        toTemplates();
        hands.click("#template-" + DemoOrder.TEMPLATE);
        hands.click("#wizard-next");
        hands.find("#profile-" + DemoOrder.PROFILE);
        hands.click("#wizard-next");
        hands.find("#wizard-pattern");
    }

    @Test
    @Tag("F176")
    void fiveStepsLeadToOneJobHoweverOftenCreateIsPressed() {
        open();
        toNames();
        hands.fill("#wizard-pattern", "PC-{n:02}");
        hands.fill("#wizard-count", "3");
        Fx.until("the names are shown", () -> label("#wizard-names").equals("PC-01, PC-02, PC-03"));
        hands.click("#wizard-next");
        hands.find("#wizard-create");
        assertThat(label("#wizard-sentence"))
                .isEqualTo("Create 3 VMs on laboratory from win11-tpl, named PC-01 to PC-03, addresses by DHCP,"
                        + " profile Windows 11 worker.");
        Fx.picture(page.view().getScene(), "wizard-review");
        assertThat(node("#wizard-create", Button.class).getText()).isEqualTo("Create 3 VMs");

        hands.doubleClick("#wizard-create");

        Fx.until("the job is shown", () -> !demo.places.isEmpty());
        var jobs = demo.stage.parts().jobs().list(TenantId.DEFAULT, 10, Optional.empty());
        assertThat(jobs).hasSize(1);
        assertThat(demo.places)
                .containsExactly(new Place.Jobs(Optional.of(jobs.getFirst().id())));
        assertThat(jobs.getFirst().total()).isEqualTo(3);
    }

    @Test
    @Tag("F176")
    void onlyAConnectedHostCanBeChosenAndTheOtherSaysWhy() {
        var password = "another-password-1a2b";
        var other = Laboratory.builder().rootPassword(password).start();
        var hosts = demo.stage.parts().hosts();
        hosts.add(
                TenantId.DEFAULT,
                new NewHost(
                        "gone",
                        "127.0.0.1",
                        other.port(),
                        "root",
                        Optional.of(Secret.of(password)),
                        Optional.empty(),
                        Optional.of(hosts.shownKey("127.0.0.1", other.port())),
                        new TlsContact(TlsContact.USUAL_PORT, Optional.empty()),
                        false,
                        HostLimits.USUAL));
        other.close();
        hosts.disconnect();

        open();

        Fx.until("both were asked", () -> said("127.0.0.1") == 1);
        var connected = node("#host-laboratory", RadioButton.class);
        var gone = (RadioButton) Fx.get(() -> page.view().lookup("#host-gone"));
        assertThat(gone.isDisabled()).isTrue();
        assertThat(connected.isDisabled()).isFalse();
        assertThat(((Button) page.view().lookup("#wizard-next")).isDisabled()).isTrue();
        Fx.picture(page.view().getScene(), "wizard-host");
        hands.click("#host-laboratory");
        Fx.until("the next step opens", () -> !((Button) page.view().lookup("#wizard-next")).isDisabled());
    }

    @Test
    @Tag("F176")
    void aTemplateShowsWhatIsWrongWithItAndAProfileForAnotherSystemCannotBeChosen() {
        open();
        toTemplates();
        Fx.picture(page.view().getScene(), "wizard-template");
        hands.click("#template-" + DemoOrder.TEMPLATE);
        hands.fill("#wizard-cores", "500");
        Fx.until("the size is refused beside it", () -> said("processors") == 1);
        hands.fill("#wizard-cores", "");
        hands.click("#wizard-next");

        hands.find("#profile-windows-11-worker");
        var linux = (RadioButton) Fx.get(() -> page.view().lookup("#profile-linux-basic"));
        assertThat(linux.isDisabled()).isTrue();
        assertThat(said("It is for Linux")).isEqualTo(1);
        Fx.picture(page.view().getScene(), "wizard-profile");
    }

    @Test
    @Tag("F176")
    void whatBlocksIsSaidBesideIt() {
        open();
        toNames();
        hands.fill("#wizard-pattern", "a-name-of-more-than-15");
        Fx.until("the name is refused", () -> said("Windows takes 15") == 1);
        Fx.picture(page.view().getScene(), "wizard-names");
        hands.fill("#wizard-pattern", DemoOrder.TEMPLATE);
        Fx.until("a taken name is refused", () -> said("already has a VM named") == 1);
        hands.fill("#wizard-pattern", "PC-{n:2}");
        hands.click("#network-static");
        hands.fill("#wizard-from", "10.20.0.11");
        Fx.until("the range is incomplete", () -> said("to is missing") == 1);
        hands.fill("#wizard-to", "10.20.0.10");
        hands.fill("#wizard-gateway", "10.20.0.1");
        Fx.until(
                "the range is refused",
                () -> Fx.get(() -> page.view().lookupAll(".blocker").stream().anyMatch(Hands::seen))
                        && said("is missing") == 0);
        hands.click("#network-list");
        hands.fill("#wizard-lines", "name,address\nWEB-1,10.20.0.21\nWEB-2,10.20.0.22");
        Fx.until("the list is read", () -> label("#wizard-names").equals("WEB-1, WEB-2"));
        hands.click("#wizard-next");
        hands.find("#wizard-create");
        assertThat(label("#wizard-sentence")).contains("WEB-1 to WEB-2").contains("10.20.0.21 to 10.20.0.22");
    }

    @Test
    @Tag("F176")
    @Tag("F177")
    void aMachineThatWaitsForItsVmFillsTheWizardAndGetsTheJob() {
        var services = demo.stage.parts();
        var nodes = new Nodes(services.database(), services.ids(), services.clock());
        var change = new NodeChange(
                Optional.empty(),
                Optional.empty(),
                Optional.of(DemoOrder.TEMPLATE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var node = nodes.create(TenantId.DEFAULT, change, "app-1");
        var spare = nodes.create(TenantId.DEFAULT, change, "app-2");

        open();

        hands.find("#node-provision-app-1");
        assertThat(Fx.get(() -> page.view().lookup("#node-open-app-1").isDisabled()))
                .isTrue();
        Fx.picture(page.view().getScene(), "wizard-nodes");
        hands.click("#node-delete-app-2");
        Fx.until("the other is forgotten", () -> page.view().lookup("#node-provision-app-2") == null);
        hands.click("#node-provision-app-1");
        Fx.until("the host is there", () -> !((Button) page.view().lookup("#wizard-next")).isDisabled());
        hands.click("#wizard-next");
        Fx.until(
                "its template is chosen",
                () -> page.view().lookup("#template-win11-tpl") instanceof RadioButton choice && choice.isSelected());
        hands.click("#wizard-next");
        hands.find("#profile-" + DemoOrder.PROFILE);
        hands.click("#wizard-next");
        assertThat(node("#wizard-pattern", TextField.class).getText()).isEqualTo("app-1");
        hands.click("#wizard-next");
        hands.click("#wizard-create");
        Fx.until("the job is shown", () -> !demo.places.isEmpty());
        var job = services.jobs().list(TenantId.DEFAULT, 1, Optional.empty()).getFirst();
        assertThat(nodes.require(TenantId.DEFAULT, node.id()).jobId()).contains(job.id());
        assertThat(nodes.list(TenantId.DEFAULT, Optional.empty()))
                .extracting(known -> known.id())
                .doesNotContain(spare.id());
    }

    @Test
    void theKeyboardAloneGetsThroughAndEscapeKeepsTheDraft() {
        open();
        goOn();
        hands.find("#template-" + DemoOrder.TEMPLATE);
        hands.tabTo("#template-" + DemoOrder.TEMPLATE);
        hands.key(KeyCode.SPACE);
        goOn();
        hands.find("#profile-" + DemoOrder.PROFILE);
        hands.key(KeyCode.ESCAPE);
        Fx.until("it was left", () -> demo.places.contains(new Place.Overview()));
        var blocked = new AtomicInteger();
        Fx.run(() -> ((Button) page.view().lookup("#wizard-next"))
                .disabledProperty()
                .addListener(event -> blocked.incrementAndGet()));
        Fx.run(() -> page.shown(new Place.NewVm()));
        hands.find("#profile-" + DemoOrder.PROFILE);
        goOn();
        hands.find("#wizard-pattern");
        assertThat(blocked)
                .as("what was done stays done while the hosts are asked again")
                .hasValue(0);
        goOn();
        hands.find("#wizard-create");

        hands.key(KeyCode.CONTROL, KeyCode.ENTER);

        Fx.until("the job is shown", () -> demo.places.size() == 2);
        assertThat(demo.stage.parts().jobs().list(TenantId.DEFAULT, 10, Optional.empty()))
                .hasSize(1);
        assertThat(hands.clicks()).isZero();
    }

    /** By the keys, once the step has what it needs. */
    private void goOn() {
        Fx.until(
                "the step can be left",
                () -> page.view().lookup("#wizard-next") instanceof Button next && !next.isDisabled());
        Fx.until("the page has the keyboard", this::hasKeyboard);
        hands.key(KeyCode.CONTROL, KeyCode.ENTER);
    }

    private boolean hasKeyboard() {
        Node at = page.view().getScene().getFocusOwner();
        while (at != null && at != page.view()) {
            at = at.getParent();
        }
        return at != null;
    }
}
