package io.slipway.desktop.vms;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.jobs.JobsRig;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.TenantId;
import io.slipway.server.compat.Node;
import io.slipway.server.compat.NodeChange;
import io.slipway.server.compat.Nodes;
import io.slipway.server.text.Languages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The VMs in a real window, against a running agent and the laboratory. */
@Tag("fx")
@Timeout(120)
@ExtendWith(Display.class)
class VmsPageTest {
    @TempDir
    Path folder;

    private JobsRig rig;

    @BeforeEach
    void open() {
        rig = new JobsRig(folder).withHost();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void show(Optional<String> vm) {
        rig.open(Theme.LIGHT, Languages.ENGLISH, VmsPage::new, new Place.Vms(vm));
    }

    @Test
    @Tag("F194")
    void vmsAreFoundByNameByHostAndByAddressAndOneShowsItsFacts() {
        rig.ended(rig.order("PC", 1, 3));
        show(Optional.of("PC-02"));

        rig.awaitWords("lab: 3 VMs");
        Fx.until("its facts", () -> rig.words().contains("VM id") || rig.words().contains("Number on the host"));
        var vm = rig.agent.parts().vms().require(TenantId.DEFAULT, "PC-02");
        assertThat(rig.words())
                .contains(vm.id(), vm.nativeId().orElseThrow(), vm.addresses().getFirst());
        assertThat(rows()).isEqualTo(4);
        search("pc-03");
        assertThat(rows()).isEqualTo(2);
        search(vm.addresses().getFirst());
        assertThat(rows()).isEqualTo(2);
        search("LAB");
        assertThat(rows()).isEqualTo(4);
        search("no such VM");
        rig.awaitWords("No VM fits.");
    }

    private void search(String words) {
        var node1 = rig.node("vms-search", TextField.class);
        Fx.run(() -> node1.setText(words));
    }

    private int rows() {
        return Fx.get(() -> rig.node("vms-tree", TreeView.class).getExpandedItemCount());
    }

    @Test
    @Tag("F177")
    void aNodeWithoutAVmCanBeProvisionedOrForgottenAndNothingElse() {
        var node = node("node-7", Optional.of("9000"));
        show(Optional.empty());

        rig.awaitWords("Ordered by applications, without a VM: 1");
        var enabled = Fx.get(() -> rig.node("node-detail", javafx.scene.layout.VBox.class).lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> !button.isDisabled())
                .map(Button::getId)
                .toList());
        assertThat(enabled).containsExactlyInAnyOrder("node-provision", "node-delete");

        rig.click("node-delete");
        rig.awaitWords("Forget node-7?");
        rig.click("question-yes");
        Fx.until("the record is gone", () -> nodes().list(TenantId.DEFAULT, Optional.empty()).stream()
                .noneMatch(one -> one.id().equals(node.id())));
        assertThat(rig.lab.effects()).as("no VM is touched").isEmpty();
    }

    @Test
    @Tag("F177")
    void provisioningANodeMakesItsVmAndLeadsToTheJob() {
        var node = node("node-8", Optional.of("9000"));
        show(Optional.empty());
        rig.click("node-provision");

        Fx.until(
                "one is led somewhere or told why not",
                () -> !rig.visited.isEmpty() || rig.words().contains("Code"));
        assertThat(rig.visited).as(rig.words()).singleElement().isInstanceOf(Place.Jobs.class);
        assertThat(nodes().require(TenantId.DEFAULT, node.id()).jobId()).isPresent();

        node("node-9", Optional.empty());
        var node2 = rig.node("vms-search", TextField.class);
        Fx.run(() -> node2.setText("node-9"));
        Fx.until("the other node", () -> rig.words().contains("node-9"));
        select("node-9");
        Fx.until(
                "its detail",
                () -> rig.scene().lookup("#node-detail .heading") instanceof javafx.scene.control.Label title
                        && title.getText().equals("node-9"));
        rig.click("node-provision");
        Fx.until("the wizard asks what is missing", () -> rig.visited.contains(new Place.NewVm()));
    }

    @SuppressWarnings("unchecked")
    private void select(String name) {
        Fx.run(() -> {
            var tree = (TreeView<VmEntry>) rig.node("vms-tree", TreeView.class);
            tree.getRoot().getChildren().stream()
                    .flatMap(branch -> branch.getChildren().stream())
                    .filter(item -> item.getValue() instanceof VmEntry.OfNode one
                            && one.node().name().equals(name))
                    .forEach(item -> tree.getSelectionModel().select(item));
        });
    }

    private Nodes nodes() {
        var parts = rig.agent.parts();
        return new Nodes(parts.database(), parts.ids(), parts.clock());
    }

    private Node node(String name, Optional<String> template) {
        var none = Optional.<String>empty();
        return nodes().create(
                        TenantId.DEFAULT,
                        new NodeChange(Optional.of("app"), none, template, none, Optional.of("lab"), none, none),
                        name);
    }

    @Test
    @Tag("F194")
    void theProofComparesWhatWasOrderedWithWhatIsThere() {
        rig.ended(rig.order("PC", 1, 1));
        show(Optional.of("PC-01"));
        tab(1);
        rig.click("vm-proof-ask");

        rig.awaitWords("Everything is as asked.");
        assertThat(rig.words()).contains("4096 MiB", "Config ISO", "gone", "guest’s report");

        var hosts = rig.agent.parts().hosts();
        var vm = rig.agent.parts().vms().require(TenantId.DEFAULT, "PC-01");
        hosts.hypervisor(hosts.require(TenantId.DEFAULT, "lab"))
                .stop(
                        new io.slipway.server.hypervisor.VmId(
                                Integer.parseInt(vm.nativeId().orElseThrow())),
                        new io.slipway.server.hypervisor.RunMarker(vm.runId().orElseThrow()));
        rig.click("vm-proof-ask");
        rig.awaitWords("1 thing differs.");
    }

