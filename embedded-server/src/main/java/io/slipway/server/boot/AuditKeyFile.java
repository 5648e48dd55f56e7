package io.slipway.server.boot;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.health.Warning;
import io.slipway.server.health.Warnings;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditKeys;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.AuditLog.Begin;
import io.slipway.server.vault.SealedFiles;
import io.slipway.server.vault.VaultListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Keeps the keys of the audit trail, sealed by the vault, outside the database they watch over: a database that is exchanged
 * or cut back cannot bring its own. The trail is sealed while the vault is open.
 */
final class AuditKeyFile implements VaultListener {
    private static final Logger LOG = LoggerFactory.getLogger(AuditKeyFile.class);
    private static final String FILE = "audit.keys.sealed";
    private static final String LABEL = "audit-keys";
    private static final String WARNING = "audit-trail-broken";
    private static final String LOST = "audit-keys-lost";
    private static final Caller SELF = new Caller(TenantId.DEFAULT, "slipway", Caller.Role.ADMIN);

    private final Path file;
    private final SealedFiles sealed;
    private final AuditLog log;
    private final Warnings warnings;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    AuditKeyFile(
            Path dataFolder,
            SealedFiles sealed,
            AuditLog log,
            Warnings warnings,
            Ids ids,
            InstantSource clock,
            SecureRandom random) {
        this.file = dataFolder.resolve(FILE);
        this.sealed = sealed;
        this.log = log;
        this.warnings = warnings;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /** Gives the trail its keys, making them the first time; a trail that was tampered with becomes a warning. */
    @Override
    public void opened() {
        try {
            unlock();
        } catch (IOException | SlipwayException e) {
            LOG.error("the audit trail is not sealed", e);
            warnings.raise(
                    WARNING,
                    Warning.Severity.DEGRADED,
                    "The keys of the audit trail cannot be used, so new rows are not sealed.");
        }
    }

    @Override
    public void closed() {
        log.lock();
    }

    private void unlock() throws IOException {
        var stored = stored();
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
    }

    /** Keys that went with a vault key that was given up are set aside, and the trail says so. */
    private Optional<JsonNode> stored() throws IOException {
        try {
            return sealed.read(file, LABEL).map(Json::parse);
        } catch (SlipwayException e) {
            if (e.problem().code() != ProblemCode.SECRET_REENTRY_REQUIRED) {
                throw e;
            }
            // The seal goes first: a seal without its keys would look like tampering for ever, keys without a seal do
            // not.
            log.giveUpSeal(new AuditEntry(
                    ids.next(),
                    SELF,
                    "audit.keys-lost",
                    FILE,
                    Map.of(),
                    clock.instant(),
                    e.problem().code().name()));
            Files.move(file, file.resolveSibling(FILE + ".lost-" + clock.millis()));
            warnings.raise(
                    LOST,
                    Warning.Severity.DEGRADED,
                    "The keys of the audit trail are lost and were made anew: nothing vouches for the rows before."
                            + " Compare them with an earlier export.");
            return Optional.empty();
        }
    }

    private void write(AuditKeys keys, boolean begun) throws IOException {
        var json = Json.object()
                .put("keys", Base64.getEncoder().encodeToString(keys.encoded()))
                .put("begun", begun);
        sealed.write(file, LABEL, Json.mapper().writeValueAsBytes(json));
    }
}
