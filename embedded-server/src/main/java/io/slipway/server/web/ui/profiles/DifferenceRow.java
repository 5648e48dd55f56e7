package io.slipway.server.web.ui.profiles;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.form.FormSayings;
import io.slipway.server.profile.ProfileDifference;
import io.slipway.server.profile.ProfileDifference.Kind;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormState;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Optional;

/**
 * A setting in which two profiles differ, in the operator's words.
 *
 * @param before empty when it was not set, or is a secret
 * @param after empty when it is not set, or is a secret
 * @param note what is said in place of values
 */
record DifferenceRow(String where, String before, String after, String note) {

    /**
     * All of them.
     *
     * @param state of one of the two documents; has the names of fields and values
     * @param form the bundle {@code form}
     * @param editor the bundle {@code editor}
     */
    static List<DifferenceRow> of(List<ProfileDifference> found, FormState state, Text form, Text editor) {
        var sayings = new FormSayings(state, form);
        return found.stream().map(each -> row(each, sayings, editor)).toList();
    }

    private static DifferenceRow row(ProfileDifference found, FormSayings sayings, Text editor) {
        var where = FormSayings.path(found.pointer(), sayings.state().model());
        var field = sayings.state().model().place(found.pointer());
        Optional<Field> known = field.pointer().equals(found.pointer()) ? Optional.of(field.field()) : Optional.empty();
        return new DifferenceRow(
                where,
                found.before().map(value -> said(value, known, sayings)).orElse(""),
                found.after().map(value -> said(value, known, sayings)).orElse(""),
                note(found, editor));
    }

    private static String note(ProfileDifference found, Text editor) {
        if (found.kind() == Kind.SECRET_CHANGED) {
            return editor.get("compare.secret");
        }
        boolean telling = found.before().isPresent() || found.after().isPresent();
        return telling ? "" : editor.get(found.kind() == Kind.ADDED ? "compare.added" : "compare.removed");
    }

    /** By its name where the form knows one; a group, or what was cut because it is long, as the text it is. */
    private static String said(String json, Optional<Field> field, FormSayings sayings) {
        if (field.isEmpty() || field.get() instanceof Field.Group || field.get() instanceof Field.Variant) {
            return json;
        }
        try {
            var value = Json.parse(json);
            boolean objects = value.isObject() || value.valueStream().anyMatch(each -> each.isContainer());
            return objects ? json : sayings.said(field.get(), value);
        } catch (SlipwayException e) {
            // Longer than a comparison shows: its beginning is no JSON.
            return json;
        }
    }
}
