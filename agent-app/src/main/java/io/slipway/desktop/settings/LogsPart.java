package io.slipway.desktop.settings;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.cards.Folder;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.home.LogDetail;
import io.slipway.home.LogFile;
import io.slipway.server.text.Text;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;

/** Where the data and the logs are, and how much is written. */
final class LogsPart implements Part {
    private final CheckBox more = new CheckBox();
    private final VBox view;

    LogsPart(Desk desk) {
        Text text = desk.text("settings");
        var card = new Card(desk, "card-logs", text.get("part.logs"), text.get("logs.hint"));
        more.setId("log-more");
        more.setText(text.get("logs.more"));
        more.setWrapText(true);
        more.setOnAction(event -> LogDetail.ofThisProcess().set(more.isSelected()));
        var data = desk.services().config().dataFolder().toAbsolutePath();
        card.with(
                more,
                Parts.words(text.get("logs.more.hint"), "muted"),
                folder(desk, card, text.get("logs.data"), "open-data", data),
                folder(desk, card, text.get("logs.folder"), "open-logs", LogFile.folder(data)));
        view = new VBox(card);
        view.getStyleClass().add("cards");
    }

    private static Node folder(Desk desk, Card card, String name, String id, Path folder) {
        var open = Parts.button(id, desk.text("settings").get("logs.open"), () -> {});
        open.setAccessibleText(open.getText() + ": " + name);
        open.setOnAction(event -> Folder.open(desk, card, open, folder));
        return new VBox(8, Fields.fact(name, folder.toString(), "mono"), open);
    }

    @Override
    public String key() {
        return "logs";
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown() {
        more.setSelected(LogDetail.ofThisProcess().on());
    }
}
