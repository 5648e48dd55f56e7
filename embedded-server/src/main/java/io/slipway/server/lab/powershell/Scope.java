package io.slipway.server.lab.powershell;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables of one call; a lookup goes on in the caller's scope (about_Scopes). */
final class Scope {
    private final @Nullable Scope parent;
    private final Map<String, @Nullable Object> variables = new HashMap<>();

    Scope(@Nullable Scope parent) {
        this.parent = parent;
    }

    void set(String name, @Nullable Object value) {
        variables.put(name.toLowerCase(Locale.ROOT), value);
    }

    boolean has(String name) {
        var key = name.toLowerCase(Locale.ROOT);
        for (Scope at = this; at != null; at = at.parent) {
            if (at.variables.containsKey(key)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Object get(String name) {
        var key = name.toLowerCase(Locale.ROOT);
        for (Scope at = this; at != null; at = at.parent) {
            if (at.variables.containsKey(key)) {
                return at.variables.get(key);
            }
        }
        return null;
    }
}
