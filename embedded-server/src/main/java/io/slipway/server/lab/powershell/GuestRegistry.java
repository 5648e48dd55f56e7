package io.slipway.server.lab.powershell;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The registry values that scripts read and write. Names are case-insensitive. Thread-safe. */
public final class GuestRegistry {
    private final Map<String, Map<String, Object>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Sets a value; the key is created. */
    public synchronized void set(String key, String name, Object value) {
        keys.computeIfAbsent(key, absent -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
                .put(name, value);
    }

    /** The value, or null. */
    public synchronized @Nullable Object get(String key, String name) {
        var values = keys.get(key);
        return values == null ? null : values.get(name);
    }

    synchronized boolean remove(String key, String name) {
        var values = keys.get(key);
        return values != null && values.remove(name) != null;
    }

    synchronized @Nullable PsObject read(String key) {
        var values = keys.get(key);
        if (values == null) {
            return null;
        }
        var object = new PsObject();
        values.forEach(object::with);
        return object;
    }
}
