package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.ProfileView;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds stored profiles by what an operator types. */
final class Profiles {
    private Profiles() {}

    /** The profile of that id or name. */
    static Optional<ProfileView> find(Session session, String word) {
        var all = ProfileView.list(session.get("/unattend-profiles"));
        return all.stream()
                .filter(profile -> profile.id().equals(word))
                .findFirst()
                .or(() -> all.stream()
                        .filter(profile -> profile.name().equals(word))
                        .findFirst());
    }

    /** @throws io.slipway.server.base.SlipwayException PROFILE_NOT_FOUND */
    static ProfileView require(Session session, String word) {
        return find(session, word).orElseThrow(() -> Problem.of(
                        ProblemCode.PROFILE_NOT_FOUND, "There is no stored profile named \"" + word + "\".")
                .exception());
    }

    /** The profile's row, with its secrets readable when asked for. */
    static JsonNode row(Session session, ProfileView profile, boolean reveal) {
        return session.get(path(profile) + (reveal ? "?reveal=true" : ""));
    }

    static String path(ProfileView profile) {
        return "/unattend-profiles/" + ControlPlane.segment(profile.id());
    }
}
