package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.pve.rest.RestAnswer;
import io.slipway.server.hypervisor.pve.rest.RestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A node over REST. Errors take the form in which the command line prints them, so that the same words are understood the
 * same way on both transports.
 */
final class RestNode implements PveNode {
    private static final Pattern NODE = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");
    private static final int FAILED = 255;

    private final RestHost host;
    private final Optional<String> expectedNode;
    private final AtomicReference<@Nullable String> node = new AtomicReference<>();

    RestNode(RestHost host, Optional<String> expectedNode) {
        this.host = host;
        this.expectedNode = expectedNode;
    }

    @Override
    public String node() {
        var known = node.get();
        if (known == null) {
            known = readNode();
            node.set(known);
        }
        return known;
    }

    /** The node whose certificate we talk to. A host with a certificate of its own choice tells it by having no peers. */
    private String readNode() {
        var rows = Lenient.rows(get("its nodes", "/nodes"));
        var names = rows.stream()
                .flatMap(row -> Lenient.text(row, "node").stream())
                .filter(name -> NODE.matcher(name).matches())
                .toList();
        var here = rows.stream()
                .filter(row -> Lenient.text(row, "ssl_fingerprint")
                        .filter(host.pin()::equalsIgnoreCase)
                        .isPresent())
                .flatMap(row -> Lenient.text(row, "node").stream())
                .filter(names::contains)
                .findFirst()
                .or(() -> names.size() == 1 ? Optional.of(names.getFirst()) : expectedNode.filter(names::contains))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.HOST_ANSWER,
                                "The cluster has the nodes " + String.join(", ", names)
                                        + ", and none of them shows the certificate of " + host.address() + ".",
                                "Let the nodes use the certificates that Proxmox VE made for them.")
                        .exception());
        if (expectedNode.filter(name -> !name.equals(here)).isPresent()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The host at this address is node " + here + ", not " + expectedNode.get() + ".",
                            "Correct the host's address or its node name.")
                    .exception();
        }
        return here;
    }

    @Override
    public String signedInAs() {
        return host.tokenId();
    }

    /** Missing rights would show as empty lists or in the middle of a job, so they are told when the host is probed. */
    @Override
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        for (var right : rights().rights()) {
            if (!right.present()) {
                warnings.add("The API token lacks " + right.name() + " on " + right.where() + ", needed to "
                        + right.purpose() + ".");
            }
        }
        warnings.add(
                "With an API token Slipway cannot unlock a clone that a crash of the host left half-finished; it then"
                        + " names the command for the host's console.");
        return warnings;
    }

    @Override
    public HostAnswer ask(String path, Map<String, String> parameters) {
        return answer(host.get(path, parameters));
    }

    HostAnswer change(String method, String path, JsonNode parameters) {
        return answer(host.change(method, path, parameters));
    }

    HostAnswer delete(String path, Map<String, String> parameters) {
        return answer(host.delete(path, parameters));
    }

    /** The body goes out as it came; an error becomes what the command line would have said. */
    static HostAnswer answer(RestAnswer answer) {
        return answer.succeeded()
                ? new HostAnswer(0, answer.body(), "")
                : new HostAnswer(FAILED, "", complaint(answer));
    }

    private static String complaint(RestAnswer answer) {
        var text = new StringBuilder();
        if (answer.status() == 400 || answer.status() > 500) {
            text.append(answer.status()).append(' ');
        }
        var body = errorBody(answer);
        text.append(body.flatMap(json -> Lenient.text(json, "message"))
                .filter(message -> !message.isBlank())
                .orElse(answer.reason())
                .strip());
        body.map(json -> json.path("errors")).filter(JsonNode::isObject).ifPresent(errors -> errors.properties()
                .forEach(error -> text.append('\n')
                        .append(error.getKey())
                        .append(": ")
                        .append(error.getValue().asString("").strip())));
        return text.append('\n').toString();
    }

    /** Versions before 8.3 have no message in the body, and some errors have no body at all. */
    private static Optional<JsonNode> errorBody(RestAnswer answer) {
        try {
            return answer.body().isBlank() ? Optional.empty() : Optional.of(Json.parse(answer.body()));
        } catch (SlipwayException e) {
            return Optional.empty();
        }
    }

    @Override
    public JsonNode json(String what, HostAnswer answer) {
        var data = PveNode.parsed(what, answer).get("data");
        if (data == null) {
            throw Problem.of(ProblemCode.HOST_ANSWER, "The host's answer about " + what + " has no data.")
                    .exception();
        }
        return data;
    }

    @Override
    public HostAnswer set(VmId id, Map<String, String> values, List<String> deletes, String digest) {
        var parameters = Json.object();
        values.forEach(parameters::put);
        if (!deletes.isEmpty()) {
            parameters.put("delete", String.join(",", deletes));
        }
        parameters.put("digest", digest);
        return change("PUT", qemu(id) + "/config", parameters);
    }

    String qemu(VmId id) {
        return "/nodes/" + node() + "/qemu/" + id;
    }

    /** Only root at the host itself may take a lock away; the API has no way to it for anybody's token. */
    @Override
    public HostAnswer unlock(VmId id) {
        return new HostAnswer(
                FAILED,
                "",
                "an API token may not unlock a VM; on the host run: qm unlock " + id + " && qm destroy " + id
                        + " --destroy-unreferenced-disks 1");
    }

    @Override
    public HostAnswer sendKey(VmId id, String key) {
        return change("PUT", qemu(id) + "/sendkey", Json.object().put("key", key));
    }

    @Override
    public HostAnswer stopTask(String upid) {
        return delete("/nodes/" + node() + "/tasks/" + upid, Map.of());
    }

    /** The host never waits here; the first look comes right after. */
    @Override
    public HostAnswer execute(VmId id, List<String> command, long seconds) {
        var parameters = Json.object();
        command.forEach(parameters.putArray("command")::add);
        return change("POST", qemu(id) + "/agent/exec", parameters);
    }

    @Override
    public HostAnswer executed(VmId id, long pid) {
        return ask(qemu(id) + "/agent/exec-status", Map.of("pid", Long.toString(pid)));
    }

    @Override
    public Optional<Set<String>> filesNaming(String volume) {
        return Optional.empty();
    }

    RestHost host() {
        return host;
    }

    @Override
    public void close() {
        host.close();
    }
}
