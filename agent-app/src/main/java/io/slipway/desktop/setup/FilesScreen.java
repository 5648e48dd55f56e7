package io.slipway.desktop.setup;

import io.slipway.desktop.shell.Desk;
import java.util.List;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** The files of a disc, to look at. */
final class FilesScreen {
    private static final int HEIGHT = 480;

    private final Screen screen;

    /** One of them. */
    record Shown(String name, long size, String text) {}

    FilesScreen(Desk desk, String title, String sentence, List<Shown> files, String first, Runnable back) {
        var text = desk.text("setup");
        screen = new Screen(desk.text("shell"), title, sentence).wide().back(back);
        var body = new TextArea();
        body.setEditable(false);
        body.setId("files-text");
        body.getStyleClass().add("mono");
        body.setAccessibleText(text.get("files.content"));
        HBox.setHgrow(body, Priority.ALWAYS);
        var list = new ListView<Shown>();
        list.setId("files-list");
        list.setAccessibleText(text.get("files.list"));
        list.setCellFactory(view -> new ListCell<>() {
            @Override
            protected void updateItem(Shown file, boolean empty) {
                super.updateItem(file, empty);
                setText(empty || file == null ? "" : text.get("files.line", file.name(), file.size()));
            }
        });
        list.getItems().setAll(files);
        list.setMinWidth(280);
        list.getSelectionModel().selectedItemProperty().addListener((seen, before, now) -> {
            body.setText(now == null ? "" : now.text());
            body.setScrollTop(0);
        });
        files.stream()
                .filter(file -> file.name().equalsIgnoreCase(first))
                .findFirst()
                .ifPresentOrElse(file -> list.getSelectionModel().select(file), () -> list.getSelectionModel()
                        .selectFirst());
        var line = new HBox(12, list, body);
        line.setPrefHeight(HEIGHT);
        screen.with(line);
    }

    Screen screen() {
        return screen;
    }
}
