package io.slipway.server.backup;

import io.slipway.server.backup.BackupReport.Key;
import io.slipway.server.backup.RestoreChangesSql.Sides;
import io.slipway.server.backup.RestoreItem.Action;
import io.slipway.server.backup.RestoreItem.Planned;
import io.slipway.server.base.Caller;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.HostRecordsSql;
import io.slipway.server.store.Database;
import io.slipway.server.syncthing.SyncthingRecordsSql;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import io.slipway.server.vault.BackupKey;
import io.slipway.server.vault.BackupOrigin;
import io.slipway.server.vault.BindingRecordsSql;
import io.slipway.server.vault.SecretBinding;
import io.slipway.server.vault.SecretBox;
import io.slipway.server.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, checks and restores backups of a tenant. Thread-safe.
 *
 * <p>A file is read to its authenticated end and checked as a whole before anything is changed by it. Then one transaction
 * changes everything; a process killed at any instant leaves the old content or the new.
 */
public final class Backups {
    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
    private static final int MOST_NAMED = 100;

    private final Parts parts;

    /**
     * What backups are made of and restored to.
     *
     * @param product version of the program
     * @param profileSeal how values of profiles are sealed under a box
     * @param restored told after rows were changed
     * @param edge told where a restore stands, for tests that kill it there
     */
    public record Parts(
            Database database,
            Vault vault,
            Ids ids,
            InstantSource clock,
            SecureRandom random,
            String product,
            Function<SecretBox, io.slipway.server.profile.SecretBox> profileSeal,
            Runnable restored,
            Consumer<String> edge) {}

    public Backups(Parts parts) {
        this.parts = parts;
    }

    /**
     * Makes a backup and reads it back.
     *
     * @param thisMachineOnly whether it may be one that no recovery words open
     * @return the file
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST; BACKUP_WORDS_MISSING; PAYLOAD_TOO_LARGE; BACKUP_DAMAGED when a
     *     stored row is one that could not be restored
     */
    public byte[] create(Caller caller, boolean thisMachineOnly) {
        try (var key = parts.vault.backupKey()) {
            var keyring = parts.vault.status().keyring().orElseThrow();
            if (keyring.recovery().isEmpty() && !thisMachineOnly) {
                throw Problem.of(
                                ProblemCode.BACKUP_WORDS_MISSING,
                                "No recovery words were made yet, so nobody could open this backup on another machine.")
                        .exception();
            }
            var recovery = keyring.recovery().filter(words -> !thisMachineOnly);
            var salt = new byte[BackupHeader.SALT_BYTES];
            parts.random.nextBytes(salt);
            var origin = new BackupOrigin(keyring.binding(), recovery);
            var header = new BackupHeader(parts.clock.instant(), parts.product, caller.tenant(), origin, salt);
            var content = parts.database.read(handle -> {
                var records = parts.vault.records();
                requireOurs(
                        HostRecordsSql.altered(handle, records, caller.tenant()),
                        BindingRecordsSql.altered(handle, records, caller.tenant()));
                if (SyncthingRecordsSql.altered(handle, records, caller.tenant())) {
                    throw Problem.of(
                                    ProblemCode.SYNCTHING_RECORD_ALTERED,
                                    "What is stored about Syncthing's address is not what Slipway wrote, so no backup is"
                                            + " made of it.")
                            .exception();
                }
                return BackupRowsSql.content(handle, caller.tenant());
            });
            var file = write(header, content, key);
            var unused = read(new Opened(BackupFormat.read(new ByteArrayInputStream(file)), key), file);
            note(caller, "backup.create", header, content, Map.of("bytes", Integer.toString(file.length)));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
    }

    /** A restore vouches for all of a backup, so nothing goes in that somebody else wrote. */
    private static void requireOurs(List<String> hosts, List<SecretBinding> bindings) {
        if (!hosts.isEmpty()) {
            throw Problem.of(
                            ProblemCode.HOST_RECORD_ALTERED,
                            "What is stored about these hosts is not what Slipway wrote, so no backup is made of it: "
                                    + String.join(", ", hosts) + ".",
                            "Look at each with `slipway host compare`; then `slipway host confirm` or"
                                    + " `slipway host remove` it, and back up again.")
                    .exception();
        }
        if (!bindings.isEmpty()) {
            var first = bindings.getFirst().target();
            throw Problem.of(
                            ProblemCode.SECRET_BINDING_ALTERED,
                            bindings.size()
                                    + " bindings of secrets were made or changed by something else than Slipway,"
                                    + " so no backup is made of them; the first is " + first.field() + " of "
                                    + first.scope().word() + " " + first.scopeId() + ".")
                    .exception();
        }
    }

    private static byte[] write(BackupHeader header, BackupContent content, BackupKey key) throws IOException {
        var file = new ByteArrayOutputStream();
        var front = BackupFormat.write(header, file);
        try (var chunks = new ChunkWriter(file, key.fileKey(header.salt()), front.digest())) {
            content.write(chunks);
        }
        return file.toByteArray();
    }

    /** A file whose front was read, and the key that should open the rest. */
    private record Opened(BackupFormat.Front front, BackupKey key) implements AutoCloseable {
        BackupHeader header() {
            return front.header();
        }

        @Override
        public void close() {
            key.close();
        }
    }

    private BackupContent read(Opened opened, byte[] whole) throws IOException {
        var in = new ByteArrayInputStream(whole);
        var unused = BackupFormat.read(in);
        return read(opened, in);
    }

    private BackupContent read(Opened opened, InputStream in) throws IOException {
        var header = opened.header();
        var chunks = new ChunkReader(in, opened.key.fileKey(header.salt()), opened.front.digest());
        var content = BackupContent.read(chunks);
        new BackupCheck(content.rows(), sealedRows(opened.key.box(), header)).run();
        return content;
    }

    private SealedRows sealedRows(SecretBox box, BackupHeader header) {
        return new SealedRows(header.tenant(), box, parts.random, parts.profileSeal);
    }

    /**
     * Reads a file to its end and changes nothing.
     *
     * @param words those that were good when it was made; empty to open it by this vault's own key
     * @throws SlipwayException BACKUP_DAMAGED, BACKUP_TOO_NEW, VAULT_WORDS_WRONG, PASSWORD_REQUIRED when words are needed
     */
    public BackupReport verify(Caller caller, InputStream file, Optional<Secret> words) throws IOException {
        try (var opened = open(caller, file, words)) {
            var content = read(opened, file);
            note(caller, "backup.verify", opened.header(), content, Map.of());
            return report(opened, content, List.of(), List.of(), key(opened));
        }
    }

    private Opened open(Caller caller, InputStream file, Optional<Secret> words) throws IOException {
        var front = BackupFormat.read(file);
        if (!front.header().tenant().equals(caller.tenant())) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The backup is another tenant's.")
                    .exception();
        }
        var origin = front.header().origin();
        if (words.isPresent()) {
            var key = Vault.backupKey(origin, words.get());
            return new Opened(front, key.orElseThrow(() -> wrongWords(origin)));
        }
        if (!sameKey(front.header())) {
            throw Problem.of(
                            ProblemCode.PASSWORD_REQUIRED,
                            origin.recovery().isPresent()
                                    ? "The backup was made under another vault key; its recovery words open it."
                                    : "The backup was made for one machine only, under a vault key that is not open here.",
                            origin.recovery().isPresent()
                                    ? "Give the 24 words that were good when the backup was made, by prompt, file or"
                                            + " standard input."
                                    : "Restore it on the machine it was made on, with its vault open.")
                    .exception();
        }
        return new Opened(front, parts.vault.backupKey());
    }

