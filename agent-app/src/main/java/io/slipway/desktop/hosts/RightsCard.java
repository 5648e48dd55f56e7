package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.server.host.Host;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** What our sign-in may do on a host; asked when somebody wants to know. */
final class RightsCard {
    private final Desk desk;
    private final Host host;
    private final Card card;
    private final VBox found = new VBox();
    private final Button look;

    RightsCard(Desk desk, Host host) {
        this.desk = desk;
        this.host = host;
        var text = desk.text("hosts");
        this.card = new Card(desk, "host-rights", text.get("rights.title"), text.get("rights.hint"));
        this.look = Parts.button("host-rights-look", text.get("rights.look"), () -> {});
        look.setOnAction(event -> card.run(
                look,
                text.get("rights.waits"),
                () -> desk.services().hosts().rights(host),
                report -> found.getChildren().setAll(new RightsView(text, desk.text("shell"), report).view())));
        card.with(found, Fields.buttons(look));
    }

    Node view() {
        return card;
    }
}
