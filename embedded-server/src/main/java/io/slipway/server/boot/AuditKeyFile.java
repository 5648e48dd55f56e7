package io.slipway.server.boot;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.health.Warning;
import io.slipway.server.health.Warnings;
import io.slipway.server.tenant.AuditKeys;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.AuditLog.Begin;
import io.slipway.server.tenant.AuditVerdict;
import io.slipway.server.vault.SealedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Keeps the keys of the audit trail, sealed by the vault, outside the database they watch over: a database that is exchanged
 * or cut back cannot bring its own.
 */
final class AuditKeyFile {
    private static final String FILE = "audit.keys.sealed";
    private static final String LABEL = "audit-keys";
    private static final String WARNING = "audit-trail-broken";

    private final Path file;
    private final SealedFiles sealed;
    private final SecureRandom random;

    AuditKeyFile(Path dataFolder, SealedFiles sealed, SecureRandom random) {
        this.file = dataFolder.resolve(FILE);
        this.sealed = sealed;
        this.random = random;
    }

    /** Gives the trail its keys, making them the first time; a trail that was tampered with becomes a warning. */
    AuditVerdict unlock(AuditLog log, Warnings warnings) {
        try {
            var stored = sealed.read(file, LABEL).map(Json::parse);
            var keys = stored.isPresent()
                    ? AuditKeys.of(
                            Base64.getDecoder().decode(stored.get().path("keys").asString()))
                    : AuditKeys.create(random);
            boolean known = stored.isPresent() && stored.get().path("begun").asBoolean(false);
            if (stored.isEmpty()) {
                write(keys, false);
            }
            var verdict = log.unlock(keys, known ? Begin.KNOWN_KEY : Begin.NEW_KEY);
            if (!known) {
                // Only now: a crash before the first seal must not look like a seal that was taken away.
                write(keys, true);
            }
            verdict.fault()
                    .ifPresentOrElse(
                            fault -> warnings.raise(
                                    WARNING,
                                    Warning.Severity.DEGRADED,
                                    fault.text() + " Compare with an earlier export: `slipway audit verify`."),
                            () -> warnings.clear(WARNING));
            return verdict;
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.CONFIG_ERROR, "The keys of the audit trail cannot be read or written."), e);
        }
    }

    private void write(AuditKeys keys, boolean begun) throws IOException {
        var json = Json.object()
                .put("keys", Base64.getEncoder().encodeToString(keys.encoded()))
                .put("begun", begun);
        sealed.write(file, LABEL, Json.mapper().writeValueAsBytes(json));
    }
}
