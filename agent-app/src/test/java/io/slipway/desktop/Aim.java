package io.slipway.desktop;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javafx.event.EventHandler;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/**
 * A click by the pointer or a key, followed until the window has heard it. The screen tells a window of the pointer when it likes; and a
 * live view may have moved what was aimed at. What was missed is aimed at again; what was hit and did nothing is not.
 */
public final class Aim {
    private static final int TRIES = 5;
    /** Seconds until a press is heard. */
    private static final long LONGEST = Long.getLong("slipway.test.patience", 60) / 6;

    private final Supplier<Optional<Node>> goal;
    private final CountDownLatch pressed = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean hit = new AtomicBoolean();

    private Aim(Supplier<Optional<Node>> goal) {
        this.goal = goal;
    }

    /** Clicks by {@code shot} on what {@code goal} finds at that moment, and returns when the click was heard. */
    public static void at(String name, Supplier<Optional<Node>> goal, Runnable shot) {
        for (int tries = TRIES; tries > 0; tries--) {
            if (new Aim(goal).shoot(shot)) {
                return;
            }
        }
        throw new AssertionError("the pointer never hit " + name);
    }

    /** Gives the keyboard to what {@code goal} finds and types, and returns when the key was heard there. */
    public static void type(String name, Supplier<Optional<Node>> goal, Runnable typing) {
        for (int tries = TRIES; tries > 0; tries--) {
            Fx.run(() -> goal.get().ifPresent(Node::requestFocus));
            if (new Aim(goal).types(typing)) {
                return;
            }
        }
        throw new AssertionError(name + " never had the keyboard");
    }

    private boolean types(Runnable typing) {
        return follows(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED, typing);
    }

    private boolean shoot(Runnable shot) {
        return follows(MouseEvent.MOUSE_PRESSED, MouseEvent.MOUSE_RELEASED, shot);
    }

    private <E extends InputEvent> boolean follows(EventType<E> down, EventType<E> up, Runnable deed) {
        var scene = Fx.get(() -> goal.get().map(Node::getScene));
        if (scene.isEmpty()) {
            return false;
        }
        EventHandler<E> press = event -> {
            if (pressed.getCount() > 0) {
                hit.set(goal.get()
                        .filter(node -> within(event.getTarget(), node) && !bare(node))
                        .isPresent());
                pressed.countDown();
            }
        };
        EventHandler<E> release = event -> released.countDown();
        Fx.run(() -> {
            scene.get().getRoot().applyCss();
            scene.get().getRoot().layout();
            scene.get().addEventFilter(down, press);
            scene.get().addEventFilter(up, release);
        });
        try {
            deed.run();
            // What closes its window at the press never hears of the release.
            boolean heard = heard(pressed, LONGEST) && (heard(released, 1) || hit.get());
            Fx.run(() -> {});
            return heard && hit.get();
        } finally {
            Fx.run(() -> {
                scene.get().removeEventFilter(down, press);
                scene.get().removeEventFilter(up, release);
            });
        }
    }

    /** What was put in place after the last frame has no skin yet, and without it hears nothing; no hand is that fast. */
    private static boolean bare(Node node) {
        return node instanceof Control control && control.getSkin() == null;
    }

    private static boolean within(Object target, Node node) {
        for (var at = target instanceof Node inner ? inner : null; at != null; at = at.getParent()) {
            if (at == node) {
                return true;
            }
        }
        return false;
    }

    private static boolean heard(CountDownLatch latch, long seconds) {
        try {
            return latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
