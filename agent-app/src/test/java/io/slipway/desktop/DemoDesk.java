package io.slipway.desktop;

import io.slipway.demo.DemoSetting;
import io.slipway.demo.DemoStage;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.Redactor;
import io.slipway.server.text.Languages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** A running agent with the laboratory, and a real window of 1280 by 800 on it. */
public final class DemoDesk implements AutoCloseable {
    public final DemoStage stage;
    public final Background background = new Background();
    public final List<Place> places = new CopyOnWriteArrayList<>();
    private final Theme theme;
    private final Locale language;
    private Stage window;

    public DemoDesk(Path folder, boolean registered) throws IOException {
        this(folder, registered, Theme.LIGHT, Languages.ENGLISH);
    }

    public DemoDesk(Path folder, boolean registered, Theme theme, Locale language) throws IOException {
        this.theme = theme;
        this.language = language;
        Fx.start(theme);
        stage = DemoStage.open(DemoSetting.of(Map.of("TMPDIR", folder.toString()), new Redactor())
                .quick());
        if (registered) {
            stage.register();
        }
    }

    public Desk desk() {
        return new Desk(stage.parts(), language, background, places::add, false);
    }

    /** Shows a root in the window. */
    public Scene show(Parent root) {
        return show(new Scene(root, 1280, 800));
    }

    public Scene show(Scene scene) {
        Fx.run(() -> {
            theme.dress(scene);
            if (window == null) {
                window = new Stage();
            }
            window.setScene(scene);
            window.setX(0);
            window.setY(0);
            window.setWidth(1280);
            window.setHeight(800);
            window.show();
            window.toFront();
            window.requestFocus();
        });
        Fx.until("the window is there", () -> window.isShowing());
        return scene;
    }

    @Override
    public void close() {
        background.close();
        Fx.run(() -> {
            if (window != null) {
                window.close();
            }
        });
        stage.close();
    }
}
