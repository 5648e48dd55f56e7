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

    /**
     * A place of a profile.
     *
     * @param place JSON Pointer into the profile
     */
    public static SecretTarget profilePlace(String profileId, String place) {
        return new SecretTarget(SecretScope.PROFILE, profileId, place);
    }

    /** Whether it is a place of the profile. */
    public boolean ofProfile(String profileId) {
        return scope == SecretScope.PROFILE && scopeId.equals(profileId);
    }
}
