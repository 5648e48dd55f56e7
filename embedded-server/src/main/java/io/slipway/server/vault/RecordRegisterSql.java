package io.slipway.server.vault;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.RegisterRowSql.Stored;
import io.slipway.server.vault.key.KeyWrap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vouches for the rows that decide where a secret goes: whoever writes one of them without the vault key sends no secret
 * elsewhere by that row. A row of an API token is not among them. Thread-safe.
 *
 * <p>Each row has a code (HMAC-SHA-256 under a key derived from the vault's), and one text per tenant holds the codes of all
 * its rows, under a code of its own. A row that is altered, exchanged, put back to an older state or made by somebody else has
 * no code in it. Entries change in the transaction that changes their rows.
 */
public final class RecordRegisterSql {
    private static final Logger LOG = LoggerFactory.getLogger(RecordRegisterSql.class);

    /** What stands there before anything was kept. */
    private static final Stored NONE = new Stored(0, "{}", "");

    private final KeySlot slot;
    /** The register last seen of each tenant, so that it is checked once and not at each use of a row. */
    private final Map<TenantId, Checked> checked = new ConcurrentHashMap<>();

    /** @param fitting rows that were found to fit these entries under this key: the same row needs no second code */
    private record Checked(Stored stored, String keyId, SortedMap<String, String> entries, Set<SealedRecord> fitting) {
        Checked(Stored stored, String keyId, SortedMap<String, String> entries) {
            this(stored, keyId, entries, ConcurrentHashMap.newKeySet());
        }
    }

    RecordRegisterSql(KeySlot slot) {
        this.slot = slot;
    }

    /** Why rows cannot be checked now; empty while the vault is open. */
    public Optional<Problem> shut() {
        return slot.shut();
    }

    /**
     * Whether the row is as it was kept.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    public boolean fits(Handle handle, SealedRecord row) {
        return look(handle, row.tenant()).fits(row);
    }

    /**
     * The register of a tenant as it is at this moment, for several rows of it.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    public Look look(Handle handle, TenantId tenant) {
        return new Look(checked(handle, tenant));
    }

    /** What stood in the register when it was looked at. Good for the transaction it was made in. */
    public final class Look {
        private final SortedMap<String, String> entries;
        private final Set<SealedRecord> fitting;

        private Look(Checked checked) {
            this.entries = checked.entries;
            this.fitting = checked.fitting;
        }

        /** Whether the row is as it was kept. */
        public boolean fits(SealedRecord row) {
            if (fitting.contains(row)) {
                return true;
            }
            var code = entries.get(row.id());
            boolean fits = code != null && same(code, code(row));
            if (fits) {
                fitting.add(row);
            }
            return fits;
        }

        /** How many rows are known whose key begins like this; a row of them that is not there was taken away. */
        public long known(String kind, String first) {
            var begin = SealedRecord.id(kind, List.of(first)) + "/";
            return entries.tailMap(begin).keySet().stream()
                    .takeWhile(id -> id.startsWith(begin))
                    .count();
        }
    }

    /** Whether there is an entry under the row's key, fitting or not. */
    public boolean knows(Handle handle, SealedRecord row) {
        return entries(handle, row.tenant()).containsKey(row.id());
    }

    /**
     * Keeps rows as they are from now on.
     *
     * @throws SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    public void keep(Handle handle, TenantId tenant, Collection<SealedRecord> rows) {
        var entries = new TreeMap<>(entries(handle, tenant));
        rows.forEach(row -> entries.put(row.id(), code(row)));
        store(handle, tenant, entries);
    }

    /** As {@link #keep(Handle, TenantId, Collection)} for one row. */
    public void keep(Handle handle, SealedRecord row) {
        keep(handle, row.tenant(), List.of(row));
    }

    /** Forgets a row that is removed; while the vault is shut its entry stays until the next {@link #retain}. */
    public void drop(Handle handle, TenantId tenant, String kind, List<String> key) {
        if (shut().isEmpty()) {
            var gone = SealedRecord.id(kind, key);
            change(handle, tenant, id -> !id.equals(gone));
        }
    }

    /**
     * Forgets the other entries of a kind.
     *
     * @param stays told the keys of the kind
     */
    public void retain(Handle handle, TenantId tenant, String kind, Predicate<List<String>> stays) {
        change(handle, tenant, id -> !id.startsWith(kind + "/") || stays.test(SealedRecord.key(id)));
    }

    private void change(Handle handle, TenantId tenant, Predicate<String> stays) {
        var entries = new TreeMap<>(entries(handle, tenant));
        if (entries.keySet().removeIf(stays.negate())) {
            store(handle, tenant, entries);
        }
    }

    private SortedMap<String, String> entries(Handle handle, TenantId tenant) {
        return checked(handle, tenant).entries;
    }

    /** A register that does not fit vouches for nothing: its rows stay refused, each until somebody confirms it. */
    private Checked checked(Handle handle, TenantId tenant) {
        var stored = RegisterRowSql.find(handle, tenant);
        var keyId = keyId();
        if (stored.isEmpty()) {
            return new Checked(NONE, keyId, new TreeMap<>());
        }
        var before = checked.get(tenant);
        if (before != null && before.stored.equals(stored.get()) && before.keyId.equals(keyId)) {
            return before;
        }
        if (!same(
                stored.get().mac(), code(tenant, stored.get().n(), stored.get().entries()))) {
            LOG.error("the register of records does not fit tenant={}", tenant.value());
            var none = new Checked(stored.get(), keyId, new TreeMap<>());
            checked.put(tenant, none);
            return none;
        }
        var entries = new TreeMap<String, String>();
        Json.parseObject(stored.get().entries())
                .properties()
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue().asString("")));
        var now = new Checked(stored.get(), keyId, entries);
        checked.put(tenant, now);
        return now;
    }

    private void store(Handle handle, TenantId tenant, SortedMap<String, String> entries) {
        long n = RegisterRowSql.find(handle, tenant).map(Stored::n).orElse(0L) + 1;
        var json = Json.object();
        entries.forEach(json::put);
        var text = Json.write(json);
        RegisterRowSql.save(handle, tenant, new Stored(n, text, code(tenant, n, text)));
    }

    private String code(TenantId tenant, long n, String entries) {
        return code(SealedRecord.canonical(List.of("register", tenant.value(), Long.toString(n), entries)));
    }

    private String code(SealedRecord row) {
        return code(row.canonical());
    }

    private String keyId() {
        try {
            return slot.look((key, keyId) -> keyId);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("naming the key needs no cipher", e);
        }
    }

    private String code(byte[] text) {
        try {
            return slot.look((key, keyId) -> {
                var bytes = key.getEncoded();
                try {
                    return HexFormat.of().formatHex(KeyWrap.recordCode(bytes, text));
                } finally {
                    Arrays.fill(bytes, (byte) 0);
                }
            });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing in this runtime", e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
