package io.slipway.server.lab.cli;

import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Invocation;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.pve.StorageSpec;
import io.slipway.server.lab.pve.Volumes;
import io.slipway.server.lab.sh.Call;
import io.slipway.server.lab.sh.PipeClosed;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The pvesm command. */
final class Pvesm {
    private final Cluster cluster;
    private final Volumes volumes;

    Pvesm(Cluster cluster) {
        this.cluster = cluster;
        this.volumes = cluster.volumes();
    }

    int run(Call call, Invocation invocation) throws PveError, PipeClosed, InterruptedException {
        var command = call.args().isEmpty() ? "" : call.args().getFirst();
        var rest =
                call.args().subList(Math.min(1, call.args().size()), call.args().size());
        switch (command) {
            case "status" ->
                status(
                        Options.parse(
                                rest,
                                Set.of("content", "enabled", "storage", "target", "format")::contains,
                                "pvesm status  [OPTIONS]"),
                        call);
            case "list" -> {
                var usage = "pvesm list <storage> [OPTIONS]";
                var options = Options.parse(rest, Set.of("content", "vmid")::contains, usage);
                list(volumes.usable(options.at(0, usage)), options, call);
            }
            case "path" -> {
                var usage = "pvesm path <volume>";
                call.out()
                        .line(volumes.path(
                                Options.parse(rest, name -> false, usage).at(0, usage)));
            }
            case "free" -> {
                var usage = "pvesm free <volume> [OPTIONS]";
                volumes.free(
                        Options.parse(rest, Set.of("delay", "storage")::contains, usage)
                                .at(0, usage),
                        call.out());
            }
            default -> throw new PveError("ERROR: unknown command 'pvesm " + command + "'");
        }
        return 0;
    }

    private void status(Options options, Call call) throws PipeClosed {
        var wanted = options.get("content");
        var name = options.get("storage");
        var shown = volumes.all().stream()
                .filter(storage -> name == null || storage.id().equals(name))
                .filter(storage -> wanted == null || storage.content().contains(wanted) && usable(storage))
                .filter(storage -> !options.isSet("enabled") || !storage.disabled())
                .toList();
        int width = shown.stream().mapToInt(s -> s.id().length()).max().orElse(4);
        var row = "%-" + width + "s  %10s %10s %15s %15s %15s %8s";
        call.out().line(row.formatted("Name", "Type", "Status", "Total (KiB)", "Used (KiB)", "Available (KiB)", "%"));
        for (var storage : shown) {
            boolean active = usable(storage);
            long total = active ? storage.limitBytes() / 1024 : 0;
            long used = active ? cluster.files().used(storage.path()) / 1024 : 0;
            var percent = active ? String.format(Locale.ROOT, "%.2f%%", used * 100.0 / total) : "N/A";
            var state = active ? "active" : "disabled";
            call.out().line(row.formatted(storage.id(), "dir", state, total, used, total - used, percent));
        }
    }

    private boolean usable(StorageSpec storage) {
        try {
            volumes.usable(storage.id());
            return true;
        } catch (PveError e) {
            return false;
        }
    }

    private void list(StorageSpec storage, Options options, Call call) throws PipeClosed {
        List<Volumes.Volume> found = volumes.list(storage, options.get("content"), options.number("vmid", 0));
        int width = Math.max(
                5, found.stream().mapToInt(v -> v.volid().length()).max().orElse(0));
        int sizes = Math.max(
                4,
                found.stream()
                        .mapToInt(v -> String.valueOf(v.size()).length())
                        .max()
                        .orElse(0));
        var row = "%-" + width + "s %-7s %-9s %" + sizes + "s%s";
        call.out().line(row.formatted("Volid", "Format", "Type", "Size", " VMID"));
        for (var volume : found) {
            var owner = volume.vmid() == 0 ? "" : " " + volume.vmid();
            call.out().line(row.formatted(volume.volid(), volume.format(), volume.content(), volume.size(), owner));
        }
    }
}
