package io.slipway.server.vault.key;

import java.util.Arrays;
import java.util.Map;

/**
 * A key in a form that only its protector opens; no secret by itself.
 *
 * @param kind what opens it
 * @param parameters what the protector needs to know, for example salt and cost
 * @param blob the wrapped key; not copied
 */
public record Wrapped(ProtectorKind kind, Map<String, String> parameters, byte[] blob) {
    public Wrapped {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wrapped wrapped
                && kind == wrapped.kind
                && parameters.equals(wrapped.parameters)
                && Arrays.equals(blob, wrapped.blob);
    }

    @Override
    public int hashCode() {
        return 31 * parameters.hashCode() + Arrays.hashCode(blob);
    }

    @Override
    public String toString() {
        return "Wrapped[" + kind + "]";
    }
}
