package io.slipway.desktop.hosts;

import io.slipway.desktop.jobs.Parts;
import io.slipway.server.text.Text;
import io.slipway.server.words.Times;
import java.util.ArrayList;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One host in the list: its name, how it stands, what it is and since when that is known. */
final class HostCell extends ListCell<HostLine> {
    private final Text text;
    private final Times times;
    private final Label name = Parts.words("", "strong");
    private final HBox state = new HBox();
    private final Label where = Parts.words("", "muted", "figures");
    private final Label facts = Parts.words("", "muted", "figures");
    private final VBox box;

    HostCell(Text text, Times times) {
        this.text = text;
        this.times = times;
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        box = new VBox(4, new HBox(8, name, state), where, facts);
        // The list decides the width; without this a long line would widen the cell instead of wrapping.
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable HostLine line, boolean nothing) {
        super.updateItem(line, nothing);
        if (nothing || line == null) {
            setGraphic(null);
            setAccessibleText("");
            return;
        }
        var host = line.host();
        name.setText(host.name());
        var word = line.word(text);
        state.getChildren().setAll(Parts.state(line.shape(), word));
        where.setText(host.address() + ":" + host.port());
        facts.setText(facts(line));
        setGraphic(box);
        setAccessibleText(String.join(", ", host.name(), word, where.getText(), facts.getText()));
    }

    private String facts(HostLine line) {
        var parts = new ArrayList<String>();
        line.sight().ifPresent(sight -> sight.probe().ifPresent(probe -> {
            parts.add("PVE " + probe.version());
            parts.add(text.count("list.templates", sight.templates()));
        }));
        parts.add(line.host()
                .probedAt()
                .map(at -> text.get("list.probed", times.ago(at, line.now())))
                .orElseGet(() -> text.get("list.never")));
        return String.join(" · ", parts);
    }
}
