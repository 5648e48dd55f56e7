package io.slipway.desktop.wizard;

import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.OnHost;
import io.slipway.server.draft.Spot;
import io.slipway.server.hypervisor.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What is cloned, and how large the clones get. */
final class TemplateStep implements Step {
    private final Wizard wizard;
    private final VBox view = new VBox(8);
    private final ChoiceRows list = new ChoiceRows(8);
    private final TextField cores = new TextField();
    private final TextField memory = new TextField();
    private final TextField disk = new TextField();
    private final CheckBox linked = new CheckBox();
    private final Field.Blocker blocker = new Field.Blocker();
    private final Field.Blocker size = new Field.Blocker();
    private Optional<OnHost> drawn = Optional.empty();
    private String chosen = "";

    TemplateStep(Wizard wizard) {
        this.wizard = wizard;
        var text = wizard.text();
        var heading = new Label(text.get("template.heading"));
        heading.getStyleClass().add("heading");
        var sizes = new Label(text.get("size.heading"));
        sizes.getStyleClass().add("heading");
        bind(cores, Draft.Key.CORES, "wizard-cores");
        bind(memory, Draft.Key.MEMORY, "wizard-memory");
        bind(disk, Draft.Key.DISK, "wizard-disk");
        linked.setText(text.get("size.linked"));
        linked.setId("wizard-linked");
        linked.setOnAction(
                event -> wizard.change(wizard.draft().with(Draft.Key.LINKED, linked.isSelected() ? "linked" : "")));
        view.getStyleClass().add("step");
        view.getChildren()
                .addAll(
                        heading,
                        list,
                        blocker,
                        sizes,
                        new HBox(
                                16,
                                new Field(text.get("size.cores"), cores, ""),
                                new Field(text.get("size.memory"), memory, ""),
                                new Field(text.get("size.disk"), disk, "")),
                        size,
                        linked);
    }

    private void bind(TextField field, Draft.Key key, String id) {
        field.setId(id);
        field.textProperty()
                .addListener((seen, before, now) -> wizard.change(wizard.draft().with(key, now)));
    }

    @Override
    public String key() {
        return "template";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        list.begin();
        draw();
    }

    @Override
    public void refresh(Checked checked) {
        if (!drawn.equals(wizard.onHost()) || !chosen.equals(wizard.draft().get(Draft.Key.TEMPLATE))) {
            draw();
        }
        NetworkStep.sync(cores, wizard.draft().get(Draft.Key.CORES));
        NetworkStep.sync(memory, wizard.draft().get(Draft.Key.MEMORY));
        NetworkStep.sync(disk, wizard.draft().get(Draft.Key.DISK));
        linked.setSelected(wizard.draft().has(Draft.Key.LINKED));
        blocker.show(NetworkStep.reason(wizard.desk().language(), checked, Spot.TEMPLATE));
        size.show(NetworkStep.reason(wizard.desk().language(), checked, Spot.SIZE));
        wizard.template().ifPresent(template -> {
            cores.setPromptText(Integer.toString(template.cores()));
            memory.setPromptText(Integer.toString(template.memoryMiB()));
            disk.setPromptText(template.diskGiB() == 0 ? "" : Integer.toString(template.diskGiB()));
        });
    }

    private void draw() {
        drawn = wizard.onHost();
        chosen = wizard.draft().get(Draft.Key.TEMPLATE);
        var group = new ToggleGroup();
        var rows = new ArrayList<Node>();
        drawn.ifPresent(had -> had.templates().forEach(template -> rows.add(row(group, template))));
        if (rows.isEmpty()) {
            rows.add(nothing());
        }
        list.show(rows, group);
        group.selectedToggleProperty().addListener((seen, before, now) -> {
            if (now != null && !now.getUserData().equals(chosen)) {
                chosen = (String) now.getUserData();
                wizard.change(wizard.draft().with(Draft.Key.TEMPLATE, chosen));
            }
        });
    }

    private Node nothing() {
        var failure = wizard.hostFailure();
        if (failure.isPresent()) {
            return ProblemView.of(
                    wizard.desk().text("shell"), failure.get(), Optional.of((Runnable) wizard::lookAgain));
        }
        var words = new Label(wizard.text().get(drawn.isPresent() ? "template.none" : "template.reading"));
        words.setWrapText(true);
        words.getStyleClass().add("muted");
        return words;
    }

    private Choice row(ToggleGroup group, Template template) {
        var text = wizard.text();
        var detail = text.get(
                "template.detail",
                text.get("family." + template.family().name().toLowerCase(Locale.ROOT) + ".name"),
                template.firmware().name(),
                template.cores(),
                template.memoryMiB(),
                template.diskGiB());
        var row = new Choice(
                group,
                "template-" + template.name(),
                template.name(),
                detail,
                List.of(template.id().toString()));
        row.warn(template.warnings());
        row.button().setUserData(template.id().toString());
        boolean picked =
                template.id().toString().equals(chosen) || template.name().equals(chosen);
        row.button().setSelected(picked);
        return row;
    }

    @Override
    public boolean ready() {
        return wizard.template().isPresent();
    }
}
