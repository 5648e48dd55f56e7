package io.slipway.server.provision;

import io.slipway.server.base.Caller;
import io.slipway.server.profile.BoundProfiles.Filled;
import java.util.Optional;

/** Where orders find profiles and playbooks. */
public interface ProfileCatalog {
    /**
     * A profile by id or name, with the secrets that are bound to it.
     *
     * @throws io.slipway.server.base.SlipwayException PROFILE_NOT_FOUND
     */
    Filled profile(Caller caller, String idOrName);

    /** The caller's default profile. */
    Optional<Filled> defaultProfile(Caller caller);

    /**
     * A playbook's text by id or name.
     *
     * @throws io.slipway.server.base.SlipwayException PLAYBOOK_NOT_FOUND
     */
    String playbook(Caller caller, String idOrName);

    /** The caller's default playbook. */
    Optional<String> defaultPlaybook(Caller caller);
}
