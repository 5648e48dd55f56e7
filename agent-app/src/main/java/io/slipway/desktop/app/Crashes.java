package io.slipway.desktop.app;

import io.slipway.desktop.look.Theme;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.text.Text;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nobody caught: it goes to the log under a short code, and the operator sees the code and can copy the details. One window at a
 * time, however many faults come.
 */
final class Crashes {
    private static final Logger LOG = LoggerFactory.getLogger(Crashes.class);
    private static final int CODE_BYTES = 3;
    private static final double WIDTH = 620;
    private static final double HEIGHT = 260;

    private final Supplier<Text> text;
    private final Supplier<Theme> theme;
    private final Supplier<Stage> owner;
    private final SecureRandom random = new SecureRandom();
    private boolean open;
    private volatile boolean calm;

    Crashes(Supplier<Text> text, Supplier<Theme> theme, Supplier<Stage> owner) {
        this.text = text;
        this.theme = theme;
        this.owner = owner;
    }

    /** From now on for all threads of the process. */
    void install() {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            if (calm) {
                LOG.info("fault at the end of the program thread={}", thread.getName(), fault);
                return;
            }
            var bytes = new byte[CODE_BYTES];
            random.nextBytes(bytes);
            var code = HexFormat.of().withUpperCase().formatHex(bytes);
            LOG.error("fault that nobody caught code={} thread={}", code, thread.getName(), fault);
            Platform.runLater(() -> show(code, fault));
        });
    }

    /** The process is being ended: what breaks now is nobody's business. */
    void calm() {
        calm = true;
    }

    private void show(String code, Throwable fault) {
        if (open) {
            return;
        }
        open = true;
        var words = text.get();
        var problem = Problem.of(
                        ProblemCode.INTERNAL_ERROR,
                        words.get("problem.unexpected"),
                        words.get("problem.unexpected.next"))
                .with("fault", code)
                .with("cause", fault.getClass().getName());
        var window = new Stage();
        Window parent = owner.get();
        if (parent.isShowing()) {
            window.initOwner(parent);
        }
        window.setTitle(words.get("app.name"));
        var quoted = new Label(words.get("problem.fault", code));
        quoted.getStyleClass().add("mono");
        var pane = new VBox(12, ProblemView.of(words, problem.exception(), Optional.empty()), quoted);
        pane.getStyleClass().add("page");
        var scene = new Scene(pane, WIDTH, HEIGHT);
        theme.get().dress(scene);
        window.setScene(scene);
        window.setOnHidden(event -> open = false);
        window.show();
    }
}
