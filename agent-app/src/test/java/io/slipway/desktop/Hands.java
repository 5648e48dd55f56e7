package io.slipway.desktop;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;

/** Somebody's hands at a real window: moves the pointer, clicks, types, and counts how often. */
public final class Hands {
    private final Scene scene;
    private int clicks;
    private int keys;

    public Hands(Scene scene) {
        this.scene = scene;
    }

    public int clicks() {
        return clicks;
    }

    public int keys() {
        return keys;
    }

    /** The node of that selector once it can be seen and used. */
    public Node find(String selector) {
        Fx.until(selector + " can be used", () -> usable(selector).isPresent());
        return Fx.get(() -> usable(selector).orElseThrow());
    }

    private Optional<Node> usable(String selector) {
        return scene.getRoot().lookupAll(selector).stream()
                .filter(node -> node.getScene() == scene && !node.isDisabled() && seen(node))
                .filter(node -> node.getLayoutBounds().getWidth() > 0)
                .findFirst();
    }

    /** Whether it and all it is in are shown. */
    public static boolean seen(Node node) {
        for (var at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** Clicks as a person does: the pointer goes there first. */
    public void click(String selector) {
        press(selector, 1);
    }

    public void doubleClick(String selector) {
        press(selector, 2);
    }

    private void press(String selector, int times) {
        find(selector);
        Aim.at(selector, () -> usable(selector), () -> Fx.run(() -> shoot(selector, times)));
        clicks += times;
    }

    private void shoot(String selector, int times) {
        var node = usable(selector).orElseThrow();
        into(node);
        node.getScene().getRoot().layout();
        var bounds = node.localToScreen(node.getLayoutBounds());
        var robot = new Robot();
        robot.mouseMove(bounds.getMinX() + Math.min(bounds.getWidth() / 2, 40), bounds.getCenterY());
        for (int i = 0; i < times; i++) {
            robot.mouseClick(MouseButton.PRIMARY);
        }
    }

    /** Scrolls to what lies below the edge. */
    private static void into(Node node) {
        for (var at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof ScrollPane pane && pane.getContent() != null) {
                var inside = pane.getContent().sceneToLocal(node.localToScene(node.getLayoutBounds()));
                double room = pane.getContent().getLayoutBounds().getHeight()
                        - pane.getViewportBounds().getHeight();
                pane.setVvalue(room <= 0 ? 0 : Math.clamp((inside.getMinY() - 40) / room, 0, 1));
            }
        }
    }

    /** Presses keys together, the last one typed while the others are held. */
    public void key(KeyCode... together) {
        frame();
        Fx.run(() -> {
            var robot = new Robot();
            Arrays.stream(together).forEach(robot::keyPress);
            for (int i = together.length - 1; i >= 0; i--) {
                robot.keyRelease(together[i]);
            }
        });
        keys++;
    }

    /** No hand is faster than a frame: what was put in place meanwhile has its skin, and the keyboard its place. */
    private void frame() {
        var drawn = new CountDownLatch(1);
        Runnable pulse = drawn::countDown;
        Fx.run(() -> {
            scene.addPostLayoutPulseListener(pulse);
            Platform.requestNextPulse();
        });
        try {
            // A window that is not in sight draws none.
            boolean unused = drawn.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        Fx.run(() -> scene.removePostLayoutPulseListener(pulse));
    }

    /** Tabs until the node has the focus. */
    public void tabTo(String selector) {
        find(selector);
        for (int i = 0; i < 60; i++) {
            var focus = Fx.get(() -> Optional.ofNullable(scene.getFocusOwner()));
            if (focus.filter(node -> node == Fx.get(() -> scene.lookup(selector)))
                    .isPresent()) {
                return;
            }
            key(KeyCode.TAB);
            Fx.until("the focus moves", () -> !Optional.ofNullable(scene.getFocusOwner())
                    .equals(focus));
        }
        throw new AssertionError("Tab never reached " + selector);
    }

    /** Puts text into a field through its focus, as pasting does. */
    public void fill(String selector, String words) {
        var node = (javafx.scene.control.TextInputControl) find(selector);
        Fx.run(() -> {
            node.requestFocus();
            node.selectAll();
            node.replaceSelection(words);
        });
    }
}
