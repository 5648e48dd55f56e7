package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A custom object: what ConvertFrom-Json and {@code [pscustomobject]} make. */
public final class PsObject {
    private final PsTable values = new PsTable();

    /** Sets a property and returns this. */
    public PsObject with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    PsTable values() {
        return values;
    }

    boolean has(String name) {
        return values.has(name);
    }

    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    List<String> names() {
        var names = new ArrayList<String>();
        values.keys().forEach(key -> names.add(Values.text(key)));
        return names;
    }
}
