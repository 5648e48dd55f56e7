package io.slipway.server.profile;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.schema.SchemaCheck;
import io.slipway.server.schema.SecretPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Finds the secret values of a stored profile document of either form. */
final class ProfileSecrets {
    /** What stands in answers where a secret is; sent back, it means "unchanged". */
    static final String MASK = SecretPaths.MASK;

    /** The default of the config form stands in every documentation; it is no secret. */
    static final String DOCUMENTED_DEFAULT = "1204";

    private static final String TEMPLATE = "xmlTemplate";

    /** Those of both forms: they do not contradict each other. */
    private static final SecretPaths PATHS = SecretPaths.of(
            SchemaCheck.load("windows-profile").source(),
            SchemaCheck.load("linux-profile").source(),
            SchemaCheck.load("profile-config").source());

    private ProfileSecrets() {}

    /** A copy for answers: also the passwords inside an answer file of the operator's own are masked. */
    static ObjectNode mask(ObjectNode document) {
        var copy = map(document, ProfileSecrets::masked);
        var template = copy.path(TEMPLATE);
        if (template.isString()) {
            copy.put(TEMPLATE, AnswerFileSecrets.map(template.stringValue(), ProfileSecrets::masked));
        }
        return copy;
    }

    private static String masked(String value) {
        return value.equals(DOCUMENTED_DEFAULT) ? value : MASK;
    }

    /** A copy of the document with each secret value replaced. */
    static ObjectNode map(ObjectNode document, UnaryOperator<String> change) {
        return PATHS.map(document, change);
    }

    /** As {@link #map}, also for an answer file of the operator's own, which may hold passwords as well. */
    static ObjectNode mapAll(ObjectNode document, UnaryOperator<String> change) {
        var copy = map(document, change);
        if (copy.path(TEMPLATE).isString()) {
            copy.put(TEMPLATE, change.apply(copy.get(TEMPLATE).stringValue()));
        }
        return copy;
    }

    /**
     * The submitted document with each mask replaced by the secret it stands for: the one at the same place of the present
     * document or, as {@code ***} with a pointer, the one at that place, for entries of a list that moved.
     *
     * @throws io.slipway.server.base.SlipwayException INVALID_PROFILE when there is no such secret: the three stars themselves
     *     must not become a password
     */
    static ObjectNode restore(ObjectNode submitted, ObjectNode present) {
        var copy = submitted.deepCopy();
        var known = PATHS.texts(present);
        var lost = new ArrayList<FieldError>();
        for (var pointer : PATHS.texts(submitted)) {
            var text = submitted.at(pointer).stringValue();
            if (!text.equals(MASK) && !text.startsWith(MASK + "/")) {
                continue;
            }
            var origin = text.equals(MASK) ? pointer : text.substring(MASK.length());
            if (known.contains(origin)) {
                SecretPaths.set(copy, pointer, present.at(origin).stringValue());
            } else {
                lost.add(new FieldError(pointer, "has no stored secret behind it; enter it again"));
            }
        }
        if (copy.path(TEMPLATE).isString() && copy.get(TEMPLATE).stringValue().contains(MASK)) {
            var before = present.path(TEMPLATE).asString("");
            copy.put(TEMPLATE, restored(copy.get(TEMPLATE).stringValue(), before));
        }
        ProfileCodec.refuse(lost);
        return copy;
    }

    /** @throws io.slipway.server.base.SlipwayException INVALID_PROFILE when it is not known which secret a mask stands for */
    private static String restored(String submitted, String present) {
        return AnswerFileSecrets.restore(submitted, present, MASK).orElseThrow(() -> Problem.of(
                        ProblemCode.INVALID_PROFILE,
                        "The answer file has *** for a password and is otherwise not the one before,"
                                + " so it is not known which password is meant. Enter it again.",
                        List.of(new FieldError(
                                "/" + TEMPLATE, "has *** where a password is to be given; enter it again")))
                .exception());
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
