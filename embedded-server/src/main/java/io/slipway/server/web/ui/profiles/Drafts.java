package io.slipway.server.web.ui.profiles;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.Profiles;
import io.slipway.server.vault.VaultListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The profiles that are being edited in browsers: at most one draft for each profile and operator.
 *
 * <p>A draft lives here and not on the page, because here is the form's model that the desktop edits with, its checks and its undo,
 * and because a secret that was typed never goes back to a browser. So a page may be read again, opened in a second tab or lost with
 * its session, and the draft is still there. It ends with the program; nothing of it is written to the disk, for it holds secrets.
 * What nobody changed makes room for others and goes when the vault closes; what somebody changed is never dropped by itself.
 * Thread-safe.
 */
final class Drafts implements VaultListener {
    private static final int MOST = 16;

    private final Profiles profiles;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<Key, Draft> open = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    private record Key(String tenant, String user, String id) {
        static Key of(Caller caller, String id) {
            return new Key(caller.tenant().value(), caller.userId(), id);
        }

        boolean sameOwner(Key other) {
            return tenant.equals(other.tenant) && user.equals(other.user);
        }
    }

    /**
     * A draft as the list of profiles shows it.
     *
     * @param version that it changes; 0 for a new profile
     */
    record Line(String id, String name, int version, Instant changedAt) {}

    Drafts(Profiles profiles, Ids ids, InstantSource clock) {
        this.profiles = profiles;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Does something with the draft of a profile, which begins with what is stored when there is none.
     *
     * @throws SlipwayException PROFILE_NOT_FOUND when there is neither a draft nor a profile, VAULT_LOCKED, WRONG_STATE when too
     *     many others are unsaved
     */
    <T> T with(Caller caller, String id, Locale language, Function<Draft, T> work) {
        lock.lock();
        try {
            var key = Key.of(caller, id);
            var draft = open.get(key);
            if (draft != null && !draft.unsaved()) {
                draft = upToDate(caller, draft);
            }
            if (draft == null) {
                draft = Draft.of(profiles.get(caller, id), language, clock);
                keep(key, draft);
            }
            draft.speak(language);
            return work.apply(draft);
        } finally {
            if (closed) {
                forget();
            }
            lock.unlock();
        }
    }

    @Override
    public void opened() {
        closed = false;
    }

    /** Never waits: whoever holds the lock may be asking the vault, and forgets when that is done. */
    @Override
    public void closed() {
        closed = true;
        if (lock.tryLock()) {
            try {
                forget();
            } finally {
                lock.unlock();
            }
        }
    }

    private void forget() {
        open.values().stream().filter(draft -> !draft.unsaved()).forEach(Draft::close);
        open.values().removeIf(draft -> !draft.unsaved());
    }

    /** Where nothing is typed there is nothing to lose: what is stored now is what is edited. */
    private @Nullable Draft upToDate(Caller caller, Draft draft) {
        int version = draft.base().orElseThrow().version();
        var stored = profiles.summaries(caller).stream()
                .filter(row -> row.id().equals(draft.id()))
                .findFirst();
        boolean same = stored.filter(
                        row -> row.version() == version && row.name().equals(draft.name()))
                .isPresent();
        if (same) {
            return draft;
        }
        drop(Key.of(caller, draft.id()));
        return null;
    }

    /** Begins a profile that is not stored yet; gives the draft's id. */
    String begin(
            Caller caller,
            String name,
            ObjectNode document,
            String origin,
            Optional<Draft.Came> came,
            Locale language) {
        lock.lock();
        try {
            var id = ids.next();
            keep(Key.of(caller, id), Draft.fresh(id, name, document, origin, came, language, clock));
            return id;
        } finally {
            lock.unlock();
        }
    }

    private void keep(Key key, Draft draft) {
        var others = open.entrySet().stream()
                .filter(other -> key.sameOwner(other.getKey()))
                .toList();
        if (others.size() >= MOST) {
            var idle = others.stream()
                    .filter(other -> !other.getValue().unsaved())
                    .min(Comparator.comparing(other -> other.getValue().changedAt()));
            if (idle.isEmpty()) {
                draft.close();
                throw Problem.of(
                                ProblemCode.WRONG_STATE,
                                MOST + " profiles have unsaved changes already.",
                                "Save or discard one of them; the list of profiles shows them.")
                        .exception();
            }
            drop(idle.get().getKey());
        }
        open.put(key, draft);
    }

    private void drop(Key key) {
        var draft = open.remove(key);
        if (draft != null) {
            draft.close();
        }
    }

    /** Forgets what was typed. */
    void discard(Caller caller, String id) {
        lock.lock();
        try {
            drop(Key.of(caller, id));
        } finally {
            lock.unlock();
        }
    }

    /** The profile is gone: what was typed stays, so that it can be stored as another one. */
    void settle(Caller caller, String id) {
        lock.lock();
        try {
            var draft = open.get(Key.of(caller, id));
            if (draft != null && !draft.unsaved()) {
                drop(Key.of(caller, id));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is a profile that is not stored yet; to ask begins none. */
    boolean fresh(Caller caller, String id) {
        lock.lock();
        try {
            var draft = open.get(Key.of(caller, id));
            return draft != null && draft.base().isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How many there are, changed or not. */
    int size() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** The caller's drafts that are not saved, those changed last first. */
    List<Line> unsaved(Caller caller) {
        lock.lock();
        try {
            var mine = Key.of(caller, "");
            return open.entrySet().stream()
                    .filter(entry ->
                            entry.getKey().sameOwner(mine) && entry.getValue().unsaved())
                    .map(entry -> new Line(
                            entry.getValue().id(),
                            entry.getValue().name(),
                            entry.getValue().base().map(base -> base.version()).orElse(0),
                            entry.getValue().changedAt()))
                    .sorted(Comparator.comparing(Line::changedAt).reversed())
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
