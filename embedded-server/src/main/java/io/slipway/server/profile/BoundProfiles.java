package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretBinding;
import io.slipway.server.vault.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Profiles as orders use them: a secret that is bound to a place of a profile wins over the password in the document.
 *
 * <p>Thread-safe; calls block on the store.
 */
public final class BoundProfiles {
    private final Profiles profiles;
    private final OperatorSecrets secrets;

    public BoundProfiles(Profiles profiles, OperatorSecrets secrets) {
        this.profiles = profiles;
        this.secrets = secrets;
    }

    /**
     * A profile with its bound secrets filled in.
     *
     * @param document holds them; never log it
     * @param used which versions went where
     */
    public record Filled(ProfileDocument document, List<Used> used) {
        public Filled {
            used = List.copyOf(used);
        }

        /** A profile without bound secrets. */
        public static Filled plain(ProfileDocument document) {
            return new Filled(document, List.of());
        }
    }

    /**
     * A version of a secret in a profile.
     *
     * @param place JSON Pointer into the profile
     */
    public record Used(String place, SecretRef secret) {}

    /**
     * As {@link Profiles#named}, filled.
     *
     * @throws SlipwayException also SECRET_REENTRY_REQUIRED, UNPROCESSABLE when a bound place is no longer in the profile, and
     *     INVALID_PROFILE when a secret breaks a rule for passwords
     */
    public Filled named(Caller caller, String word) {
        return profiles.stored(caller, word)
                .map(stored -> filled(caller, stored.id(), stored.document()))
                .orElseGet(() -> {
                    var builtIn = profiles.named(caller, word);
                    return filled(caller, builtIn.profile().id(), builtIn);
                });
    }

    /** As {@link Profiles#defaultOf}, filled. */
    public Optional<Filled> defaultOf(Caller caller) {
        return profiles.defaultOf(caller).map(stored -> filled(caller, stored.id(), stored.document()));
    }

    /** As {@link Profiles#resolve}; a profile that the request brings has no bindings. */
    public Filled resolve(Caller caller, Optional<String> word, Optional<ObjectNode> config) {
        return word.isPresent() && config.isEmpty()
                ? named(caller, word.get())
                : Filled.plain(profiles.resolve(caller, word, config));
    }

    /**
     * A document of a profile, also one that is not stored yet, with what is bound to the profile.
     *
     * @param id of the profile; nothing is bound to one that is not stored
     * @throws SlipwayException as {@link #named}
     */
    public Filled filled(Caller caller, String id, ProfileDocument document) {
        var filled = document;
        var used = new ArrayList<Used>();
        for (var binding : secrets.bindings(caller.tenant())) {
            if (binding.target().ofProfile(id)) {
                filled = fill(caller, filled, binding, used);
            }
        }
        return new Filled(filled, used);
    }

    private ProfileDocument fill(Caller caller, ProfileDocument document, SecretBinding binding, List<Used> used) {
        var place = binding.target().field();
        if (!document.secretPlaces().contains(place)) {
            throw Problem.of(
                            ProblemCode.UNPROCESSABLE,
                            "A secret is bound to " + place + " of the profile, which has no password there any more.",
                            "Remove the binding or give the profile that account again.")
                    .exception();
        }
        var ref = secrets.bound(caller.tenant(), binding.target())
                .orElseThrow(() -> new IllegalStateException("a binding without its secret"));
        try (var lease = secrets.open(caller, ref, "profile " + binding.target().scopeId() + " " + place)) {
            used.add(new Used(place, ref));
            return document.withPassword(place, lease.value().reveal());
        }
    }
}
