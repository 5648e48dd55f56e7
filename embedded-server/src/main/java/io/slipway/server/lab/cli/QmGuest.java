package io.slipway.server.lab.cli;

import io.slipway.server.base.Json;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Power;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.sh.Call;
import io.slipway.server.lab.sh.PipeClosed;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** qm guest cmd, exec and exec-status, and the older qm agent. */
final class QmGuest {
    private static final int AGENT_ERROR = 29;

    private final Power power;
    private final Cluster cluster;

    QmGuest(Power power, Cluster cluster) {
        this.power = power;
        this.cluster = cluster;
    }

    int run(String group, List<String> args, Call call) throws PveError, PipeClosed, InterruptedException {
        if (group.equals("agent")) {
            return command(args, call);
        }
        var verb = args.isEmpty() ? "" : args.getFirst();
        var rest = args.isEmpty() ? args : args.subList(1, args.size());
        return switch (verb) {
            case "cmd" -> command(rest, call);
            case "exec" -> execute(rest, call);
            case "exec-status" -> {
                call.out().print(PveJson.pretty(Json.object().put("exited", 0)));
                yield 0;
            }
            default -> throw new PveError("ERROR: unknown command 'qm guest " + verb + "'");
        };
    }

    private int command(List<String> args, Call call) throws PveError, PipeClosed, InterruptedException {
        var usage = "qm guest cmd <vmid> <command>";
        var options = Options.parse(args, name -> false, usage);
        int vmid = Options.vmid("vmid", options.at(0, usage));
        var command = options.at(1, usage);
        var answer = answer(vmid, command);
        if (answer != null) {
            call.out().print(PveJson.pretty(answer));
        }
        return 0;
    }

    /** What an agent command answers; null for silent ones. */
    @org.jspecify.annotations.Nullable
    JsonNode answer(int vmid, String command) throws PveError, InterruptedException {
        var guest = power.agent(vmid);
        return switch (command) {
            case "ping" -> null;
            case "network-get-interfaces" -> guest.interfaces();
            case "get-osinfo" -> guest.osInfo();
            case "shutdown" -> {
                guest.shutdown();
                yield null;
            }
            default ->
                throw new PveError.Parameter(
                        "command", "value '" + command + "' does not have a value in the enumeration");
        };
    }

    private int execute(List<String> args, Call call) throws PveError, PipeClosed, InterruptedException {
        var usage = "qm guest exec <vmid> [<extra-args>] [OPTIONS]";
        var options = Options.parse(args, Set.of("timeout", "synchronous", "pass-stdin")::contains, usage);
        int vmid = Options.vmid("vmid", options.at(0, usage));
        var guest = power.agent(vmid);
        var command = options.extra().isEmpty()
                ? options.positional().subList(1, options.positional().size())
                : options.extra();
        var result = guest.execute(command, Duration.ofSeconds(options.number("timeout", 30)));
        if (result == null) {
            throw new PveError(
                    AGENT_ERROR,
                    "Wide character in die at /usr/share/perl5/PVE/RESTHandler.pm line 1131.\n"
                            + "Agent error: Guest agent command failed, error was 'Failed to execute child process “"
                            + (command.isEmpty() ? "" : command.getFirst()) + "” (No such file or directory)'");
        }
        if (!result.exited()) {
            cluster.pause(cluster.timing().agentWait());
            call.out().print(PveJson.pretty(Json.object().put("pid", result.pid())));
            call.err().line("timeout reached, returning pid");
            return 0;
        }
        var answer = Json.object().put("exitcode", result.code()).put("exited", 1);
        answer.put("out-data", result.out()).put("out-truncated", 0);
        if (!result.err().isEmpty()) {
            answer.put("err-data", result.err()).put("err-truncated", 0);
        }
        call.out().print(PveJson.pretty(answer));
        return 0;
    }
}
