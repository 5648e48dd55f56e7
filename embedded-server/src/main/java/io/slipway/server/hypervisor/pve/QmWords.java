package io.slipway.server.hypervisor.pve;

import java.util.ArrayList;
import java.util.List;

/** Operations as command lines of the host's own tools. Writes go by {@code qm}, whose exit code tells a failed task. */
final class QmWords {
    private QmWords() {}

    static List<String> of(Operation operation) {
        return switch (operation) {
            case Operation.Clone clone -> clone(clone);
            case Operation.Start start -> qm("start", start.id().toString());
            case Operation.Stop stop -> qm("stop", stop.id().toString());
            case Operation.Shutdown shutdown ->
                qm("shutdown", shutdown.id().toString(), "--timeout", Long.toString(shutdown.seconds()));
            case Operation.Resize resize -> qm("resize", resize.id().toString(), resize.slot(), resize.gib() + "G");
            case Operation.Destroy destroy -> destroy(destroy);
        };
    }

    private static List<String> qm(String... words) {
        var all = new ArrayList<String>(List.of(PveShell.QM));
        all.addAll(List.of(words));
        return all;
    }

    private static List<String> clone(Operation.Clone clone) {
        var order = clone.order();
        var words = qm(
                "clone",
                order.template().toString(),
                order.id().toString(),
                "--name",
                order.name(),
                "--full",
                order.full() ? "1" : "0",
                "--description",
                clone.description());
        order.storage().ifPresent(storage -> words.addAll(List.of("--storage", storage)));
        return words;
    }

    private static List<String> destroy(Operation.Destroy destroy) {
        var words = qm("destroy", destroy.id().toString());
        if (destroy.purge()) {
            words.addAll(List.of("--purge", "1"));
        }
        if (destroy.unreferenced()) {
            words.addAll(List.of("--destroy-unreferenced-disks", "1"));
        }
        return words;
    }
}
