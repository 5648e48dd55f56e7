package io.slipway.server.schema;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One field of a form, made from a JSON Schema; renderers switch over its kinds.
 *
 * <p>The field of a list's entries is a template: its pointer has {@code *} where the entry's number goes. Immutable.
 */
public sealed interface Field {

    /** What all kinds have in common. */
    FieldFacts facts();

    /** JSON Pointer, with {@code *} for the number of a list's entry. */
    default String pointer() {
        return facts().pointer();
    }

    /** The label for people. */
    default String label() {
        return facts().label();
    }

    /** Name of the member in its object; empty for an entry of a list. */
    default String name() {
        var last = Pointers.last(pointer());
        return last.equals(Pointers.ANY) ? "" : last;
    }

    /**
     * A text of one or several lines.
     *
     * @param suggestions known values; others are accepted too
     */
    record Text(FieldFacts facts, TextLimits limits, Lines lines, List<Option> suggestions) implements Field {
        public Text {
            suggestions = List.copyOf(suggestions);
        }
    }

    /** How a text is edited. */
    enum Lines {
        ONE,
        SEVERAL,
        /** Several lines in a fixed-width font. */
        CODE
    }

    /**
     * A number.
     *
     * @param whole whether fractions are refused
     * @param nullable whether the JSON {@code null} is a value, shown as an empty field
     * @param suggestions known values with their names
     */
    record Number(
            FieldFacts facts,
            boolean whole,
            Optional<BigDecimal> least,
            Optional<BigDecimal> most,
            boolean nullable,
            List<Option> suggestions)
            implements Field {
        public Number {
            suggestions = List.copyOf(suggestions);
        }
    }

    /** One of a closed list of values; with a single one there is nothing to choose, and the field only shows it. */
    record Choice(FieldFacts facts, List<Option> options) implements Field {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /** Yes or no; without a default there is a third state, "not set". */
    record Flag(FieldFacts facts) implements Field {}

    /**
     * A secret, shown as set or not set only.
     *
     * @param inObject whether the text stands in the member {@code value} of an object, beside the rule {@code generate}
     * @param generate length of a generated secret, when a rule to generate one may stand instead of the text
     */
    record Secret(FieldFacts facts, TextLimits limits, boolean inObject, Optional<Number> generate) implements Field {}

    /**
     * A list.
     *
     * @param item the field of its entries
     * @param least number of entries it must have
     * @param most number of entries it may have
     * @param unique whether an entry may not be repeated
     */
    record Items(FieldFacts facts, Field item, int least, int most, boolean unique) implements Field {}

    /**
     * Fields that belong together.
     *
     * @param optional whether the group as a whole may be left out and its absence means something
     */
    record Group(FieldFacts facts, List<Field> members, boolean optional) implements Field {
        public Group {
            members = List.copyOf(members);
        }
    }

    /** One of several forms of the same value; each alternative has this field's pointer. */
    record Variant(FieldFacts facts, List<Field> alternatives) implements Field {
        public Variant {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A value and its name. */
    record Option(JsonNode value, String label) {

        /** The value as people type it. */
        public String text() {
            return value.isString() ? value.stringValue() : value.toString();
        }
    }

    /**
     * Bounds of a text.
     *
     * @param least number of characters it must have
     * @param most number of characters it may have
     * @param pattern regular expression (ECMA-262) it must match, empty when there is none
     */
    record TextLimits(int least, int most, String pattern) {}
}
