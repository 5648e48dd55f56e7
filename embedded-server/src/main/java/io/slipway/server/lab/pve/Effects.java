package io.slipway.server.lab.pve;

import io.slipway.server.lab.pve.Effect.Edge;
import io.slipway.server.lab.pve.Effect.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The journal of changes; crash tests hook in at its edges. Thread-safe. */
public final class Effects {
    private final AtomicLong sequence = new AtomicLong();
    private final List<Effect> done = new CopyOnWriteArrayList<>();
    private final List<Consumer<Effect>> hooks = new CopyOnWriteArrayList<>();

    /** Calls the hook in the thread that makes the change, right before and right after it. */
    public void onEffect(Consumer<Effect> hook) {
        hooks.add(hook);
    }

    /** All completed changes in the order of their completion. */
    public List<Effect> done() {
        return List.copyOf(done);
    }

    /** Announces a change. */
    public Effect begin(Kind kind, int vmid, String name, String detail) {
        var effect = new Effect(sequence.incrementAndGet(), kind, vmid, name, detail, Edge.BEFORE);
        hooks.forEach(hook -> hook.accept(effect));
        return effect;
    }

    /** Records that an announced change has happened. */
    public void end(Effect begun) {
        var effect = begun.at(Edge.AFTER);
        done.add(effect);
        hooks.forEach(hook -> hook.accept(effect));
    }
}
