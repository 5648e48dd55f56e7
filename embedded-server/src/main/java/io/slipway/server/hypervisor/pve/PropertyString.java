package io.slipway.server.hypervisor.pve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Proxmox property string: {@code k=v} pairs with commas, the first key may be left out. There is no escape.
 *
 * @param entries in order; the key of a bare first value is empty
 */
record PropertyString(Map<String, String> entries) {
    PropertyString {
        entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    static PropertyString parse(String text) {
        var entries = new LinkedHashMap<String, String>();
        for (var part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals >= 0) {
                entries.putIfAbsent(part.substring(0, equals).strip(), part.substring(equals + 1));
            } else if (!part.isBlank()) {
                entries.putIfAbsent(entries.isEmpty() ? "" : part.strip(), part.strip());
            }
        }
        return new PropertyString(entries);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The same with one more or other value. */
    PropertyString with(String key, String value) {
        var more = new LinkedHashMap<>(entries);
        more.put(key, value);
        return new PropertyString(more);
    }

    /** The same without a key. */
    PropertyString without(String key) {
        var less = new LinkedHashMap<>(entries);
        less.remove(key);
        return new PropertyString(less);
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        entries.forEach((key, value) -> parts.add(key.isEmpty() ? value : key + "=" + value));
        return String.join(",", parts);
    }
}
