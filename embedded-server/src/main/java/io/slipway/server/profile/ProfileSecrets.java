package io.slipway.server.profile;

import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Finds the secret values of a stored profile document of either form. */
final class ProfileSecrets {
    /** What stands in answers where a secret is; sent back, it means "unchanged". */
    static final String MASK = "***";

    /** The default of the config form stands in every documentation; it is no secret. */
    static final String DOCUMENTED_DEFAULT = "1204";

    private ProfileSecrets() {}

    static ObjectNode mask(ObjectNode document) {
        return map(document, value -> value.equals(DOCUMENTED_DEFAULT) ? value : MASK);
    }

    /** A copy of the document with each secret value replaced. */
    static ObjectNode map(ObjectNode document, UnaryOperator<String> change) {
        var copy = document.deepCopy();
        replace(copy.path("user"), "password", change);
        replace(copy.path("user").path("password"), "value", change);
        var accounts = copy.path("accounts");
        replace(accounts.path("builtInAdministrator").path("password"), "value", change);
        accounts.path("users").forEach(user -> replace(user.path("password"), "value", change));
        return copy;
    }

    /** As {@link #map}, also for an answer file of the operator's own, which may hold passwords as well. */
    static ObjectNode mapAll(ObjectNode document, UnaryOperator<String> change) {
        var copy = map(document, change);
        replace(copy, "xmlTemplate", change);
        return copy;
    }

    /** The submitted document with each mask replaced by the secret at the same place of the present one. */
    static ObjectNode restore(ObjectNode submitted, ObjectNode present) {
        var copy = submitted.deepCopy();
        restore(copy, present, "/user/password");
        restore(copy, present, "/user/password/value");
        restore(copy, present, "/accounts/builtInAdministrator/password/value");
        for (int i = 0; i < copy.path("accounts").path("users").size(); i++) {
            restore(copy, present, "/accounts/users/" + i + "/password/value");
        }
        return copy;
    }

    private static void restore(ObjectNode copy, ObjectNode present, String pointer) {
        int last = pointer.lastIndexOf('/');
        var parent = copy.at(pointer.substring(0, last));
        var before = present.at(pointer);
        if (before.isString() && copy.at(pointer).asString("").equals(MASK) && parent instanceof ObjectNode object) {
            object.set(pointer.substring(last + 1), before);
        }
    }

    private static void replace(JsonNode parent, String name, UnaryOperator<String> change) {
        if (parent instanceof ObjectNode object && object.get(name) instanceof StringNode text) {
            object.put(name, change.apply(text.stringValue()));
        }
    }
}
