package io.slipway.server.boot;

import io.slipway.server.base.Caller;
import io.slipway.server.profile.BoundProfiles;
import io.slipway.server.profile.BoundProfiles.Filled;
import io.slipway.server.profile.Playbook;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.provision.ProfileCatalog;
import java.util.Optional;

/** Orders find profiles and playbooks in the store and among the built-in ones. */
final class StoredCatalog implements ProfileCatalog {
    private final BoundProfiles profiles;
    private final Playbooks playbooks;

    StoredCatalog(BoundProfiles profiles, Playbooks playbooks) {
        this.profiles = profiles;
        this.playbooks = playbooks;
    }

    @Override
    public Filled profile(Caller caller, String idOrName) {
        return profiles.named(caller, idOrName);
    }

    @Override
    public Optional<Filled> defaultProfile(Caller caller) {
        return profiles.defaultOf(caller);
    }

    @Override
    public String playbook(Caller caller, String idOrName) {
        return playbooks.list(caller).stream()
                .filter(playbook ->
                        playbook.id().equals(idOrName) || playbook.name().equals(idOrName))
                .findFirst()
                .map(Playbook::content)
                .orElseGet(() -> playbooks.get(caller, idOrName).content());
    }

    @Override
    public Optional<String> defaultPlaybook(Caller caller) {
        return playbooks.choose(caller, Optional.empty()).map(Playbook::content);
    }
}
