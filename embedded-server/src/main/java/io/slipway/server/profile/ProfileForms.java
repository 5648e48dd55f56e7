package io.slipway.server.profile;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.schema.FormCheck;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormFinding.Severity;
import io.slipway.server.schema.FormModel;
import io.slipway.server.schema.SchemaCheck;
import io.slipway.server.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which profiles are edited, in each language. Thread-safe. */
public final class ProfileForms {
    private static final String WINDOWS = "windows-profile";
    private static final String LINUX = "linux-profile";
    private static final String CONFIG = "profile-config";
    private static final String EXPRESSION = "must match ^";
    private static final String EXPLAINED = "does not have the form that the explanation asks for";
    private static final ConcurrentHashMap<Named, FormModel> MODELS = new ConcurrentHashMap<>();

    private record Named(String schema, Locale language) {}

    private ProfileForms() {}

    /** The form that fits a profile's document. */
    public static FormModel of(ObjectNode document, Locale language) {
        if (!document.has("schemaVersion")) {
            return model(CONFIG, language);
        }
        boolean linux = document.path("target").path("os").asString("").equals("linux");
        return model(linux ? LINUX : WINDOWS, language);
    }

    static FormModel model(String schema, Locale language) {
        var text = Text.of("form", language);
        return MODELS.computeIfAbsent(
                new Named(schema, text.language()),
                named -> FormModel.of(
                        schema,
                        SchemaCheck.load(schema),
                        key -> text.has(key) ? Optional.of(text.get(key)) : Optional.empty(),
                        new ProfileCatalogs(text.language())));
    }

    /**
     * The check of a profile that is not stored yet; one that is stored is checked by {@link Profiles#check}, which knows its
     * secrets.
     */
    public static FormCheck check(Locale language) {
        return document -> findings(document, Json.object(), language);
    }

    /** The check of a change of a profile that was loaded; its secrets are those behind the masks. */
    public static FormCheck check(ProfileDocument present, Locale language) {
        return document -> findings(document, present.stored(), language);
    }

    /** All mistakes of a document or, when it has none, its warnings; the present one has the secrets behind its masks. */
    static List<FormFinding> findings(ObjectNode document, ObjectNode present, Locale language) {
        var sentences = new FormSentences(Text.of("form", language));
        var findings = new ArrayList<FormFinding>();
        try {
            ProfileCodec.parse(ProfileSecrets.restore(document, present))
                    .warnings()
                    .forEach(each -> findings.add(
                            new FormFinding(each.pointer(), sentences.said(each.message()), Severity.WARNING)));
        } catch (SlipwayException e) {
            var model = of(document, language);
            refused(e.problem())
                    .forEach(each -> findings.add(
                            new FormFinding(each.pointer(), said(each, model, sentences), Severity.ERROR)));
        }
        return findings;
    }

    /** Why a document was refused, place by place, in the reader's language. */
    public static List<FieldError> said(Problem problem, Locale language) {
        var sentences = new FormSentences(Text.of("form", language));
        return refused(problem).stream()
                .map(each -> new FieldError(each.pointer(), sentences.said(each.message())))
                .toList();
    }

    /** A warning in the reader's language. */
    public static String said(ProfileWarning warning, Locale language) {
        return new FormSentences(Text.of("form", language)).said(warning.message());
    }

    /** A regular expression is for programs; where the field explains what it takes, people are sent there. */
    private static String said(FieldError error, FormModel model, FormSentences sentences) {
        boolean explained = !model.place(error.pointer()).field().facts().hint().isEmpty();
        return sentences.said(explained && error.message().startsWith(EXPRESSION) ? EXPLAINED : error.message());
    }

    private static List<FieldError> refused(Problem problem) {
        return problem.errors().isEmpty() ? List.of(new FieldError("", problem.detail())) : problem.errors();
    }
}
