package io.slipway.server.binding;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.HostAuth;
import io.slipway.server.host.Hosts;
import io.slipway.server.inventory.Vms;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.Profiles;
import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.SecretTarget;
import java.util.List;

/** Checks that a binding can take effect: its object is there and reads a secret in that field. Thread-safe. */
public final class SecretTargets {
    private final Hosts hosts;
    private final Vms vms;
    private final Profiles profiles;

    public SecretTargets(Hosts hosts, Vms vms, Profiles profiles) {
        this.hosts = hosts;
        this.vms = vms;
        this.profiles = profiles;
    }

    /**
     * The target with the object's id where the request gave a name.
     *
     * @throws SlipwayException HOST_NOT_FOUND, VM_NOT_FOUND, PROFILE_NOT_FOUND; FORBIDDEN for another tenant; UNPROCESSABLE
     *     when nothing would read the secret
     */
    public SecretTarget checked(Caller caller, SecretTarget asked) {
        return switch (asked.scope()) {
            case HOST -> host(caller, asked);
            case PROFILE -> profile(caller, asked);
            case VM ->
                new SecretTarget(
                        asked.scope(),
                        vms.require(caller.tenant(), asked.scopeId()).id(),
                        asked.field());
            case TENANT -> {
                if (!asked.scopeId().equals(caller.tenant().value())) {
                    throw Problem.of(ProblemCode.FORBIDDEN, "That is not your tenant.")
                            .exception();
                }
                yield asked;
            }
            case BOT, AGENT -> asked;
        };
    }

    /** What the operator must know about a binding that is stored. */
    public static List<String> warnings(SecretTarget target) {
        boolean read = target.scope() == SecretScope.HOST
                || target.scope() == SecretScope.PROFILE
                || target.scope() == SecretScope.TENANT && target.field().equals(Syncthing.KEY_FIELD);
        return read
                ? List.of()
                : List.of("The binding is kept, but no command of this version reads a secret of a "
                        + target.scope().word() + ".");
    }

    private SecretTarget host(Caller caller, SecretTarget asked) {
        var host = hosts.require(caller.tenant(), asked.scopeId());
        if (!asked.field().equals(SecretTarget.PASSWORD)) {
            throw unread("A host reads one secret, in the field password, not in " + asked.field() + ".");
        }
        if (host.auth() instanceof HostAuth.KeyFile) {
            throw unread("The host " + host.name() + " is not signed in to by password or token.");
        }
        return SecretTarget.hostPassword(host.id());
    }

    private SecretTarget profile(Caller caller, SecretTarget asked) {
        var stored = profiles.stored(caller, asked.scopeId());
        var document = stored.isPresent()
                ? stored.get().document()
                : BuiltInProfiles.find(asked.scopeId()).orElseThrow(() -> Problem.of(
                                ProblemCode.PROFILE_NOT_FOUND, "There is no profile \"" + asked.scopeId() + "\".")
                        .exception());
        var id = stored.map(row -> row.id()).orElse(asked.scopeId());
        return SecretTarget.profilePlace(id, place(document, asked.field()));
    }

    /** The place itself, or the text inside it. */
    private static String place(ProfileDocument document, String field) {
        var places = document.secretPlaces();
        return places.stream()
                .filter(place -> field.equals(place) || field.equals(place + "/value"))
                .findFirst()
                .orElseThrow(() -> unread(
                        places.isEmpty()
                                ? "The profile has no place for a password."
                                : "The profile has passwords at " + String.join(", ", places) + ", and none at " + field
                                        + "."));
    }

    private static SlipwayException unread(String detail) {
        return Problem.of(ProblemCode.UNPROCESSABLE, detail, "Bind the secret to a field that is read.")
                .exception();
    }
}
