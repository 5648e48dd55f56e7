package io.slipway.desktop.editor;

import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.ProfileDifference;
import io.slipway.server.schema.FormModel;
import io.slipway.server.text.Text;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Differences of two profiles for people: where in the form, what it was, what it is. */
final class Differences {
    private static final int HEIGHT = 320;

    private Differences() {}

    static Node of(List<ProfileDifference> differences, FormModel model, Text text) {
        var list = new VBox();
        list.setId("differences");
        if (differences.isEmpty()) {
            list.getChildren().add(new Label(text.get("compare.same")));
        }
        for (var difference : differences) {
            list.getChildren().add(row(difference, model, text));
        }
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setPrefHeight(Math.min(HEIGHT, 40 + differences.size() * 64.0));
        scroll.setMinHeight(Region.USE_PREF_SIZE);
        return scroll;
    }

    private static Node row(ProfileDifference difference, FormModel model, Text text) {
        var where = new Label(FormSayings.path(difference.pointer(), model));
        where.getStyleClass().add("strong");
        where.setWrapText(true);
        var row = new VBox(where);
        row.getStyleClass().add("difference");
        if (difference.kind() == ProfileDifference.Kind.SECRET_CHANGED) {
            row.getChildren().add(new Label(text.get("compare.secret")));
        }
        difference.before().ifPresent(value -> row.getChildren().add(value("− " + value, "before")));
        difference.after().ifPresent(value -> row.getChildren().add(value("+ " + value, "after")));
        if (difference.kind() != ProfileDifference.Kind.SECRET_CHANGED
                && difference.before().isEmpty()
                && difference.after().isEmpty()) {
            row.getChildren()
                    .add(new Label(text.get(
                            difference.kind() == ProfileDifference.Kind.ADDED ? "compare.added" : "compare.removed")));
        }
        return row;
    }

    private static Label value(String words, String style) {
        var label = new Label(words);
        label.getStyleClass().addAll("mono", style);
        label.setWrapText(true);
        return label;
    }
}
