package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hashtable (about_Hash_Tables): keys are case-insensitive. Order is kept in both kinds, which Windows promises for
 * {@code [ordered]} only.
 */
public final class PsTable {
    private record Slot(Object key, @Nullable Object value) {}

    private final Map<String, Slot> slots = new LinkedHashMap<>();

    private static String fold(Object key) {
        return Values.text(key).toLowerCase(Locale.ROOT);
    }

    /** Sets a value; the first spelling of a key stays. */
    public void put(Object key, @Nullable Object value) {
        var old = slots.get(fold(key));
        slots.put(fold(key), new Slot(old == null ? key : old.key(), value));
    }

    /** The value, or null. */
    public @Nullable Object get(Object key) {
        var slot = slots.get(fold(key));
        return slot == null ? null : slot.value();
    }

    /** Whether the key is present. */
    public boolean has(Object key) {
        return slots.containsKey(fold(key));
    }

    /** Removes a key if it is present. */
    public void remove(Object key) {
        slots.remove(fold(key));
    }

    /** The keys as first spelled. */
    public List<Object> keys() {
        var keys = new ArrayList<Object>();
        slots.values().forEach(slot -> keys.add(slot.key()));
        return keys;
    }

    /** The number of keys. */
    public int size() {
        return slots.size();
    }
}
