package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.jobs.Question;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.base.Caller;
import io.slipway.server.inventory.Vm;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;

/** Deletes a VM after a question that names all that goes. */
final class VmDeletion {
    private final Desk desk;
    private final Text text;
    private final BiConsumer<Vm, Throwable> failed;
    private final Recorded recorded;

    /** @param failed hears which VM was not deleted, and why */
    VmDeletion(Desk desk, BiConsumer<Vm, Throwable> failed) {
        this.desk = desk;
        this.text = desk.text("jobs");
        this.failed = failed;
        this.recorded = new Recorded(desk.services());
    }

    void ask(Node over, Vm vm) {
        var running = new CheckBox(text.get("vm.delete.running"));
        running.setId("vm-delete-running");
        running.setWrapText(true);
        var body = new ArrayList<Node>();
        body.add(Parts.words(text.get("vm.delete.body")));
        body.add(Parts.words("• "
                + vm.nativeId()
                        .map(id -> text.get("vm.delete.machine", id, vm.hostName()))
                        .orElseGet(() -> text.get("vm.delete.nomachine"))));
        for (var key : new String[] {"vm.delete.disc", "vm.delete.secrets", "vm.delete.name"}) {
            body.add(Parts.words("• " + text.get(key)));
        }
        body.add(Parts.words(text.get("vm.delete.foreign"), "muted"));
        body.add(running);
        var words = new Question.Words(
                text.get("vm.delete.title", vm.name()), body, text.get("vm.delete.yes"), text.get("vm.delete.no"));
        Question.ask(over, words, () -> delete(vm, running.isSelected()));
    }

    private void delete(Vm vm, boolean force) {
        desk.background()
                .run(
                        () -> recorded.call("desktop.vm.delete", vm.id(), () -> desk.services()
                                .deletion()
                                .submit(Caller.localOperator(), vm.id(), force)),
                        job -> desk.navigator().open(new Place.Jobs(Optional.of(job))),
                        failure -> failed.accept(vm, failure));
    }
}
