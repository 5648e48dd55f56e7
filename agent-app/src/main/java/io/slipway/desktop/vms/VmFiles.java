package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.disc.PreviewFile;
import io.slipway.server.disc.VmDisc;
import io.slipway.server.inventory.Vm;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;
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

    private VmDisc.Files look(Vm asked) {
        var services = desk.services();
        return new VmDisc(services.jobs(), services.orderVault(), services::guestEndpoints).of(desk.tenant(), asked);
    }

    private boolean stale(Vm asked) {
        return vm == null || !asked.id().equals(vm.id());
    }

    private void show(Vm asked, VmDisc.Files found) {
        if (stale(asked)) {
            return;
        }
        if (found.absence().isPresent()) {
            say(text.get("vm.files." + found.absence().get().name().toLowerCase(Locale.ROOT)));
            return;
        }
        answer.getChildren().setAll(Parts.words(text.get("vm.files.secrets"), "muted"));
        found.answer().ifPresent(file -> answer.getChildren().add(area("vm-answer-text", file.text())));
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
