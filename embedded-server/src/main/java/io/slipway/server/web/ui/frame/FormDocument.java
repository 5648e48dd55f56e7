package io.slipway.server.web.ui.frame;

import io.javalin.http.Context;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.text.Text;
import io.slipway.server.web.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a form of a page sends, read field by field. Mistakes are said beside their fields, in the reader's language, all at once.
 *
 * <p>A getter that finds a mistake returns a stand-in, so call {@link #check} before anything is done. Not thread-safe.
 */
public final class FormDocument {
    private final ObjectNode json;
    private final Text words;
    private final List<FieldError> errors = new ArrayList<>();

    private FormDocument(ObjectNode json, Text words) {
        this.json = json;
        this.words = words;
    }

    /**
     * The body of a request.
     *
     * @param known every field of the form
     * @throws io.slipway.server.base.SlipwayException BAD_REQUEST naming each unknown field
     */
    public static FormDocument of(Context context, String... known) {
        return new FormDocument(
                Requests.object(context, Set.of(known)),
                Text.of("web", Look.of(context).language()));
    }

    /** A text without blanks around it; empty when it is not given. */
    public Optional<String> text(String name, int longest) {
        var text = Requests.text(json, name).map(String::strip).filter(given -> !given.isEmpty());
        return notLonger(name, longest, text);
    }

    /** A text exactly as it was typed, line ends included; empty when nothing was. */
    public Optional<String> whole(String name, int longest) {
        var text = Requests.text(json, name).filter(given -> !given.isBlank());
        return notLonger(name, longest, text);
    }

    /** A text that must be given. */
    public String required(String name, int longest) {
        var text = text(name, longest);
        if (text.isEmpty()) {
            missing(name);
        }
        return text.orElse("");
    }

    /** A secret exactly as it was typed; whoever takes it wipes it. Empty when it is not given. */
    public Optional<Secret> secret(String name, int longest) {
        var text = Requests.text(json, name).filter(given -> !given.isEmpty());
        return notLonger(name, longest, text).map(Secret::of);
    }

    private Optional<String> notLonger(String name, int longest, Optional<String> text) {
        if (text.filter(given -> given.length() > longest).isPresent()) {
            wrong(name, words.get("form.long", String.valueOf(longest)));
            return Optional.empty();
        }
        return text;
    }

    /** A whole number that must be given. */
    public int number(String name, int least, int most) {
        return optionalNumber(name, least, most).orElseGet(() -> {
            missing(name);
            return least;
        });
    }

    /** A whole number; empty when it is not given. */
    public OptionalInt optionalNumber(String name, int least, int most) {
        var node = json.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalInt.empty();
        }
        boolean fine = node.isIntegralNumber()
                && node.canConvertToInt()
                && node.intValue() >= least
                && node.intValue() <= most;
        if (!fine) {
            wrong(name, words.get("form.number", String.valueOf(least), String.valueOf(most)));
            return OptionalInt.empty();
        }
        return OptionalInt.of(node.intValue());
    }

    /** Whether a box is ticked. */
    public boolean ticked(String name) {
        return json.path(name).asBoolean(false);
    }

    /** Says that a field is needed unless something else is said about it already. */
    public void missing(String name) {
        if (errors.stream().noneMatch(error -> error.pointer().equals("/" + name))) {
            wrong(name, words.get("form.required"));
        }
    }

    /** @param message in the reader's language, without a secret */
    public void wrong(String name, String message) {
        errors.add(new FieldError("/" + name, message));
    }

    /** @throws io.slipway.server.base.SlipwayException BAD_REQUEST with a pointer per mistake, if there was one */
    public void check() {
        if (!errors.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, words.get("form.wrong"), errors)
                    .exception();
        }
    }
}
