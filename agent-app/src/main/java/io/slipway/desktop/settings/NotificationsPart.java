package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.notify.NotificationKind;
import io.slipway.desktop.notify.NotificationMemory;
import io.slipway.desktop.shell.Desk;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;

/** Which messages are shown. */
final class NotificationsPart implements Part {
    private final VBox view;

    NotificationsPart(Desk desk, NotificationMemory memory) {
        var text = desk.text("settings");
        var card = new Card(desk, "card-notifications", text.get("part.notifications"), text.get("notify.hint"));
        for (var kind : NotificationKind.values()) {
            var box = new CheckBox(text.get("notify." + kind.word()));
            box.setId("notify-" + kind.word());
            box.setWrapText(true);
            box.setSelected(memory.enabled(kind));
            box.setOnAction(event -> memory.enable(kind, box.isSelected()));
            card.and(box);
        }
        view = new VBox(card);
        view.getStyleClass().add("cards");
    }

    @Override
    public String key() {
        return "notifications";
    }

    @Override
    public Node view() {
        return view;
    }
}
