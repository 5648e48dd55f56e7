package io.slipway.server.lab.cli;

import io.slipway.server.base.Json;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Invocation;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.sh.Call;
import io.slipway.server.lab.sh.PipeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The pvesh command: GET from {@link PveshGet}, changes from {@link PveshChange}, output formats here. */
final class Pvesh {
    static final Set<String> FORMAT =
            Set.of("output-format", "quiet", "nooutput", "human-readable", "noheader", "noborder");

    private final PveshGet reads;
    private final PveshChange changes;

    Pvesh(Cluster cluster) {
        this.reads = new PveshGet(cluster);
        this.changes = new PveshChange(cluster);
    }

    int run(Call call, Invocation invocation) throws PveError, PipeClosed, InterruptedException {
        var args = new ArrayList<>(call.args());
        boolean silent = args.remove("--nooutput");
        if (args.isEmpty()) {
            throw new PveError("ERROR: no command specified");
        }
        var verb = args.removeFirst();
        var options = Options.parse(args, name -> true, usage(verb, ""));
        var path = options.at(0, usage(verb, "")).replaceAll("^/+|/+$", "");
        silent |= options.isSet("quiet");
        try {
            if (verb.equals("get")) {
                print(reads.get(path, options), options, silent, call);
            } else {
                change(verb, path, options, silent, call, invocation);
            }
            return 0;
        } catch (PveError.Parameter e) {
            throw PveProgram.withUsage(e, usage(verb, path));
        }
    }

    /** A failed task is told on stderr and in the task list, never by the exit code. */
    private void change(String verb, String path, Options options, boolean silent, Call call, Invocation invocation)
            throws PveError, PipeClosed, InterruptedException {
        String upid;
        try {
            upid = changes.run(verb, path, options, invocation);
        } catch (PveError.TaskFailed e) {
            call.err().line(e.text());
            upid = e.upid();
        }
        if (!upid.isEmpty()) {
            print(Json.mapper().getNodeFactory().stringNode(upid), options, silent, call);
        }
    }

    private static void print(JsonNode answer, Options options, boolean silent, Call call) throws PipeClosed {
        if (silent) {
            return;
        }
        call.out()
                .print(
                        switch (options.get("output-format", "text")) {
                            case "json" -> PveJson.compact(answer);
                            case "json-pretty" -> PveJson.pretty(answer);
                            case "yaml" -> PveJson.yaml(answer);
                            default -> PveJson.text(answer);
                        });
    }

    static String usage(String verb, String path) {
        var required = path.endsWith("/clone")
                ? " --newid <integer>"
                : path.endsWith("/upload") ? " --content <string> --filename <string>" : "";
        return "pvesh " + verb + " <api_path>" + required + " [OPTIONS] [FORMAT_OPTIONS]";
    }

    /** The options that belong to the method, without those of the output. */
    static java.util.Map<String, String> parameters(Options options) {
        var parameters = new java.util.TreeMap<>(options.values());
        parameters.keySet().removeAll(FORMAT);
        return parameters;
    }

    static List<String> parts(String path) {
        return List.of(path.split("/", -1));
    }
}
