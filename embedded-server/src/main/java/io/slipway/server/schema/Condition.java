package io.slipway.server.schema;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * When a field of a form counts, or when it must be filled.
 *
 * <p>Pointers are templates: {@code *} stands for "the same entry of the list as the field in question". Values are compared
 * with what a reader of the document would find, so an absent field counts with its default. Immutable.
 */
public sealed interface Condition {
    /** Holds for every document. */
    Condition ALWAYS = new All(List.of());

    /** Holds for no document. */
    Condition NEVER = new Any(List.of());

    /** Every part holds. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** At least one part holds. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** The part does not hold. */
    record Not(Condition part) implements Condition {}

    /** The field has one of these values. */
    record Is(String pointer, List<JsonNode> values) implements Condition {
        public Is {
            values = List.copyOf(values);
        }
    }

    /** The field has any value, be it the default. */
    record Present(String pointer) implements Condition {}

    /** The opposite, without two negations. */
    default Condition negated() {
        return this instanceof Not not ? not.part : new Not(this);
    }

    /** Both conditions, without needless nesting. */
    default Condition and(Condition other) {
        if (equals(ALWAYS)) {
            return other;
        }
        return other.equals(ALWAYS) ? this : new All(List.of(this, other));
    }

    /** Either condition, without needless nesting. */
    default Condition or(Condition other) {
        if (equals(NEVER)) {
            return other;
        }
        return other.equals(NEVER) ? this : new Any(List.of(this, other));
    }

    /**
     * Whether it holds for one field of one document.
     *
     * @param anchor where the field is, without {@code *}
     * @param value finds the value at a pointer without {@code *}; a missing node when there is none
     */
    default boolean holds(String anchor, Function<String, JsonNode> value) {
        return switch (this) {
            case All all -> all.parts.stream().allMatch(part -> part.holds(anchor, value));
            case Any any -> any.parts.stream().anyMatch(part -> part.holds(anchor, value));
            case Not not -> !not.part.holds(anchor, value);
            case Is is -> is.values.contains(value.apply(Pointers.concrete(is.pointer, anchor)));
            case Present present ->
                !value.apply(Pointers.concrete(present.pointer, anchor)).isMissingNode();
        };
    }
}
