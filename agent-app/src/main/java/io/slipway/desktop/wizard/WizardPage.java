package io.slipway.desktop.wizard;

import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Page;
import io.slipway.desktop.shell.Place;
import io.slipway.server.draft.Draft;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The place of the wizard. Its draft stays while the program runs, however often one leaves it; an order empties it. */
public final class WizardPage implements Page {
    private final Desk desk;
    private final javafx.scene.layout.StackPane view = new javafx.scene.layout.StackPane();
    private WizardView wizard;

    public WizardPage(Desk desk) {
        this.desk = desk;
        this.wizard = make();
        view.getChildren().setAll(wizard);
        view.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                desk.navigator().open(new Place.Overview());
            }
        });
    }

    private WizardView make() {
        return new WizardView(desk, Draft.EMPTY, this::ordered);
    }

    private void ordered(String job) {
        wizard = make();
        view.getChildren().setAll(wizard);
        desk.navigator().open(new Place.Jobs(Optional.of(job)));
    }

    @Override
    public Node view() {
        return view;
    }

    @Override
    public void shown(Place place) {
        wizard.start();
    }
}
