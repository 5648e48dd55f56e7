package io.slipway.server.web.ui.profiles;

import io.slipway.server.base.Caller;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.StoredProfile;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operator's secrets as the editor of a profile knows them: which fill places of it, and which could.
 *
 * @param bound the secret that fills a place, by pointer
 * @param offered secrets that may fill one; empty for a reader who may not say so
 * @param places pointers of the stored version where a secret can stand; a place that is not stored yet takes none
 */
record EditSecrets(Map<String, SecretMeta> bound, List<SecretMeta> offered, Set<String> places) {
    static final EditSecrets NONE = new EditSecrets(Map.of(), List.of(), Set.of());

    EditSecrets {
        bound = Map.copyOf(bound);
        offered = List.copyOf(offered);
        places = Set.copyOf(places);
    }

    static EditSecrets of(OperatorSecrets secrets, Caller caller, String profile, Optional<StoredProfile> stored) {
        var all = secrets.list(caller.tenant());
        var byId = all.stream().collect(Collectors.toMap(SecretMeta::id, meta -> meta));
        var bound = new HashMap<String, SecretMeta>();
        for (var binding : secrets.bindings(caller.tenant())) {
            // Between the two readings a secret may have been deleted.
            var meta = byId.get(binding.secretId());
            if (meta != null && binding.target().ofProfile(profile)) {
                bound.put(binding.target().field(), meta);
            }
        }
        boolean binds = caller.role() == Caller.Role.ADMIN;
        return new EditSecrets(
                bound,
                binds ? all.stream().filter(meta -> !meta.attached()).toList() : List.of(),
                stored.map(StoredProfile::document)
                        .map(ProfileDocument::secretPlaces)
                        .map(Set::copyOf)
                        .orElse(Set.of()));
    }

    /** Whether a secret can be chosen for the place. */
    boolean takes(String pointer) {
        return !offered.isEmpty() && (places.contains(pointer) || bound.containsKey(pointer));
    }
}
