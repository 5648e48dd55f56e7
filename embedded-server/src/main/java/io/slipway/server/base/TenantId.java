package io.slipway.server.base;

import java.util.regex.Pattern;

/**
 * Whose rows these are. Every query on a tenant table names it.
 *
 * @param value 1 to 64 of lower-case letters, digits, hyphen
 */
public record TenantId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** The tenant of a stand-alone installation. */
    public static final TenantId DEFAULT = new TenantId("default");

    public TenantId {
        if (!SHAPE.matcher(value).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A tenant id has 1 to 64 lower-case letters, digits or hyphens.")
                    .exception();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
