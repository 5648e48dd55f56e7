package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.ProblemSets.BACKUP;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.backup.BackupReport;
import io.slipway.server.backup.Backups;
import io.slipway.server.backup.RestoreChoice;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.vault.ProtectorChoice;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Backup and restore.
 *
 * <p>A file is sent as {@value #MEDIA_TYPE}: one line with a JSON object, which may hold the recovery words, then the file
 * itself. So the words stand in no address and no header, and the file is read as it comes.
 */
final class BackupRoutes {
    /** What a request with a backup in it is. */
    static final String MEDIA_TYPE = "application/vnd.slipway.backup";

    private static final int LONGEST_LINE = 8 << 10;
    private static final long MOST_DRAINED = 80L << 20;
    private static final int LONGEST_TEXT = 1024;
    private static final String WORDS = "words";

    private final Backups backups;

    BackupRoutes(Backups backups) {
        this.backups = backups;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/backup", ADMIN, "make a backup: one encrypted file", this::create)
                        .as("backup.create")
                        .mayTake("BackupChoice")
                        .sends("application/octet-stream")
                        .headers("Content-Disposition")
                        .refuses(VAULT)
                        .refuses(BACKUP),
                Route.post("/api/v1/backup/verify", ADMIN, "read a backup to its end and change nothing", this::verify)
                        .as("backup.verify")
                        .takesFile(MEDIA_TYPE)
                        .answers("BackupReport")
                        .refuses(VAULT)
                        .refuses(BACKUP),
                Route.post(
                                "/api/v1/backup/restore",
                                ADMIN,
                                "restore a backup in one transaction, or say what that would change",
                                this::restore)
                        .as("backup.restore")
                        .takesFile(MEDIA_TYPE)
                        .answers("BackupReport")
                        .refuses(VAULT)
                        .refuses(BACKUP));
    }

    private void create(Context context) {
        var document = RequestDocument.optional(context, Set.of("this_machine_only"));
        boolean thisMachineOnly = document.flag("this_machine_only").orElse(false);
        document.check();
        var file = backups.create(AdminGuard.caller(context), thisMachineOnly);
        context.header("Content-Disposition", "attachment; filename=\"slipway.backup\"");
        context.contentType("application/octet-stream").result(file);
    }

    /** What is done with a request that carries a file. */
    @FunctionalInterface
    private interface Sent {
        void from(InputStream in) throws IOException;
    }

    /** Reads on to the end whatever came of it, so that the answer reaches a sender that writes first and reads later. */
    private static void received(Context context, Sent task) throws IOException {
        try (var in = body(context)) {
            try {
                task.from(in);
            } finally {
                var unused = in.skip(MOST_DRAINED);
            }
        }
    }

    private void verify(Context context) throws IOException {
        received(context, in -> verify(context, in));
    }

    private void verify(Context context, InputStream in) throws IOException {
        var document = RequestDocument.of(line(in), Set.of(WORDS));
        try (var words = new Given(secret(document, WORDS))) {
            document.check();
            Answers.json(context, json(backups.verify(AdminGuard.caller(context), in, words.text())));
        }
    }

    private void restore(Context context) throws IOException {
        received(context, in -> restore(context, in));
    }

    private void restore(Context context, InputStream in) throws IOException {
        var document = RequestDocument.of(
                line(in), Set.of(WORDS, "dry_run", "replace_same_names", "key_only", "protector", "passphrase"));
        boolean dryRun = document.flag("dry_run").orElse(false);
        boolean replace = document.flag("replace_same_names").orElse(false);
        boolean keyOnly = document.flag("key_only").orElse(false);
        if (keyOnly && (dryRun || replace)) {
            document.wrong("key_only", "goes with neither dry_run nor replace_same_names");
        }
        var kind = kind(document);
        try (var words = new Given(secret(document, WORDS));
                var passphrase = new Given(secret(document, "passphrase"))) {
            if (passphrase.text().isPresent() && kind.isEmpty()) {
                document.wrong("passphrase", "needs the protector passphrase");
            }
            document.check();
            var protector = kind.map(chosen -> new ProtectorChoice(chosen, passphrase.text()));
            var choice = new RestoreChoice(dryRun, replace, keyOnly, protector);
            Answers.json(context, json(backups.restore(AdminGuard.caller(context), in, words.text(), choice)));
        }
    }

    private static Optional<ProtectorKind> kind(RequestDocument document) {
        var word = document.text("protector", LONGEST_TEXT);
        var kind = word.flatMap(ProtectorKind::of);
        if (word.isPresent() && kind.isEmpty()) {
            document.wrong("protector", "is no protection that this version knows");
        }
        return kind;
    }

    /** A secret of a request, wiped when it was dealt with. */
    private record Given(Optional<Secret> text) implements AutoCloseable {
        @Override
        public void close() {
            text.ifPresent(Secret::close);
        }
    }

    private static Optional<Secret> secret(RequestDocument document, String name) {
        return document.text(name, LONGEST_TEXT).map(Secret::of);
    }

    private static InputStream body(Context context) throws IOException {
        var type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals(MEDIA_TYPE)) {
            throw Problem.of(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "The request's body is not declared as " + MEDIA_TYPE + ".")
                    .exception();
        }
        return context.req().getInputStream();
    }

    private static ObjectNode line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.size() >= LONGEST_LINE) {
                throw Problem.of(
                                ProblemCode.BAD_REQUEST,
                                "The request begins with no line of JSON of at most " + LONGEST_LINE + " bytes.")
                        .exception();
            }
            line.write(c);
        }
        return Json.parseObject(line.toString(StandardCharsets.UTF_8));
    }

    private static ObjectNode json(BackupReport report) {
        var json = Json.object()
                .put("created_at", report.createdAt().toString())
                .put("product", report.product())
                .put("key_id", report.keyId())
                .put("opens_anywhere", report.anywhere())
                .put("key", report.key().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.putObject("audit").put("seq", report.auditSeq()).put("hash", report.auditHash());
        var rows = json.putObject("rows");
        report.rows().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        var items = json.putArray("items");
        report.items().forEach(item -> items.addObject()
                .put("kind", item.kind())
                .put("name", item.name())
                .put("action", item.action().name().toLowerCase(Locale.ROOT))
                .put("reason", item.reason()));
        var warnings = json.putArray("warnings");
        report.warnings().forEach(warnings::add);
        return json;
    }
}