    private static SlipwayException wrongWords(BackupOrigin origin) {
        return Problem.of(
                        ProblemCode.VAULT_WORDS_WRONG,
                        origin.recovery().isPresent()
                                ? "These are not the recovery words that were good when the backup was made on its vault."
                                : "The backup was made for one machine only; no words open it.")
                .exception();
    }

    private boolean sameKey(BackupHeader header) {
        return parts.vault.isOpen()
                && parts.vault.box().keyId().equals(header.origin().binding().keyId());
    }

    private Key key(Opened opened) {
        return sameKey(opened.header()) ? Key.SAME : parts.vault.isOpen() ? Key.SEALED_AGAIN : Key.TAKEN_OVER;
    }

    /**
     * Restores a backup, or says what that would change.
     *
     * @param words as for {@link #verify}
     * @throws SlipwayException as {@link #verify}; WRONG_STATE while runs are unfinished; BACKUP_CONFLICT with the list when
     *     something is here with other content; as {@link Vault#adopt} when the vault is not open
     */
    public BackupReport restore(Caller caller, InputStream file, Optional<Secret> words, RestoreChoice choice)
            throws IOException {
        try (var opened = open(caller, file, words)) {
            var content = read(opened, file);
            parts.edge.accept("read");
            var key = key(opened);
            requireChoiceFits(choice, key);
            if (choice.keyOnly()) {
                takeOver(opened, choice, key);
                note(caller, "backup.restore-key", opened.header(), content, Map.of());
                return report(opened, content, List.of(), List.of(), key);
            }
            var plan = parts.database.read(handle -> RestoreChangesSql.plan(handle, sides(opened, content)));
            if (choice.dryRun()) {
                return report(opened, content, items(plan), List.of(), key);
            }
            requirePossible(plan, choice.replaceSameNames());
            var unused = parts.database.read(RestoreChangesSql::requireNoRuns);
            takeOver(opened, choice, key);
            parts.edge.accept("key");
            return change(caller, opened, content, choice, key);
        }
    }

