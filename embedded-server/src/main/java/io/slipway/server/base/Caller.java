package io.slipway.server.base;

/**
 * Who asks: the owner of what is created and the limit of what is seen.
 *
 * @param tenant whose rows
 * @param userId stable id of the user, {@code operator} for the local operator
 * @param role what the caller may do
 */
public record Caller(TenantId tenant, String userId, Role role) {
    /** Roles of the admin API; each includes the ones before it. */
    public enum Role {
        READ,
        OPERATE,
        ADMIN;

        public boolean includes(Role needed) {
            return compareTo(needed) >= 0;
        }
    }

    /** The person at the tray or the terminal of a stand-alone installation. */
    public static Caller localOperator() {
        return new Caller(TenantId.DEFAULT, "operator", Role.ADMIN);
    }
}
