package io.slipway.server.web.admin;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostAuth;
import io.slipway.server.host.HostIdentity;
import io.slipway.server.host.Proof;
import io.slipway.server.host.Sighting;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.hypervisor.Storage;
import io.slipway.server.hypervisor.Template;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Hosts as answers; how we sign in is named, never shown. */
final class HostJson {
    private HostJson() {}

    /** @param refusal why all work on the host has stopped */
    static ObjectNode host(Host host, Optional<Problem> refusal) {
        var json = Json.object()
                .put("id", host.id())
                .put("name", host.name())
                .put("address", host.address())
                .put("port", host.port())
                .put("user_name", host.userName())
                .put("auth_kind", authKind(host.auth()))
                .put("host_key", host.hostKeyPin())
                .put("certificate", host.tlsPin().orElse(null))
                .put("tls_port", host.tlsPort())
                .put("state", state(refusal))
                .put("stopped_because", refusal.map(Problem::detail).orElse(null))
                .put("node", host.node());
        json.putObject("limits")
                .put("slots", host.limits().slots())
                .put("first_vm_id", host.limits().firstVmId())
                .put("last_vm_id", host.limits().lastVmId());
        return json.put("probed_at", host.probedAt().map(Instant::toString).orElse(null))
                .put("created_at", host.createdAt().toString());
    }

    private static String state(Optional<Problem> refusal) {
        return refusal.map(why -> why.code() == ProblemCode.HOST_RECORD_ALTERED ? "record-altered" : "host-key-changed")
                .orElse("connected");
    }

    private static String authKind(HostAuth auth) {
        return switch (auth) {
            case HostAuth.Password sealed -> "password";
            case HostAuth.KeyFile file -> "key-file";
            case HostAuth.ApiToken token -> "api-token";
        };
    }

    static ObjectNode identity(Host host, HostIdentity identity) {
        var json = Json.object().put("name", host.name()).put("trusted", identity.trusted());
        json.putObject("stored")
                .put("address", identity.stored().address())
                .put("port", identity.stored().port())
                .put("tls_port", identity.stored().tlsPort())
                .put("user_name", identity.stored().userName())
                .put("auth_kind", authKind(identity.stored().auth()))
                .put("node", identity.stored().node());
        json.put("record_altered", identity.altered().orElse(null));
        var proofs = json.putArray("proofs");
        for (var compared : identity.proofs()) {
            var item = proofs.addObject()
                    .put("proof", compared.proof().stored())
                    .put("matches", compared.matches())
                    .put(
                            "verify",
                            compared.proof()
                                    .consoleCommand(compared.shown()
                                            .or(compared::pinned)
                                            .orElse("")));
            item.set("pinned", sighting(identity, compared.proof(), compared.pinned()));
            item.set("shown", sighting(identity, compared.proof(), compared.shown()));
        }
        var alarms = json.putArray("alarms");
        identity.alarms().forEach(alarm -> alarms.addObject()
                .put("proof", alarm.proof().stored())
                .put("pinned", alarm.pinned())
                .put("shown", alarm.shown())
                .put("since", alarm.raisedAt().toString()));
        var seen = json.putArray("seen");
        identity.seen().forEach(sighting -> seen.add(sighting(sighting)));
        return json;
    }

    private static ObjectNode sighting(Sighting sighting) {
        return Json.object()
                .put("proof", sighting.proof().stored())
                .put("fingerprint", sighting.fingerprint())
                .put("first_seen", sighting.firstSeen().toString())
                .put("last_seen", sighting.lastSeen().toString());
    }

    private static JsonNode sighting(HostIdentity identity, Proof proof, Optional<String> fingerprint) {
        return fingerprint
                .map(text -> identity.seen().stream()
                        .filter(seen ->
                                seen.proof() == proof && seen.fingerprint().equals(text))
                        .findFirst()
                        .map(HostJson::sighting)
                        .orElseGet(
                                () -> Json.object().put("proof", proof.stored()).put("fingerprint", text)))
                .map(JsonNode.class::cast)
                .orElseGet(NullNode::getInstance);
    }

    static ObjectNode rights(RightsReport report) {
        var json = Json.object()
                .put("signed_in_as", report.signedInAs())
                .put("how", report.how())
                .put("complete", report.missing().isEmpty());
        var items = json.putArray("rights");
        report.rights().forEach(right -> items.addObject()
                .put("name", right.name())
                .put("where", right.where())
                .put("purpose", right.purpose())
                .put("required", right.required())
                .put("needed_for", right.need().name().toLowerCase(Locale.ROOT))
                .put("present", right.present())
                .put("grant", right.present() ? null : right.grant()));
        return json;
    }

    /** The rights that are missing stand among the warnings too, so that nobody overlooks them. */
    static ObjectNode probe(HostProbe probe, RightsReport report) {
        var json = probe(probe);
        var warnings = (ArrayNode) json.path("warnings");
        report.missing()
                .forEach(right -> warnings.add("The right " + right.name() + " on " + right.where() + " is missing: "
                        + right.purpose() + ". Without it no order is accepted."));
        report.optionalMissing()
                .forEach(right -> warnings.add("The right " + right.name() + " on " + right.where() + " is missing: "
                        + right.purpose() + "."));
        json.set("rights", rights(report));
        return json;
    }

    private static ObjectNode probe(HostProbe probe) {
        var json = Json.object()
                .put("product", probe.product())
                .put("version", probe.version())
                .put("node", probe.node())
                .put("cpus", probe.cpus())
                .put("memory_bytes", probe.memoryBytes());
        var storages = json.putArray("storages");
        probe.storages().forEach(storage -> storages.add(storage(storage)));
        probe.bridges().forEach(json.putArray("bridges")::add);
        probe.warnings().forEach(json.putArray("warnings")::add);
        return json;
    }

    private static ObjectNode storage(Storage storage) {
        var json = Json.object()
                .put("name", storage.name())
                .put("type", storage.type())
                .put("active", storage.active())
                .put("shared", storage.shared())
                .put("available_bytes", storage.availableBytes())
                .put("total_bytes", storage.totalBytes());
        storage.content().stream().sorted().forEach(json.putArray("content")::add);
        return json;
    }

    static ObjectNode template(Template template) {
        var json = Json.object()
                .put("id", template.id().value())
                .put("name", template.name())
                .put("family", template.family().name().toLowerCase(Locale.ROOT))
                .put("firmware", template.firmware().name().toLowerCase(Locale.ROOT))
                .put("cores", template.cores())
                .put("memory_mib", template.memoryMiB())
                .put("disk_gib", template.diskGiB());
        template.warnings().forEach(json.putArray("warnings")::add);
        return json;
    }
}
