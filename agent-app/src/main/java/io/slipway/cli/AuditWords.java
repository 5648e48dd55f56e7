package io.slipway.cli;

import io.slipway.cli.view.Units;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.tenant.AuditVerdict;
import io.slipway.server.tenant.AuditVerdict.Fault;
import io.slipway.server.tenant.AuditVerdict.Kind;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells what checking the audit trail found. */
final class AuditWords {
    private AuditWords() {}

    static AuditVerdict verdict(JsonNode json) {
        var fault = json.path("fault");
        return new AuditVerdict(
                json.path("rows").asLong(0),
                json.path("seq").asLong(0),
                json.path("hash").asString(""),
                json.path("unsealed_rows").asLong(0),
                Optional.ofNullable(json.path("key").asString(null)),
                fault.isObject()
                        ? Optional.of(new Fault(
                                fault.path("seq").asLong(0),
                                Kind.valueOf(fault.path("kind").asString("SEAL")),
                                fault.path("text").asString("")))
                        : Optional.empty());
    }

    static ObjectNode json(AuditVerdict verdict) {
        var json = Json.object()
                .put("intact", verdict.intact())
                .put("rows", verdict.rows())
                .put("seq", verdict.seq())
                .put("hash", verdict.hash())
                .put("unsealed_rows", verdict.unsealed())
                .put("key", verdict.key().orElse(null));
        verdict.fault().ifPresent(fault -> json.putObject("fault")
                .put("seq", fault.seq())
                .put("kind", fault.kind().name())
                .put("text", fault.text()));
        return json;
    }

    static void show(Screen screen, AuditVerdict verdict, String what) {
        verdict.fault().ifPresent(fault -> {
            throw Problem.of(ProblemCode.AUDIT_BROKEN, "In " + what + ": " + fault.text())
                    .with("kind", fault.kind().name())
                    .exception();
        });
        screen.line("Intact: " + what + ", " + Units.count(verdict.rows(), "row") + ".");
        screen.line("end        " + verdict.seq() + " " + verdict.hash());
        verdict.key()
                .ifPresentOrElse(key -> screen.line("key        " + key), () -> screen.warning("It is not signed."));
        if (verdict.unsealed() > 0) {
            screen.warning(Units.count(verdict.unsealed(), "row") + " at the end: no seal covers them.");
        }
    }

    static int exitCode(AuditVerdict verdict) {
        return verdict.intact()
                ? ExitCode.OK.number()
                : ProblemCode.AUDIT_BROKEN.kind().exitCode();
    }
}
