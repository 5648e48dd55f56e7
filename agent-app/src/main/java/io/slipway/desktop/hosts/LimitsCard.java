package io.slipway.desktop.hosts;

import io.slipway.desktop.cards.Card;
import io.slipway.desktop.cards.Fields;
import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostLimits;
import io.slipway.server.text.Text;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;

/** How far Slipway may go on a host: VMs made at the same time, and the numbers it gives them. */
final class LimitsCard {
    private final Desk desk;
    private final Text text;
    private final Host host;
    private final Card card;
    private final TextField slots;
    private final TextField first;
    private final TextField last;
    private final Button save;

    LimitsCard(Desk desk, Host host) {
        this.desk = desk;
        this.text = desk.text("hosts");
        this.host = host;
        var limits = host.limits();
        this.card = new Card(desk, "host-limits", text.get("limits.title"), text.get("limits.hint")).whole();
        this.slots = field("limits-slots", limits.slots());
        this.first = field("limits-first", limits.firstVmId());
        this.last = field("limits-last", limits.lastVmId());
        this.save = Parts.button("limits-save", text.get("limits.save"), this::save);
        card.with(
                Fields.field(text.get("limits.slots"), slots, text.get("limits.slots.hint")),
                Fields.field(text.get("limits.first"), first, ""),
                Fields.field(text.get("limits.last"), last, text.get("limits.last.hint")),
                Fields.buttons(save));
    }

    private static TextField field(String id, int value) {
        var field = Fields.text(id, String.valueOf(value));
        field.setMaxWidth(160);
        return field;
    }

    Node view() {
        return card;
    }

    private static Optional<Integer> number(TextField field, int least, int most) {
        var typed = field.getText().strip();
        return Optional.of(typed)
                .filter(words -> words.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(number -> number >= least && number <= most);
    }

    private void save() {
        var many = number(slots, 1, HostLimits.MOST_SLOTS);
        var from = number(first, HostLimits.LOWEST_ID, HostLimits.HIGHEST_ID);
        var to = number(last, HostLimits.LOWEST_ID, HostLimits.HIGHEST_ID);
        if (many.isEmpty()) {
            card.object(text.get("limits.wrong.slots"));
        } else if (from.isEmpty() || to.isEmpty() || from.get() > to.get()) {
            card.object(text.get("limits.wrong.ids"));
        } else {
            var limits = new HostLimits(many.get(), from.get(), to.get());
            card.run(
                    save,
                    text.get("limits.waits"),
                    () -> new Recorded(desk.services()).call("desktop.host.limit", host.id(), () -> desk.services()
                            .hosts()
                            .limit(desk.tenant(), host.id(), limits)),
                    changed -> card.say(text.get("limits.saved")));
        }
    }
}
