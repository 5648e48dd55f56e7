package io.slipway.server.profile;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A secret of the vault is bound to a place, and the places of a list are numbers: who takes the first of two accounts out
 * would give the second one the first one's password. Such a change is refused before anything is made of it.
 */
final class BoundPlaces {
    private static final String USERS = "/accounts/users";

    private BoundPlaces() {}

    /**
     * @param bound label of the secret by place
     * @throws io.slipway.server.base.SlipwayException UNPROCESSABLE naming each place that would be another account's, or
     *     nobody's
     */
    static void keep(ProfileDocument before, ProfileDocument after, Map<String, String> bound) {
        var lost = new ArrayList<FieldError>();
        bound.forEach((place, label) -> lost(before, after, place)
                .ifPresent(
                        why -> lost.add(new FieldError(place, "is filled from the secret \"" + label + "\"; " + why))));
        if (!lost.isEmpty()) {
            var first = lost.getFirst();
            throw new Problem(
                            ProblemCode.UNPROCESSABLE,
                            "A place that is filled from the vault would change its account: " + first.pointer() + " "
                                    + first.message() + ".",
                            "Stop filling that place from the secret (its own page lists what it fills), save, and choose it again"
                                    + " for the account that needs it.",
                            Map.of(),
                            lost)
                    .exception();
        }
    }

    private static Optional<String> lost(ProfileDocument before, ProfileDocument after, String place) {
        if (!before.secretPlaces().contains(place)) {
            // Nothing of this change; an order says so.
            return Optional.empty();
        }
        if (!after.secretPlaces().contains(place)) {
            return Optional.of("the account of " + account(before, place) + " would be gone");
        }
        var was = identity(entry(before, place));
        var is = identity(entry(after, place));
        boolean moved = !was.equals(is)
                && (identities(before).contains(is) || identities(after).contains(was));
        return moved
                ? Optional.of("it was for " + account(before, place) + " and would be for " + account(after, place))
                : Optional.empty();
    }

    private static String account(ProfileDocument document, String place) {
        var name = entry(document, place).path("name").asString("");
        return name.isEmpty() ? place : name;
    }

    /** The account's object; a missing node for a place outside the list of accounts. */
    private static JsonNode entry(ProfileDocument document, String place) {
        return document.stored()
                .at(place.startsWith(USERS + "/") ? place.substring(0, place.lastIndexOf('/')) : USERS + "/none");
    }

    private static List<String> identities(ProfileDocument document) {
        var found = new ArrayList<String>();
        document.stored().at(USERS).forEach(entry -> found.add(identity(entry)));
        return found;
    }

    /** What an account is called on the VM. */
    private static String identity(JsonNode entry) {
        return String.join(
                "\n",
                entry.path("nameMode").asString(""),
                entry.path("name").asString(""),
                entry.path("suffix").asString(""));
    }
}
