package io.slipway.server.artifact;

import io.slipway.server.artifact.ArtifactStore.Received;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files, releases of them, and who gets which (requirements B.8). Thread-safe.
 *
 * <p>A file's row is written before the file is touched, so a crash at any point leaves either the whole file with its row or
 * what the next start takes away. Nothing in the store's folder is deleted that no row names.
 */
public final class Artifacts {
    /** Longest file in bytes. */
    public static final long LARGEST = 8L << 30;

    /** How long a file may wait for its first release before a start takes it away. */
    static final Duration UNRELEASED = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Artifacts.class);

    private final Database database;
    private final ArtifactStore store;
    private final Ids ids;
    private final InstantSource clock;
    /** Held while a file gets or loses its place, so that the row and the file of a digest change together. */
    private final ReentrantLock placing = new ReentrantLock();

    private Artifacts(Database database, ArtifactStore store, Ids ids, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** Takes away what a crash left behind, then serves. A store that cannot be used now does not keep the program from starting. */
    public static Artifacts open(Database database, ArtifactStore store, Ids ids, InstantSource clock) {
        var artifacts = new Artifacts(database, store, ids, clock);
        try {
            artifacts.sweep();
        } catch (SlipwayException e) {
            LOG.warn("the artifact store was not swept; the next start tries again", e);
        }
        return artifacts;
    }

    private void sweep() {
        for (var upload : database.read(ObjectsSql::uploads)) {
            store.discard(upload.id());
            upload.digest().filter(this::unknown).ifPresent(store::remove);
            database.write(handle -> ObjectsSql.endUpload(handle, upload.id()));
        }
        database.write(handle -> ObjectsSql.giveUp(handle, clock.instant().minus(UNRELEASED)));
        for (var object : database.read(ObjectsSql::removing)) {
            takeAway(object.tenant(), object.digest());
        }
    }

    private boolean unknown(String digest) {
        return !database.read(handle -> ObjectsSql.anyone(handle, digest));
    }

    /** The second half of a removal, whose first half is journalled in the row. */
    private void takeAway(TenantId tenant, String digest) {
        if (!database.read(handle -> ObjectsSql.othersKeep(handle, tenant, digest))) {
            store.remove(digest);
        }
        database.write(handle -> ObjectsSql.forget(handle, tenant, digest));
    }

    /**
     * Receives a file, at most {@value #LARGEST} bytes. Sending a file that is there already changes nothing.
     *
     * @param size as the sender announced it
     * @param digest as the sender knows it, 64 hex digits in lower case
     * @throws SlipwayException PAYLOAD_TOO_LARGE, STORAGE_FULL, ARTIFACTS_CONFIG_ERROR; UNPROCESSABLE when it is empty or not
     *     what was announced; then nothing is kept
     */
    public Received receive(Caller caller, InputStream content, OptionalLong size, Optional<String> digest) {
        if (size.orElse(0) > LARGEST) {
            throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "The file is larger than " + LARGEST + " bytes.")
                    .exception();
        }
        if (size.orElse(1) > store.room()) {
            throw Problem.of(
                            ProblemCode.STORAGE_FULL,
                            "The disk of the data folder has no room for the file.",
                            "Free space, or remove artifacts with `slipway artifact remove`.")
                    .exception();
        }
        var id = ids.next();
        database.write(handle -> ObjectsSql.beginUpload(handle, caller.tenant(), id, clock.instant()));
        boolean received = false;
        try {
            var file = store.receive(id, content, LARGEST);
            requireAnnounced(file, size, digest);
            received = true;
            place(caller.tenant(), id, file);
            return file;
        } finally {
            // Once it may have its place, only the next start can tell what is left.
            if (!received) {
                store.discard(id);
                database.write(handle -> ObjectsSql.endUpload(handle, id));
            }
        }
    }

    private static void requireAnnounced(Received file, OptionalLong size, Optional<String> digest) {
        if (file.size() == 0) {
            throw Problem.of(ProblemCode.UNPROCESSABLE, "The file is empty.").exception();
        }
        if (size.isPresent() && size.getAsLong() != file.size()) {
            throw Problem.of(
                            ProblemCode.UNPROCESSABLE,
                            "Of " + size.getAsLong() + " bytes only " + file.size() + " arrived.",
                            "Send the file again.")
                    .exception();
        }
        if (digest.filter(announced -> !announced.equals(file.digest())).isPresent()) {
            throw Problem.of(
                            ProblemCode.UNPROCESSABLE,
                            "The file's SHA-256 is " + file.digest() + ", not the announced one.",
                            "Send the file again.")
                    .exception();
        }
    }

    private void place(TenantId tenant, String id, Received file) {
        placing.lock();
        try {
            database.write(handle -> ObjectsSql.nameUpload(handle, id, file.digest()));
            store.keep(id, file.digest());
            database.write(handle -> ObjectsSql.stored(handle, tenant, id, file, clock.instant()));
        } finally {
            placing.unlock();
        }
    }

    /**
     * Makes a release of a file that was received before.
     *
     * @throws SlipwayException ARTIFACT_OBJECT_NOT_FOUND; UNPROCESSABLE when its size is another one; DUPLICATE_NAME when the
     *     version is there already
     */
    public Release release(Caller caller, ReleaseOrder order) {
        var now = clock.instant();
        var id = ids.next();
        return database.write(handle -> {
            long size =
                    ObjectsSql.size(handle, caller.tenant(), order.digest()).orElseThrow(() -> missing(order.digest()));
            if (size != order.size()) {
                throw Problem.of(
                                ProblemCode.UNPROCESSABLE, "The file has " + size + " bytes, not " + order.size() + ".")
                        .exception();
            }
            var release = new Release(
                    id,
                    order.scope(),
                    order.version(),
                    order.objectKey(),
                    order.digest(),
                    size,
                    order.status(),
                    caller.userId(),
                    now,
                    now);
            if (!ReleasesSql.insert(handle, caller.tenant(), release)) {
                throw Problem.of(
                                ProblemCode.DUPLICATE_NAME,
                                "There is a version " + order.version() + " of " + order.scope() + " already.",
                                "Give another version, or remove the release first.")
                        .exception();
            }
            return release;
        });
    }

    private static SlipwayException missing(String digest) {
        return Problem.of(
                        ProblemCode.ARTIFACT_OBJECT_NOT_FOUND, "The store has no file with the SHA-256 " + digest + ".")
                .exception();
    }

    /** All releases of a tenant by scope and time, of one module when it is named. */
    public List<Release> list(TenantId tenant, Optional<String> module) {
        return database.read(handle -> ReleasesSql.list(handle, tenant, module));
    }

    /** @throws SlipwayException ARTIFACT_RELEASE_NOT_FOUND */
    public Release require(TenantId tenant, String id) {
        return database.read(handle -> ReleasesSql.byId(handle, tenant, id)).orElseThrow(Artifacts::unknownRelease);
    }

    private static SlipwayException unknownRelease() {
        return Problem.of(ProblemCode.ARTIFACT_RELEASE_NOT_FOUND, "There is no such release.")
                .exception();
    }

    /** Whether the store still has the file of a release, whole. */
    public boolean available(Release release) {
        return store.size(release.digest()).equals(OptionalLong.of(release.size()));
    }

    /** @throws SlipwayException ARTIFACT_RELEASE_NOT_FOUND */
    public Release setStatus(Caller caller, String id, ReleaseStatus status) {
        return database.write(handle -> {
            ReleasesSql.setStatus(handle, caller.tenant(), id, status, clock.instant());
            return ReleasesSql.byId(handle, caller.tenant(), id).orElseThrow(Artifacts::unknownRelease);
        });
    }

    /**
     * Removes a release, and its file when no other release is made of it.
     *
     * @throws SlipwayException ARTIFACT_RELEASE_NOT_FOUND; WRONG_STATE while it is assigned
     */
    public void remove(Caller caller, String id) {
        placing.lock();
        try {
            var last = database.write(handle -> {
                var release = ReleasesSql.byId(handle, caller.tenant(), id).orElseThrow(Artifacts::unknownRelease);
                var assigned = AssignmentsSql.of(handle, caller.tenant(), id);
                if (!assigned.isEmpty()) {
                    var first = assigned.getFirst()
                            .userId()
                            .map(user -> "user " + user)
                            .orElse("everybody");
                    throw Problem.of(
                                    ProblemCode.WRONG_STATE,
                                    "The release is assigned to " + first
                                            + (assigned.size() == 1 ? "." : " and " + (assigned.size() - 1) + " more."),
                                    "Assign another release, or take the assignment back with"
                                            + " `slipway artifact assign --none`.")
                            .exception();
                }
                ReleasesSql.delete(handle, caller.tenant(), id);
                boolean gone = ObjectsSql.removeUnreleased(handle, caller.tenant(), release.digest());
                return gone ? Optional.of(release.digest()) : Optional.<String>empty();
            });
            last.ifPresent(digest -> takeAway(caller.tenant(), digest));
        } finally {
            placing.unlock();
        }
    }

    /**
     * Assigns a release to the VMs of a user, or to those of everybody; an earlier assignment is replaced.
     *
     * @throws SlipwayException ARTIFACT_RELEASE_NOT_FOUND; ARTIFACT_SCOPE_MISMATCH when the release is of something else
     */
    public Assignment assign(Caller caller, Optional<String> userId, ArtifactScope scope, String releaseId) {
        return database.write(handle -> {
            var release = ReleasesSql.byId(handle, caller.tenant(), releaseId).orElseThrow(Artifacts::unknownRelease);
            if (!release.scope().equals(scope)) {
                throw Problem.of(
                                ProblemCode.ARTIFACT_SCOPE_MISMATCH,
                                "The release is of " + release.scope() + ", not of " + scope + ".")
                        .exception();
            }
            var assignment = new Assignment(userId, release, caller.userId(), clock.instant());
            AssignmentsSql.save(handle, caller.tenant(), assignment);
            return assignment;
        });
    }

    /**
     * Takes an assignment back.
     *
     * @throws SlipwayException ARTIFACT_ASSIGNMENT_NOT_FOUND
     */
    public void unassign(Caller caller, Optional<String> userId, ArtifactScope scope) {
        boolean there =
                database.write(handle -> AssignmentsSql.delete(handle, caller.tenant(), userId.orElse(""), scope));
        if (!there) {
            throw Problem.of(ProblemCode.ARTIFACT_ASSIGNMENT_NOT_FOUND, "Nothing of that kind is assigned.")
                    .exception();
        }
    }

    /** What is assigned for a user's VMs. */
    public Assigned assigned(TenantId tenant, String userId, ArtifactScope scope) {
        return database.read(handle -> AssignmentsSql.of(handle, tenant, userId, scope));
    }

    /** All assignments of a tenant. */
    public List<Assignment> assignments(TenantId tenant) {
        return database.read(handle -> AssignmentsSql.list(handle, tenant));
    }
}
