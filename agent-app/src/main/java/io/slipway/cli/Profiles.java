package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.ProfileView;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileDocument;
import java.util.HashSet;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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

    /**
     * The row of a stored profile, or else what stands for a built-in one.
     *
     * @param reveal whether its secrets are readable
     * @throws io.slipway.server.base.SlipwayException PROFILE_NOT_FOUND
     */
    static JsonNode row(Session session, String word, boolean reveal) {
        var builtIn = find(session, word).isPresent() ? Optional.<ProfileDocument>empty() : BuiltInProfiles.find(word);
        return builtIn.<JsonNode>map(Profiles::builtIn)
                .orElseGet(() -> session.get(path(require(session, word)) + (reveal ? "?reveal=true" : "")));
    }

    /** Every profile that an order can name: the stored ones, then the built-in ones without a stored namesake. */
    static ArrayNode all(JsonNode stored) {
        var all = Json.mapper().createArrayNode();
        var names = new HashSet<String>();
        stored.forEach(row -> {
            all.add(row);
            names.add(row.path("name").asString(""));
        });
        BuiltInProfiles.all().stream()
                .filter(document -> !names.contains(document.profile().id()))
                .forEach(document -> all.add(builtIn(document)));
        return all;
    }

    private static ObjectNode builtIn(ProfileDocument document) {
        var row = Json.object()
                .put("id", document.profile().id())
                .put("name", document.profile().id())
                .put("is_default", false)
                .put("version", 1)
                .put("built_in", true);
        row.set("config", document.masked());
        row.putArray("warnings");
        return row;
    }

    static String path(ProfileView profile) {
        return "/unattend-profiles/" + ControlPlane.segment(profile.id());
    }
}
