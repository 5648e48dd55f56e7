package io.slipway.server.lab.cli;

import io.slipway.server.lab.pve.CloneVm;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.ConfigUpdate;
import io.slipway.server.lab.pve.Invocation;
import io.slipway.server.lab.pve.Power;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.pve.Settings;
import io.slipway.server.lab.pve.Views;
import io.slipway.server.lab.sh.Call;
import io.slipway.server.lab.sh.PipeClosed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The qm command. */
final class Qm {
    private static final Map<String, Set<String>> OPTIONS = Map.ofEntries(
            Map.entry("list", Set.of("full")),
            Map.entry("config", Set.of("current", "snapshot")),
            Map.entry("pending", Set.of()),
            Map.entry("status", Set.of("verbose")),
            Map.entry(
                    "clone",
                    Set.of(
                            "bwlimit",
                            "description",
                            "format",
                            "full",
                            "name",
                            "pool",
                            "snapname",
                            "storage",
                            "target")),
            Map.entry("start", Set.of("skiplock", "timeout", "force-cpu", "machine", "stateuri")),
            Map.entry("stop", Set.of("skiplock", "timeout", "keepActive", "overrule-shutdown")),
            Map.entry("shutdown", Set.of("skiplock", "timeout", "forceStop", "keepActive")),
            Map.entry("destroy", Set.of("skiplock", "purge", "destroy-unreferenced-disks")),
            Map.entry("unlock", Set.of()),
            Map.entry("wait", Set.of("timeout")),
            Map.entry("sendkey", Set.of("skiplock")),
            Map.entry("resize", Set.of("digest", "skiplock")),
            Map.entry("template", Set.of("disk")),
            Map.entry("listsnapshot", Set.of()));

    private final Cluster cluster;
    private final Views views;
    private final Power power;

    Qm(Cluster cluster) {
        this.cluster = cluster;
        this.views = new Views(cluster);
        this.power = new Power(cluster);
    }

    int run(Call call, Invocation invocation) throws PveError, PipeClosed, InterruptedException {
        if (call.args().isEmpty()) {
            throw new PveError("ERROR: no command specified");
        }
        var command = call.args().getFirst();
        var rest = call.args().subList(1, call.args().size());
        if (command.equals("guest") || command.equals("agent")) {
            return new QmGuest(power, cluster).run(command, rest, call);
        }
        var usage = usage(command);
        var options = Options.parse(rest, known(command), usage);
        try {
            return dispatch(command, options, usage, call, invocation);
        } catch (PveError.Parameter e) {
            throw PveProgram.withUsage(e, usage);
        }
    }

    static String usage(String command) {
        return switch (command) {
            case "clone" -> "qm clone <vmid> <newid> [OPTIONS]";
            case "list" -> "qm list  [OPTIONS]";
            case "sendkey" -> "qm sendkey <vmid> <key> [OPTIONS]";
            case "resize" -> "qm resize <vmid> <disk> <size> [OPTIONS]";
            case "pending", "unlock", "listsnapshot" -> "qm " + command + " <vmid>";
            default -> "qm " + command + " <vmid> [OPTIONS]";
        };
    }

    private static Predicate<String> known(String command) throws PveError {
        if (command.equals("set")) {
            return name -> Settings.isKnown(name)
                    || Set.of("delete", "revert", "digest", "skiplock", "force", "background_delay")
                            .contains(name);
        }
        var options = OPTIONS.get(command);
        if (options == null) {
            throw new PveError("ERROR: unknown command 'qm " + command + "'");
        }
        return options::contains;
    }

    private int dispatch(String command, Options options, String usage, Call call, Invocation invocation)
            throws PveError, PipeClosed, InterruptedException {
        if (command.equals("list")) {
            return list(call);
        }
        int vmid = Options.vmid("vmid", options.at(0, usage));
        switch (command) {
            case "config" -> {
                for (var line : views.configLines(vmid).entrySet()) {
                    call.out().line(line.getKey() + ": " + line.getValue());
                }
            }
            case "pending" -> pending(vmid, call);
            case "status" -> status(vmid, options.isSet("verbose"), call);
            case "set" -> new ConfigUpdate(cluster).run(vmid, options.values(), invocation);
            case "clone" -> {
                int target = Options.vmid("newid", options.at(1, usage));
                new CloneVm(cluster).run(cloneRequest(vmid, target, options), invocation);
            }
            case "start" -> power.start(vmid, options.isSet("skiplock"), invocation);
            case "stop" -> power.stop(vmid, invocation);
            case "shutdown" ->
                power.shutdown(
                        vmid,
                        Duration.ofSeconds(options.number("timeout", 60)),
                        options.isSet("forceStop"),
                        invocation);
            case "destroy" ->
                power.destroy(
                        vmid,
                        options.isSet("purge"),
                        options.isSet("destroy-unreferenced-disks"),
                        options.isSet("skiplock"),
                        invocation);
            case "unlock" -> power.unlock(vmid);
            case "wait" -> {
                int seconds = options.number("timeout", 0);
                power.await(vmid, seconds == 0 ? null : Duration.ofSeconds(seconds));
            }
            case "sendkey" -> power.key(vmid, options.at(1, usage));
            case "resize" -> power.resize(vmid, options.at(1, usage), options.at(2, usage), invocation);
            case "template" -> power.convert(vmid);
            case "listsnapshot" ->
                call.out().line("`-> current                                             You are here!");
            default -> throw new PveError("ERROR: unknown command 'qm " + command + "'");
        }
        return 0;
    }

    static CloneVm.Request cloneRequest(int source, int target, Options options) throws PveError {
        var name = options.get("name");
        if (name != null) {
            Settings.checkName("name", name);
        }
        return new CloneVm.Request(
                source,
                target,
                name,
                options.get("full") == null ? null : Boolean.valueOf(options.isSet("full")),
                options.get("storage"),
                options.get("format"),
                options.get("description"),
                options.get("target"),
                options.get("pool"));
    }

    private int list(Call call) throws PipeClosed {
        var rows = views.table();
        if (!rows.isEmpty()) {
            call.out()
                    .line("%10s %-20s %-10s %-10s %12s %-10s"
                            .formatted("VMID", "NAME", "STATUS", "MEM(MB)", "BOOTDISK(GB)", "PID"));
        }
        for (var row : rows) {
            call.out().line(row);
        }
        return 0;
    }

    private void status(int vmid, boolean verbose, Call call) throws PveError, PipeClosed {
        var status = views.status(vmid);
        if (!verbose) {
            call.out().line("status: " + status.path("status").asString());
            return;
        }
        status.remove(List.of("ha", "cpu", "agent", "nics", "template", "serial"));
        var keys = new java.util.TreeSet<>(status.propertyNames());
        for (var key : keys) {
            call.out().line(key + ": " + status.path(key).asString());
        }
    }

    private void pending(int vmid, Call call) throws PveError, PipeClosed {
        for (var entry : views.pending(vmid)) {
            var key = entry.path("key").asString();
            if (key.equals("digest")) {
                continue;
            }
            if (entry.has("delete")) {
                call.out().line("del " + key + ": " + entry.path("value").asString());
                continue;
            }
            if (entry.has("value")) {
                call.out().line("cur " + key + ": " + entry.path("value").asString());
            }
            if (entry.has("pending")) {
                call.out().line("new " + key + ": " + entry.path("pending").asString());
            }
        }
    }
}
