package io.slipway.server.profile;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.schema.SchemaCheck;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads profiles of both forms; collects every mistake before it refuses.
 *
 * <p>A document with {@code schemaVersion} is native and strict. Any other is the {@code config} object of the provisioning
 * API: defaults are filled, legacy spellings normalised, unknown keys kept and reported. Thread-safe.
 */
public final class ProfileCodec {
    private static final SchemaCheck WINDOWS = SchemaCheck.load("windows-profile");
    private static final SchemaCheck LINUX = SchemaCheck.load("linux-profile");

    private ProfileCodec() {}

    /**
     * Parses and checks one profile.
     *
     * @throws SlipwayException BAD_REQUEST when it is no JSON object, UNKNOWN_PROFILE_FIELD when a native document has a
     *     field this version cannot put into effect, INVALID_PROFILE otherwise; each with a pointer per mistake
     */
    public static ProfileDocument parse(String json) {
        return parse(Json.parseObject(json));
    }

    /** As {@link #parse(String)}, for a document that is already a tree. */
    public static ProfileDocument parse(ObjectNode document) {
        return document.has("schemaVersion") ? parseNative(document) : LegacyConfig.parse(document);
    }

    /** The canonical text of the document with its secrets; for export to a file the operator asked for. */
    public static String toJson(ProfileDocument document) {
        return Json.pretty(document.stored());
    }

    private static ProfileDocument parseNative(ObjectNode document) {
        if (!document.path("schemaVersion").isInt()
                || document.get("schemaVersion").intValue() != 1) {
            throw Problem.of(
                            ProblemCode.INVALID_PROFILE,
                            "This version reads profiles of schema version 1.",
                            List.of(new FieldError("/schemaVersion", "must be 1")))
                    .exception();
        }
        boolean linux = document.path("target").path("os").asString("").equals("linux");
        var check = linux ? LINUX : WINDOWS;
        refuse(check.check(document));
        var filled = (ObjectNode) check.withDefaults(document);
        var profile = bind(filled, linux ? LinuxProfile.class : WindowsProfile.class);
        var report = new ProfileReport();
        ProfileRules.check(profile, report);
        refuse(report.errors());
        return new ProfileDocument(ProfileForm.NATIVE, filled, profile, report.warnings());
    }

    /** Defaults filled and typed, without the native schema's own bounds. */
    static WindowsProfile bindWindows(ObjectNode nativeDocument) {
        return (WindowsProfile) bind((ObjectNode) WINDOWS.withDefaults(nativeDocument), WindowsProfile.class);
    }

    private static Profile bind(JsonNode filled, Class<? extends Profile> type) {
        return Json.mapper().treeToValue(filled, type);
    }

    /** Throws one problem for all mistakes; unknown fields decide its code, for they are the likeliest to be typing mistakes. */
    static void refuse(List<FieldError> errors) {
        if (errors.isEmpty()) {
            return;
        }
        var unknown = new ArrayList<String>();
        for (var error : errors) {
            if (error.message().startsWith("is not a field")) {
                unknown.add(error.pointer());
            }
        }
        if (unknown.isEmpty()) {
            var first = errors.getFirst();
            var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
            throw Problem.of(
                            ProblemCode.INVALID_PROFILE,
                            "The profile is not valid: " + first.pointer() + " " + first.message() + more + ".",
                            errors)
                    .exception();
        }
        throw Problem.of(
                        ProblemCode.UNKNOWN_PROFILE_FIELD,
                        "The profile has fields this version does not know: " + String.join(", ", unknown) + ".",
                        errors)
                .exception();
    }
}
