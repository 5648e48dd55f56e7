package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.List;

/**
 * The versions of a profile: which there are, how two differ, and the way back to one. Nothing is ever taken out of it.
 *
 * <p>Thread-safe; calls block on the store.
 */
public final class ProfileHistory {
    private final Profiles profiles;

    public ProfileHistory(Profiles profiles) {
        this.profiles = profiles;
    }

    /**
     * The versions, newest first.
     *
     * @throws SlipwayException PROFILE_NOT_FOUND
     */
    public List<ProfileVersion> versions(Caller caller, String id) {
        var found = profiles.versions(caller, id);
        if (found.isEmpty()) {
            throw Problem.of(ProblemCode.PROFILE_NOT_FOUND, "There is no such profile.")
                    .exception();
        }
        return found;
    }

    /**
     * The profile as it was in a version.
     *
     * @throws SlipwayException PROFILE_NOT_FOUND when there is no such profile or version; VAULT_LOCKED
     */
    public StoredProfile at(Caller caller, String id, int n) {
        return profiles.at(caller, id, n)
                .orElseThrow(() -> Problem.of(ProblemCode.PROFILE_NOT_FOUND, "The profile has no version " + n + ".")
                        .exception());
    }

    /**
     * What differs between two versions.
     *
     * @throws SlipwayException as {@link #at}
     */
    public List<ProfileDifference> compare(Caller caller, String id, int from, int to) {
        return ProfileComparison.of(
                at(caller, id, from).document(), at(caller, id, to).document());
    }

    /**
     * Makes a new version of what stood in an old one, passwords included; the versions between stay. A version that is
     * already in force changes nothing.
     *
     * @throws SlipwayException as {@link #at}; INVALID_PROFILE when today's rules refuse what was allowed then
     */
    public StoredProfile restore(Caller caller, String id, int n) {
        var old = at(caller, id, n);
        var present = profiles.get(caller, id);
        return profiles.update(
                caller,
                id,
                ProfileChange.document(old.document().stored(), present.version(), "restored from version " + n));
    }
}
