package io.slipway.server.profile;

import io.slipway.server.schema.SchemaCheck;
import io.slipway.server.schema.SecretPaths;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Finds the secret values of a stored profile document of either form. */
final class ProfileSecrets {
    /** What stands in answers where a secret is; sent back, it means "unchanged". */
    static final String MASK = SecretPaths.MASK;

    /** The default of the config form stands in every documentation; it is no secret. */
    static final String DOCUMENTED_DEFAULT = "1204";

    /** Those of both forms: they do not contradict each other. */
    private static final SecretPaths PATHS = SecretPaths.of(
            SchemaCheck.load("windows-profile").source(),
            SchemaCheck.load("linux-profile").source(),
            SchemaCheck.load("profile-config").source());

    private ProfileSecrets() {}

    static ObjectNode mask(ObjectNode document) {
        return map(document, value -> value.equals(DOCUMENTED_DEFAULT) ? value : MASK);
    }

    /** A copy of the document with each secret value replaced. */
    static ObjectNode map(ObjectNode document, UnaryOperator<String> change) {
        return PATHS.map(document, change);
    }

    /** As {@link #map}, also for an answer file of the operator's own, which may hold passwords as well. */
    static ObjectNode mapAll(ObjectNode document, UnaryOperator<String> change) {
        var copy = map(document, change);
        if (copy.path("xmlTemplate").isString()) {
            copy.put("xmlTemplate", change.apply(copy.get("xmlTemplate").stringValue()));
        }
        return copy;
    }

    /** The submitted document with each mask replaced by the secret at the same place of the present one. */
    static ObjectNode restore(ObjectNode submitted, ObjectNode present) {
        var copy = submitted.deepCopy();
        for (var pointer : PATHS.texts(submitted)) {
            var before = present.at(pointer);
            if (before.isString() && submitted.at(pointer).stringValue().equals(MASK)) {
                SecretPaths.set(copy, pointer, before.stringValue());
            }
        }
        return copy;
    }

    /** JSON Pointers of the passwords that the document has, given or to be generated. */
    static List<String> places(ObjectNode document) {
        return PATHS.in(document);
    }

    /** A copy of the document in which the place holds this password. */
    static ObjectNode with(ObjectNode document, String place, String password) {
        var copy = document.deepCopy();
        if (copy.at(place).isObject()) {
            ((ObjectNode) copy.at(place)).removeAll().put("value", password);
        } else {
            SecretPaths.set(copy, place, password);
        }
        return copy;
    }
}
