package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Icon;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.inventory.Vm;
import io.slipway.server.text.Text;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.Times;
import io.slipway.server.words.VmWords;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One VM: how it stands, its facts, its proof, the files of its config disc, and what can be done with it. */
final class VmDetail {
    private final Desk desk;
    private final Text text;
    private final Times times;
    private final VBox head = new VBox(6);
    private final VBox news = new VBox(8);
    private final GridPane facts = new GridPane();
    private final VmProofPane proof;
    private final VmFiles files;
    private final Button job;
    private final Button copyAddress;
    private final Button passwords;
    private final Button delete;
    private final VBox view;
    private final Consumer<String> choose;
    private VmEntry.@Nullable OfVm shown;
    /** What was answered about a VM that was not in sight; shown once, as soon as it is. */
    private @Nullable Answer waiting;

    private record Answer(String vmId, Node content) {}

    /** @param choose brings the VM of an id into sight again */
    VmDetail(Desk desk, Consumer<String> choose) {
        this.desk = desk;
        this.choose = choose;
        this.text = desk.text("jobs");
        this.times = Times.of(text);
        this.proof = new VmProofPane(desk);
        this.files = new VmFiles(desk);
        var deletion = new VmDeletion(desk, this::failed);
        var secrets = new VmPasswords(desk, this::told, this::failed);
        this.job = button("vm-job", "vm.job", "list-details", () -> vm().flatMap(Vm::jobId)
                .ifPresent(id -> desk.navigator().open(new Place.Jobs(Optional.of(id)))));
        this.copyAddress = button("vm-copy-address", "vm.copyAddress", "copy", () -> vm().ifPresent(
                        vm -> Parts.copy(vm.addresses().getFirst())));
        this.passwords =
                button("vm-passwords", "vm.passwords", "key", () -> vm().ifPresent(vm -> secrets.ask(head, vm)));
        this.delete = button("vm-delete", "vm.delete", "trash", () -> vm().ifPresent(vm -> deletion.ask(head, vm)));
        delete.getStyleClass().add("danger");
        var tabs = tabs();
        VBox.setVgrow(tabs, Priority.ALWAYS);
        view = new VBox(12, head, new FlowPane(8, 8, job, copyAddress, passwords, delete), news, tabs);
        view.getStyleClass().addAll("card", "detail");
        view.setId("vm-detail");
    }

    private Button button(String id, String key, String icon, Runnable action) {
        var button = Parts.button(id, text.get(key), action);
        button.setGraphic(Icon.of(icon, 16));
        return button;
    }

    private TabPane tabs() {
        facts.getStyleClass().add("facts");
        var scroll = new ScrollPane(facts);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("plain-scroll");
        var tabs = new TabPane(
                tab("vm-tab-facts", "vm.facts", scroll),
                tab("vm-tab-proof", "vm.proof", proof.view()),
                tab("vm-tab-answer", "vm.answer", files.answer()),
                tab("vm-tab-iso", "vm.iso", files.iso()));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        tabs.setId("vm-tabs");
        tabs.getSelectionModel().selectedIndexProperty().addListener((seen, before, now) -> {
            if (now.intValue() >= 2) {
                files.wanted();
            }
        });
        return tabs;
    }

    private Tab tab(String id, String key, Node content) {
        var tab = new Tab(text.get(key), content);
        tab.setId(id);
        return tab;
    }

    VBox view() {
        return view;
    }

    private Optional<Vm> vm() {
        return Optional.ofNullable(shown).map(VmEntry.OfVm::vm);
    }

    /** Shows a VM; another one than before begins with empty hands. */
    void show(VmEntry.OfVm entry) {
        boolean other = shown == null || !shown.key().equals(entry.key());
        if (other) {
            news.getChildren().clear();
            proof.of(entry.vm());
            files.of(entry.vm());
        }
        if (other || !entry.equals(shown)) {
            shown = entry;
            draw(entry);
        }
        var answer = waiting;
        if (answer != null && answer.vmId().equals(entry.vm().id())) {
            waiting = null;
            news.getChildren().setAll(answer.content());
        }
    }

    /** Nothing secret stays in sight or in memory. */
    void forget() {
        news.getChildren().clear();
        waiting = null;
    }

    private void draw(VmEntry.OfVm entry) {
        var vm = entry.vm();
        var state = VmWords.state(text, entry.vm(), entry.run());
        var name = Parts.words(vm.name(), "heading");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        head.getChildren().setAll(new HBox(12, name, Parts.state(state.shape(), state.word())));
        var now = desk.services().clock().instant();
        entry.run().ifPresent(run -> {
            var doing = new JobWords(text).phase(run);
            var sign = run.lastSign()
                    .map(at -> " · " + text.get("sign", times.ago(at, now)))
                    .orElse("");
            head.getChildren().add(Parts.words(doing + sign, "muted", "figures"));
        });
        boolean there = vm.state() == Vm.State.PRESENT;
        job.setDisable(vm.jobId().isEmpty());
        copyAddress.setDisable(vm.addresses().isEmpty());
        passwords.setDisable(!there);
        delete.setDisable(!there && vm.state() != Vm.State.DELETING);
        facts(entry);
    }

    private void facts(VmEntry.OfVm entry) {
        var vm = entry.vm();
        var now = desk.services().clock().instant();
        facts.getChildren().clear();
        fact("vm.address", String.join("  ", vm.addresses()), true);
        fact("vm.host", vm.hostName(), false);
        fact("vm.number", vm.nativeId().orElse(""), true);
        fact("vm.profile", entry.profile().orElse(""), false);
        fact("vm.computer", vm.metadata().path("computerName").asString(""), false);
        fact("vm.account", vm.metadata().path("userName").asString(""), false);
        fact("vm.mac", vm.mac().orElse(""), true);
        fact("vm.created", times.moment(vm.createdAt(), now), false);
        vm.seenAt().ifPresent(at -> fact("vm.seen", times.moment(at, now) + " · " + times.ago(at, now), false));
        fact("vm.id", vm.id(), true);
    }

    /** What is not known has no row. */
    private void fact(String key, String value, boolean mono) {
        if (value.isEmpty()) {
            return;
        }
        int row = facts.getRowCount();
        var words = Parts.words(value, mono ? "mono" : "plain");
        GridPane.setHgrow(words, Priority.ALWAYS);
        facts.addRow(row, Parts.word(text.get(key), "muted"), words);
    }

    /** Never under another VM: the one it is about is chosen again when it is not in sight. */
    private void told(Vm about, Node card) {
        if (vm().filter(seen -> seen.id().equals(about.id())).isPresent()) {
            news.getChildren().setAll(card);
        } else {
            waiting = new Answer(about.id(), card);
        }
        choose.accept(about.id());
    }

    private void failed(Vm about, Throwable failure) {
        told(about, ProblemView.of(desk.text("shell"), failure, Optional.empty()));
    }
}
