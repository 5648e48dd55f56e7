package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.answer.AddressPlan;
import io.slipway.server.disc.DiscOrder;
import io.slipway.server.disc.DiscPreview;
import io.slipway.server.disc.PreviewFile;
import io.slipway.server.inventory.Vm;
import io.slipway.server.provision.OrderedDisc;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The files of a VM's config disc, made again without their secrets, when somebody wants to see them. */
final class VmFiles {
    private static final double LIST_HEIGHT = 132;
    private static final List<String> ANSWERS = List.of("autounattend.xml", "unattend.xml", "user-data");

    private final Desk desk;
    private final Text text;
    private final VBox answer = new VBox(8);
    private final VBox iso = new VBox(8);
    private @Nullable Vm vm;
    private boolean read;

    VmFiles(Desk desk) {
        this.desk = desk;
        this.text = desk.text("jobs");
        answer.getStyleClass().add("tab-body");
        iso.getStyleClass().add("tab-body");
    }

    Node answer() {
        return answer;
    }

    Node iso() {
        return iso;
    }

    void of(Vm another) {
        vm = another;
        boolean looking = answer.isVisible() && answer.getParent() != null && read;
        read = false;
        say(text.get("vm.files.loading"));
        if (looking) {
            wanted();
        }
    }

    /** Somebody looks: reads the files once. */
    void wanted() {
        var asked = vm;
        if (asked == null || read) {
            return;
        }
        read = true;
        desk.background().run(() -> look(asked), found -> show(asked, found), failure -> failed(asked, failure));
    }

    /** What was found: the files, or the key of the words that say why there are none. */
    private record Found(List<PreviewFile> files, String why) {}

    private Found look(Vm asked) {
        var services = desk.services();
        var run = asked.runId().flatMap(id -> services.jobs().run(desk.tenant(), id));
        if (run.isEmpty()) {
            return new Found(List.of(), "vm.files.gone");
        }
        var disc = services.orderVault().disc(desk.tenant(), run.get());
        if (disc.isEmpty()) {
            boolean bare = run.get().input().path("kind").isNull()
                    || run.get().input().path("kind").isMissingNode();
            return new Found(List.of(), bare ? "vm.files.none" : "vm.files.gone");
        }
        if (disc.get().ownAnswerFile()) {
            return new Found(List.of(), "vm.files.own");
        }
        return switch (new DiscPreview(services::guestEndpoints).show(order(disc.get()))) {
            case DiscPreview.Shown shown -> new Found(shown.files(), "");
            case DiscPreview.Refused refused -> throw refused.problem().exception();
        };
    }

    private static DiscOrder order(OrderedDisc disc) {
        var vm = disc.vm();
        AddressPlan address = vm.address().isPresent() ? vm.address().get() : new AddressPlan.Dhcp();
        return new DiscOrder(
                disc.profile(),
                Optional.empty(),
                disc.playbook(),
                vm.vmUuid(),
                vm.name(),
                vm.mac(),
                address,
                vm.kind().orElseThrow(),
                vm.firmware(),
                true,
                Optional.empty());
    }

    private boolean stale(Vm asked) {
        return vm == null || !asked.id().equals(vm.id());
    }

    private void show(Vm asked, Found found) {
        if (stale(asked)) {
            return;
        }
        if (!found.why().isEmpty()) {
            say(text.get(found.why()));
            return;
        }
        var first = found.files().stream()
                .filter(file -> ANSWERS.contains(file.name()))
                .findFirst();
        answer.getChildren().setAll(Parts.words(text.get("vm.files.secrets"), "muted"));
        first.ifPresent(file -> answer.getChildren().add(area("vm-answer-text", file.text())));
        iso(found.files());
    }

    private void iso(List<PreviewFile> files) {
        var content = area("vm-iso-text", "");
        var list = new ListView<PreviewFile>();
        list.setId("vm-iso-files");
        list.setAccessibleText(text.get("vm.iso"));
        list.setMinHeight(LIST_HEIGHT);
        list.setPrefHeight(LIST_HEIGHT);
        list.getItems().setAll(files);
        list.setCellFactory(view -> new ListCell<>() {
            @Override
            protected void updateItem(@Nullable PreviewFile file, boolean nothing) {
                super.updateItem(file, nothing);
                setText(nothing || file == null ? "" : text.get("vm.iso.volume", file.name(), file.size()));
            }
        });
        list.getSelectionModel()
                .selectedItemProperty()
                .addListener((seen, before, now) -> content.setText(now == null ? "" : now.text()));
        list.getSelectionModel().selectFirst();
        iso.getChildren().setAll(Parts.words(text.get("vm.files.secrets"), "muted"), list, content);
    }

    private static TextArea area(String id, String words) {
        var area = new TextArea(words);
        area.setId(id);
        area.setEditable(false);
        area.getStyleClass().addAll("mono", "file-text");
        VBox.setVgrow(area, Priority.ALWAYS);
        return area;
    }

    private void say(String words) {
        answer.getChildren().setAll(Parts.words(words, "muted"));
        iso.getChildren().setAll(Parts.words(words, "muted"));
    }

    private void failed(Vm asked, Throwable failure) {
        if (!stale(asked)) {
            read = false;
            var shell = desk.text("shell");
            answer.getChildren().setAll(ProblemView.of(shell, failure, Optional.of(this::wanted)));
            iso.getChildren().setAll(ProblemView.of(shell, failure, Optional.of(this::wanted)));
        }
    }
}
