package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretScope;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which secrets of the operator fill places of a profile, as far as keeping profiles has to know. */
public interface ProfileBindings {
    /** For a store without operators' secrets. */
    ProfileBindings NONE = new ProfileBindings() {
        @Override
        public Map<String, String> of(Caller caller, String profileId) {
            return Map.of();
        }

        @Override
        public void deleted(Caller caller, String profileId) {}
    };

    /** Labels of secrets by the place that each fills, a JSON Pointer into the profile. */
    Map<String, String> of(Caller caller, String profileId);

    /** The profile is gone: nothing may stay bound to it, or its secrets could not be deleted either. */
    void deleted(Caller caller, String profileId);

    /** Those of the vault. */
    static ProfileBindings of(OperatorSecrets secrets) {
        return new ProfileBindings() {
            @Override
            public Map<String, String> of(Caller caller, String profileId) {
                var labels = secrets.list(caller.tenant()).stream()
                        .collect(Collectors.toMap(SecretMeta::id, SecretMeta::label));
                var bound = new TreeMap<String, String>();
                for (var binding : secrets.bindings(caller.tenant())) {
                    if (binding.target().ofProfile(profileId)) {
                        bound.put(binding.target().field(), labels.getOrDefault(binding.secretId(), ""));
                    }
                }
                return bound;
            }

            @Override
            public void deleted(Caller caller, String profileId) {
                secrets.release(caller, SecretScope.PROFILE, profileId);
            }
        };
    }
}
