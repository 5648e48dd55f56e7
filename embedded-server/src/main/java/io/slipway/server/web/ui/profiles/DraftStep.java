package io.slipway.server.web.ui.profiles;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.form.FormRows;
import io.slipway.server.form.TypedValue;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.Pointers;
import io.slipway.server.text.Text;
import io.slipway.server.web.Requests;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of editing as a page sends it: what to do, at which place, with which value. A page may be older than the draft, so each
 * step is checked against the form as it is now.
 */
final class DraftStep {
    /** The members that a step may have. */
    static final Set<String> FIELDS = Set.of("step", "at", "value", "ticked", "typing");

    private static final int LONGEST_VALUE = 256 * 1024;
    private static final int USUAL_LENGTH = 20;

    private final FormState state;
    private final Text text;
    private final String at;
    private final Field field;
    private final ObjectNode asked;

    private DraftStep(FormState state, Text text, String at, ObjectNode asked) {
        this.state = state;
        this.text = text;
        this.at = at;
        this.asked = asked;
        this.field = actual(state, at);
    }

    /** The field that is drawn at a place: of several forms of a value, the one that it has. */
    static Field actual(FormState state, String at) {
        var field = state.model().place(at).field();
        return field instanceof Field.Variant variant
                ? variant.alternatives().get(state.alternative(variant, at))
                : field;
    }

    /**
     * Takes a step.
     *
     * @param text the bundle {@code form}
     * @return the place to show next; empty when the page stays where it is
     * @throws SlipwayException BAD_REQUEST when there is no such step, WRONG_STATE when the form has no such place any more
     */
    static String take(FormState state, Text text, ObjectNode asked) {
        var step = Requests.requiredText(asked, "step");
        switch (step) {
            case "undo" -> {
                return checked(state, state.undo().orElse(""));
            }
            case "redo" -> {
                return checked(state, state.redo().orElse(""));
            }
            case "check" -> {
                return checked(state, "");
            }
            default -> {
                var at = Requests.requiredText(asked, "at");
                if (!known(state, at)) {
                    throw gone();
                }
                return new DraftStep(state, text, at, asked).taken(step);
            }
        }
    }

    private static String checked(FormState state, String place) {
        state.seal();
        state.validate();
        return place;
    }

    /** Whether the form has this place now: each entry on the way to it is there. */
    private static boolean known(FormState state, String at) {
        if (!at.startsWith("/") || !state.model().place(at).pointer().equals(at)) {
            return false;
        }
        for (var here = at; !here.isEmpty(); here = Pointers.parent(here)) {
            var above = Pointers.parent(here);
            boolean entry = !above.isEmpty() && actual(state, above) instanceof Field.Items;
            if (entry && Integer.parseInt(Pointers.last(here)) >= state.size(above)) {
                return false;
            }
        }
        return true;
    }

    private String taken(String step) {
        var next = "";
        switch (step) {
            case "type" -> type();
            case "choose" -> choose();
            case "flag" -> flag();
            case "ticks" -> ticks();
            case "reset" -> state.reset(field, at);
            case "add" -> next = add();
            case "remove" -> next = remove();
            case "up" -> next = move(-1);
            case "down" -> next = move(1);
            case "kind" -> kind();
            case "secret" -> secret();
            case "generate" -> generate();
            case "clear" -> {
                if (!(field instanceof Field.Secret)) {
                    throw unknown();
                }
                state.clearSecret(at);
            }
            default -> throw unknown();
        }
        if (!asked.path("typing").asBoolean(false)) {
            checked(state, "");
        }
        return next;
    }