    private Sides sides(Opened opened, BackupContent content) {
        var here = parts.vault.isOpen()
                ? Optional.of(sealedRows(parts.vault.box(), opened.header()))
                : Optional.<SealedRows>empty();
        var theirs = sealedRows(opened.key.box(), opened.header());
        return new Sides(opened.header().tenant(), content.rows(), theirs, here, sameKey(opened.header()));
    }

    /** A choice that cannot take effect is an error. */
    private void requireChoiceFits(RestoreChoice choice, Key key) {
        if (key != Key.TAKEN_OVER && (choice.protector().isPresent() || choice.keyOnly())) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The vault of this machine is open and has a key, so none is taken from the backup.",
                            "Restore without choosing how the key is kept; change that with"
                                    + " `slipway vault change-protector`.")
                    .exception();
        }
    }

    private void takeOver(Opened opened, RestoreChoice choice, Key key) {
        if (key == Key.TAKEN_OVER) {
            parts.vault.adopt(opened.header().origin(), opened.key, choice.protector());
        }
    }

    private BackupReport change(Caller caller, Opened opened, BackupContent content, RestoreChoice choice, Key key) {
        var sides = sides(opened, content);
        var now = parts.clock.instant();
        boolean replace = choice.replaceSameNames();
        var detail = Map.of("replace", Boolean.toString(replace), "key", key.name());
        var entry = entry(caller, "backup.restore", opened.header(), content, detail);
        var done = parts.database.write(handle -> {
            var result = RestoreChangesSql.restore(
                    handle, sides, replace, now, plan -> requirePossible(plan, replace), entry);
            parts.edge.accept("changed");
            return result;
        });
        parts.edge.accept("stored");
        parts.restored.run();
        LOG.info("backup restored objects={} key={}", done.plan().size(), key);
        var warnings = new ArrayList<>(done.warnings());
        if (key == Key.SEALED_AGAIN) {
            warnings.add("This vault keeps its own key: the words of the backup do not open it. Its own words are made"
                    + " with `slipway vault recovery-words`.");
        }
        return report(opened, content, items(done.plan()), warnings, key);
    }

    private static List<RestoreItem> items(List<Planned> plan) {
        return plan.stream().map(Planned::item).toList();
    }

    private static void requirePossible(List<Planned> plan, boolean replace) {
        var against = plan.stream()
                .map(Planned::item)
                .filter(item -> item.action() == Action.BLOCKED || item.action() == Action.CONFLICT && !replace)
                .toList();
        if (against.isEmpty()) {
            return;
        }
        var errors = against.stream()
                .limit(MOST_NAMED)
                .map(item -> new FieldError("/" + item.kind() + "/" + item.name(), item.reason()))
                .toList();
        boolean blocked = against.stream().anyMatch(item -> item.action() == Action.BLOCKED);
        throw new Problem(
                        ProblemCode.BACKUP_CONFLICT,
                        against.size() + (against.size() == 1 ? " object" : " objects")
                                + " of the backup cannot be restored beside what is here; nothing has been changed.",
                        blocked
                                ? "Rename what is here as the list says, then restore again."
                                : ProblemCode.BACKUP_CONFLICT.nextStep(),
                        Map.of(),
                        errors)
                .exception();
    }

    private BackupReport report(
            Opened opened, BackupContent content, List<RestoreItem> items, List<String> more, Key key) {
        var header = opened.header();
        var counts = new TreeMap<String, Integer>();
        for (var part : Part.values()) {
            counts.put(part.word(), content.rows().all(part).size());
        }
        var warnings = new ArrayList<>(more);
        items.stream()
                .filter(item -> item.action() == Action.SKIP)
                .forEach(item ->
                        warnings.add("Left out: the " + item.kind() + " " + item.name() + " " + item.reason() + "."));
        if (header.origin().recovery().isEmpty()) {
            warnings.add("No recovery words open this backup: it can be restored only where its vault is open.");
        }
        return new BackupReport(
                header.createdAt(),
                header.product(),
                header.origin().binding().keyId(),
                header.origin().recovery().isPresent(),
                content.auditSeq(),
                content.auditHash(),
                counts,
                items,
                warnings,
                key);
    }

    private void note(
            Caller caller, String action, BackupHeader header, BackupContent content, Map<String, String> more) {
        var entry = entry(caller, action, header, content, more);
        parts.database.write(handle -> {
            AuditSql.append(handle, entry);
            return entry;
        });
    }

    /** The end of the backup's audit trail is told in this one; rows of one chain are no rows of another. */
    private AuditEntry entry(
            Caller caller, String action, BackupHeader header, BackupContent content, Map<String, String> more) {
        var detail = new TreeMap<>(more);
        detail.put("created_at", header.createdAt().toString());
        detail.put("audit_seq", Long.toString(content.auditSeq()));
        detail.put("audit_hash", content.auditHash());
        detail.put("rows", Integer.toString(content.rows().count()));
        var keyId = header.origin().binding().keyId();
        return new AuditEntry(parts.ids.next(), caller, action, keyId, detail, parts.clock.instant());
    }
}
