package io.slipway.server.vault;

/**
 * What reads a secret: one field of one object.
 *
 * @param scope kind of the object
 * @param scopeId the object
 * @param field which of its secrets, for example {@code password} of a host or a JSON Pointer into a profile
 */
public record SecretTarget(SecretScope scope, String scopeId, String field) {
    /** A host's login password. */
    public static final String PASSWORD = "password";

    /** The login password of a host. */
    public static SecretTarget hostPassword(String hostId) {
        return new SecretTarget(SecretScope.HOST, hostId, PASSWORD);
    }
}