    private void tab(int position) {
        var node3 = rig.node("vm-tabs", TabPane.class);
        Fx.run(() -> node3.getSelectionModel().select(position));
    }

    @Test
    @Tag("F194")
    void theFilesOfTheDiscAreShownWithoutAnySecret() {
        rig.ended(rig.order("PC", 1, 1));
        var vm = rig.agent.parts().vms().require(TenantId.DEFAULT, "PC-01");
        var password = rig.agent
                .parts()
                .orderVault()
                .passwords(TenantId.DEFAULT, vm.id())
                .byAccount()
                .values()
                .iterator()
                .next()
                .reveal();
        show(Optional.of("PC-01"));
        tab(2);

        var answer = rig.node("vm-answer-text", TextArea.class).getText();
        assertThat(answer).contains("<unattend", "PC-01", "••••").doesNotContain(password);
        tab(3);
        rig.await("vm-iso-text");
        var files = Fx.get(() -> List.copyOf(
                rig.node("vm-iso-files", javafx.scene.control.ListView.class).getItems()));
        assertThat(files.toString()).contains("provision.json", "START.ps1").doesNotContain(password);
    }

    @Test
    @Tag("F194")
    void generatedPasswordsAreShownOnceAfterAQuestion() {
        rig.ended(rig.order("PC", 1, 1));
        var vm = rig.agent.parts().vms().require(TenantId.DEFAULT, "PC-01");
        var passwords = rig.agent
                .parts()
                .orderVault()
                .passwords(TenantId.DEFAULT, vm.id())
                .byAccount();
        var password = passwords.values().iterator().next().reveal();
        show(Optional.of("PC-01"));

        rig.click("vm-passwords");
        rig.awaitWords("Show the generated passwords of PC-01?");
        assertThat(rig.words()).doesNotContain(password);
        rig.click("question-yes");
        rig.awaitWords(password);
        rig.click("vm-passwords-hide");
        assertThat(rig.words()).doesNotContain(password);

        rig.click("vm-passwords");
        rig.click("question-yes");
        rig.awaitWords("and are not kept");
        assertThat(rig.words()).doesNotContain(password);
    }

    @Test
    @Tag("F194")
    void passwordsAreShownWithTheirOwnVmThoughAnotherWasChosenMeanwhile() {
        rig.ended(rig.order("PC", 1, 2));
        var vm = rig.agent.parts().vms().require(TenantId.DEFAULT, "PC-01");
        var password = rig.agent
                .parts()
                .orderVault()
                .passwords(TenantId.DEFAULT, vm.id())
                .byAccount()
                .values()
                .iterator()
                .next()
                .reveal();
        show(Optional.of("PC-01"));
        rig.click("vm-passwords");
        rig.awaitWords("Show the generated passwords of PC-01?");
        Fx.run(() -> rig.page().shown(new Place.Vms(Optional.of("PC-02"))));
        Fx.until("the other VM", () -> heading().equals("PC-02"));

        rig.click("question-yes");

        rig.awaitWords(password);
        assertThat(Fx.get(this::heading)).isEqualTo("PC-01");
        Fx.run(() -> rig.page().shown(new Place.Vms(Optional.of("PC-02"))));
        Fx.until("the other VM", () -> heading().equals("PC-02"));
        assertThat(rig.words()).doesNotContain(password);
    }

    @Test
    @Tag("F194")
    void aRefusedDeletionIsToldAtItsOwnVmThoughAnotherWasChosenMeanwhile() {
        rig.ended(rig.order("PC", 1, 2));
        show(Optional.of("PC-01"));
        rig.click("vm-delete");
        rig.awaitWords("Delete PC-01?");
        Fx.run(() -> rig.page().shown(new Place.Vms(Optional.of("PC-02"))));
        Fx.until("the other VM", () -> heading().equals("PC-02"));

        rig.click("question-yes");

        rig.awaitWords("is running");
        assertThat(Fx.get(this::heading)).isEqualTo("PC-01");
        Fx.run(() -> rig.page().shown(new Place.Vms(Optional.of("PC-02"))));
        Fx.until("the other VM", () -> heading().equals("PC-02"));
        assertThat(rig.words()).doesNotContain("is running");
    }

    private String heading() {
        return ((javafx.scene.control.Label) rig.scene().lookup("#vm-detail .heading")).getText();
    }

    @Test
    @Tag("F194")
    void deletingNamesWhatGoesAndRefusesARunningVmUnlessToldOtherwise() {
        rig.ended(rig.order("PC", 1, 1));
        show(Optional.of("PC-01"));

        rig.click("vm-delete");
        rig.awaitWords("Delete PC-01?");
        assertThat(rig.words()).contains("VM 1000 on lab with all its disks", "its token", "its own mark");
        rig.click("question-yes");
        rig.awaitWords("is running");
        assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT)).hasSize(1);

        rig.click("vm-delete");
        var node4 = rig.node("vm-delete-running", CheckBox.class);
        Fx.run(() -> node4.setSelected(true));
        rig.click("question-yes");
        Fx.until("one is led to the job", () -> rig.visited.size() == 1);
        Fx.until(
                "the VM is gone",
                () -> rig.agent.parts().vms().list(TenantId.DEFAULT).isEmpty());
        rig.awaitWords("No VM yet.");
    }
}
