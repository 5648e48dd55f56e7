package io.slipway.server.answer;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** {@code provision.json}, format version 1 (requirements A.10) with our additions. */
final class ProvisionJson {
    private static final String VALIDATE = "/api/v1/provisioning/validate-token";
    private static final Pattern PIN = Pattern.compile("[0-9a-f]{64}");

    private ProvisionJson() {}

    /**
     * UTF-8 without byte-order mark, non-ASCII escaped.
     *
     * @param wipeAutoLogon whether START.ps1 removes the auto-logon password when it has finished
     */
    static byte[] render(AnswerRequest request, boolean wipeAutoLogon) {
        checkEndpoints(request);
        var identity = request.identity();
        var out = Json.object();
        out.put("version", 1);
        out.put("vm_uuid", identity.vmUuid());
        switch (identity.address()) {
            case AddressPlan.Dhcp ignored -> out.putNull("ip");
            case StaticIpv4 fixed -> ip(out.putObject("ip"), fixed);
        }
        out.put("token", request.token().map(Secret::reveal).orElse(""));
        out.put("s3_endpoint", "");
        out.put(
                "api_endpoint",
                request.endpoints().isEmpty() ? "" : base(request.endpoints().getFirst()));
        out.put("bootstrap_url", VALIDATE);
        var endpoints = out.putArray("api_endpoints");
        request.endpoints().forEach(endpoint -> endpoints.add(base(endpoint)));
        request.tlsPins().forEach(out.putArray("tls_pins")::add);
        out.put("mac", identity.macAddress());
        out.put("vm_name", identity.vmName());
        out.put("playbook", request.playbook().map(text -> "playbook.yml").orElse(null));
        out.put("wipe_auto_logon", wipeAutoLogon);
        return (AsciiJson.escape(Json.pretty(out)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void ip(ObjectNode out, StaticIpv4 fixed) {
        out.put("address", fixed.address());
        out.put("netmask", fixed.netmask());
        out.put("gateway", fixed.gateway().orElse(""));
        fixed.dns().forEach(out.putArray("dns")::add);
    }

    private static String base(URI endpoint) {
        var text = endpoint.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** A guest that must report needs an https endpoint it can reach and a pin to know it by. */
    static void checkEndpoints(AnswerRequest request) {
        if (request.token().isPresent()
                && (request.endpoints().isEmpty() || request.tlsPins().isEmpty())) {
            throw config("A VM with a token needs an endpoint and a pin to report to.");
        }
        for (var endpoint : request.endpoints()) {
            var host = endpoint.getHost();
            if (!"https".equals(endpoint.getScheme()) || host == null || endpoint.getUserInfo() != null) {
                throw config("The endpoint " + endpoint.getScheme() + " of the control plane is not an https address.");
            }
            if (!request.allowLoopback() && loopback(host)) {
                throw config("The endpoint " + host + " cannot be reached from a VM.");
            }
        }
        if (!request.tlsPins().stream().allMatch(pin -> PIN.matcher(pin).matches())) {
            throw config("A pin is 64 lower-case hex digits.");
        }
    }

    private static boolean loopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("[::1]")
                || host.equals("0.0.0.0")
                || host.equals("[::]");
    }

    private static io.slipway.server.base.SlipwayException config(String detail) {
        return Problem.of(
                        ProblemCode.CONFIG_ERROR,
                        detail,
                        "Set the public address of this computer to one the VMs can reach.")
                .exception();
    }
}