    private String value() {
        var value = Requests.text(asked, "value").orElse("");
        if (value.length() > LONGEST_VALUE) {
            throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "A setting has at most " + LONGEST_VALUE + " characters.")
                    .exception();
        }
        return value;
    }

    /** Browsers end lines with a line feed; a carriage return comes from a file that somebody pasted. */
    private void type() {
        if (!(field instanceof Field.Text || field instanceof Field.Number)) {
            throw unknown();
        }
        var value = TypedValue.of(field, value().replace("\r\n", "\n"));
        if (value.isMissingNode()) {
            state.remove(at);
        } else {
            state.set(at, value);
        }
    }

    private void choose() {
        var wanted = value();
        if (!(field instanceof Field.Choice choice)) {
            throw unknown();
        }
        var option = choice.options().stream()
                .filter(each -> each.text().equals(wanted))
                .findFirst()
                .orElseThrow(DraftStep::unknown);
        state.seal();
        state.set(at, option.value());
    }

    private void flag() {
        if (!(field instanceof Field.Flag)) {
            throw unknown();
        }
        state.seal();
        switch (value()) {
            case "true" -> state.set(at, BooleanNode.TRUE);
            case "false" -> state.set(at, BooleanNode.FALSE);
            case "" -> state.remove(at);
            default -> throw unknown();
        }
    }

    private void ticks() {
        if (!(field instanceof Field.Items list)) {
            throw unknown();
        }
        var item = FormRows.ticks(list).orElseThrow(DraftStep::unknown);
        var ticked = new HashSet<String>();
        asked.path("ticked").forEach(each -> ticked.add(each.asString("")));
        state.seal();
        state.set(at, TypedValue.ticks(state, item, at, ticked));
    }

    private String add() {
        return switch (field) {
            case Field.Items list -> {
                if (state.size(at) >= list.most()) {
                    throw unknown();
                }
                yield state.addEntry(list, at);
            }
            case Field.Group group -> {
                if (!group.optional() || state.isPresent(at)) {
                    throw gone();
                }
                state.add(group, at);
                yield "";
            }
            case Field.Text line -> throw unknown();
            case Field.Number number -> throw unknown();
            case Field.Choice choice -> throw unknown();
            case Field.Flag flag -> throw unknown();
            case Field.Secret secret -> throw unknown();
            case Field.Variant variant -> throw unknown();
        };
    }

    private String remove() {
        var above = Pointers.parent(at);
        if (!above.isEmpty() && actual(state, above) instanceof Field.Items list) {
            int index = Integer.parseInt(Pointers.last(at));
            state.removeEntry(list, above, index);
            int left = state.size(above);
            return left == 0 ? above : Pointers.child(above, Integer.toString(Math.min(index, left - 1)));
        }
        if (!(field instanceof Field.Group group) || !group.optional()) {
            throw unknown();
        }
        state.remove(at);
        return "";
    }

    private String move(int by) {
        var above = Pointers.parent(at);
        if (above.isEmpty() || !(actual(state, above) instanceof Field.Items list)) {
            throw unknown();
        }
        int from = Integer.parseInt(Pointers.last(at));
        int to = from + by;
        if (to < 0 || to >= state.size(above)) {
            throw gone();
        }
        state.moveEntry(list, above, from, to);
        return Pointers.child(above, Integer.toString(to));
    }

    private void kind() {
        var wanted = value();
        if (!(state.model().place(at).field() instanceof Field.Variant variant)
                || !wanted.matches("[0-9]{1,2}")
                || Integer.parseInt(wanted) >= variant.alternatives().size()) {
            throw unknown();
        }
        state.choose(variant, at, Integer.parseInt(wanted));
    }

    private void secret() {
        if (!(field instanceof Field.Secret secret)) {
            throw unknown();
        }
        var typed = Secret.of(value());
        try {
            state.replaceSecret(secret, at, typed);
        } catch (IllegalArgumentException e) {
            typed.close();
            throw new SlipwayException(Problem.of(ProblemCode.BAD_REQUEST, text.get("secret.mask")), e);
        }
    }

    private void generate() {
        if (!(field instanceof Field.Secret secret) || secret.generate().isEmpty()) {
            throw unknown();
        }
        var length = value();
        if (!length.isEmpty() && !length.matches("[0-9]{1,4}")) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The length is a number.").exception();
        }
        state.generateSecret(secret, at, length.isEmpty() ? USUAL_LENGTH : Integer.parseInt(length));
    }

    private static SlipwayException unknown() {
        return Problem.of(ProblemCode.BAD_REQUEST, "The form has no such step here.")
                .exception();
    }

    private static SlipwayException gone() {
        return Problem.of(
                        ProblemCode.WRONG_STATE,
                        "The form has no such place any more.",
                        "It was changed in another tab; what you see now is up to date.")
                .exception();
    }
}
