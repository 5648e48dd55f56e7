package io.slipway.server.lab.cli;

import io.slipway.server.base.Json;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Invocation;
import io.slipway.server.lab.pve.Power;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.pve.RunningGuest;
import io.slipway.server.lab.sh.PipeClosed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The methods of the API tree for callers that do not come by the command line. Thread-safe. */
public final class PveApi {
    private static final Duration EXEC_PATIENCE = Duration.ofSeconds(30);

    private final PveshGet reads;
    private final PveshChange changes;
    private final Power power;
    private final Map<Integer, RunningGuest.ExecResult> programs = new ConcurrentHashMap<>();

    public PveApi(Cluster cluster) {
        this.reads = new PveshGet(cluster);
        this.changes = new PveshChange(cluster);
        this.power = new Power(cluster);
    }

    private static Options options(Map<String, String> parameters) {
        return new Options(List.of(), parameters, List.of());
    }

    /** @param path without a leading slash */
    public JsonNode get(String path, Map<String, String> parameters) throws PveError, InterruptedException {
        return reads.get(path, options(parameters));
    }

    /**
     * POST, PUT and DELETE; returns when the worker has ended.
     *
     * @return the worker's number, empty for calls without one
     */
    public String change(String method, String path, Map<String, String> parameters, Invocation call)
            throws PveError, PipeClosed, InterruptedException {
        var verb =
                switch (method) {
                    case "POST" -> "create";
                    case "PUT" -> "set";
                    default -> "delete";
                };
        return changes.run(verb, path, options(parameters), call);
    }

    /** agent/exec: the number of the program that runs now. */
    public JsonNode execute(int vmid, List<String> command) throws PveError, InterruptedException {
        var result = power.agent(vmid).execute(command, EXEC_PATIENCE);
        if (result == null) {
            throw new PveError("Agent error: Guest agent command failed, error was 'Failed to execute child process \""
                    + (command.isEmpty() ? "" : command.getFirst()) + "\" (No such file or directory)'");
        }
        programs.put(result.pid(), result);
        return Json.object().put("pid", result.pid());
    }

    /** agent/exec-status. */
    public JsonNode executed(int vmid, int pid) throws PveError, InterruptedException {
        power.agent(vmid);
        var result = programs.get(pid);
        if (result == null) {
            throw new PveError("Agent error: Invalid parameter 'pid'");
        }
        if (!result.exited()) {
            return Json.object().put("exited", 0);
        }
        var answer = Json.object().put("exited", 1).put("exitcode", result.code());
        answer.put("out-data", result.out());
        return result.err().isEmpty() ? answer : answer.put("err-data", result.err());
    }

    /** agent/ping. */
    public JsonNode ping(int vmid) throws PveError, InterruptedException {
        power.agent(vmid);
        return Json.object().set("result", Json.object());
    }

    /** Whether a machine's configuration can hold such a key. */
    public static boolean isSetting(String key) {
        return io.slipway.server.lab.pve.Settings.isKnown(key);
    }
}
