package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.pve.onboard.PermissionReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What we ask of a node and what it does at once, whichever way leads to it. All decisions are made above this line.
 *
 * <p>Paths are those of Proxmox' API tree, which {@code pvesh} and the REST API share. Thread-safe.
 */
interface PveNode extends AutoCloseable {
    /** The node's own name, case-sensitive. Asked once; a host keeps its name while it runs. */
    String node();

    /** Sentences for the operator: what this way of signing in cannot do. */
    List<String> warnings();

    /** The user or token we signed in as, the way the host names it. */
    default String signedInAs() {
        return "our API token";
    }

    /** What our sign-in may do; one that does not act as root has the privileges that the host tells. */
    default RightsReport rights() {
        var version = Lenient.text(get("its version", "/version"), "version").orElse("");
        int dot = version.indexOf('.');
        if (dot < 1 || !version.substring(0, dot).matches("\\d{1,3}")) {
            throw Problem.of(ProblemCode.HOST_ANSWER, "The host did not tell its Proxmox VE version.")
                    .exception();
        }
        return PermissionReport.of(
                signedInAs(),
                Integer.parseInt(version.substring(0, dot)),
                get("what we may do", "/access/permissions"));
    }

    /** Reads one path of the API tree, for callers that look at failures themselves. */
    HostAnswer ask(String path, Map<String, String> parameters);

    /** As {@link #ask(String, Map)} without parameters. */
    default HostAnswer ask(String path) {
        return ask(path, Map.of());
    }

    /** Reads one path of the API tree. @param what names it in a problem */
    default JsonNode get(String what, String path, Map<String, String> parameters) {
        var answer = ask(path, parameters);
        if (!answer.succeeded()) {
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not tell " + what, answer)
                    .exception();
        }
        return json(what, answer);
    }

    /** As {@link #get(String, String, Map)} without parameters. */
    default JsonNode get(String what, String path) {
        return get(what, path, Map.of());
    }

    /** The JSON of a successful answer. */
    default JsonNode json(String what, HostAnswer answer) {
        return parsed(what, answer);
    }

    /** The output as JSON. */
    static JsonNode parsed(String what, HostAnswer answer) {
        try {
            return Json.parse(answer.out().strip().getBytes(StandardCharsets.UTF_8));
        } catch (SlipwayException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.HOST_ANSWER, "The host's answer about " + what + " is not JSON."), e);
        }
    }

    /** One atomic write of a VM's settings, refused when the configuration has another digest now. */
    HostAnswer set(VmId id, Map<String, String> values, List<String> deletes, String digest);

    /** Takes away the lock that a crash left. */
    HostAnswer unlock(VmId id);

    HostAnswer sendKey(VmId id, String key);

    /** Ends a task of the host; its worker cleans up after itself. */
    HostAnswer stopTask(String upid);

    /**
     * Starts a program by the guest agent. The answer's JSON has {@code exited} when it ended in time, or a {@code pid}.
     *
     * @param seconds how long the host may wait for the end
     */
    HostAnswer execute(VmId id, List<String> command, long seconds);

    /** What became of a program: {@code exited} and its output, or {@code exited} 0. */
    HostAnswer executed(VmId id, long pid);

    /**
     * Numbers of the VMs of all nodes whose configuration, pending changes or snapshots name a volume; empty when this way
     * cannot read the files, so each VM must be asked.
     */
    Optional<Set<String>> filesNaming(String volume);

    @Override
    void close();
}
