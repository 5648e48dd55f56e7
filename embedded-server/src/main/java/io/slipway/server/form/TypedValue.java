package io.slipway.server.form;

import io.slipway.server.base.Json;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormState;
import java.math.BigDecimal;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;

/**
 * What somebody's typing and ticking means as a value. Pure.
 *
 * <p>What is no number becomes the text it is, so that the check refuses it instead of the form forgetting it.
 */
public final class TypedValue {
    private TypedValue() {}

    /** What the text in a line means; a missing node when the place shall be empty. */
    public static JsonNode of(Field field, String typed) {
        var nodes = Json.mapper().getNodeFactory();
        return switch (field) {
            case Field.Number number -> {
                var digits = typed.strip().replace(',', '.');
                if (digits.isEmpty()) {
                    yield number.nullable() ? NullNode.getInstance() : absent(field);
                }
                yield number(digits, number.whole());
            }
            case Field.Text text -> {
                boolean none = typed.isEmpty()
                        && (text.limits().least() > 0
                                || text.facts().defaultValue().isEmpty());
                yield none ? absent(field) : nodes.stringNode(typed);
            }
            case Field.Choice choice -> nodes.stringNode(typed);
            case Field.Flag flag -> nodes.stringNode(typed);
            case Field.Secret secret -> nodes.stringNode(typed);
            case Field.Items items -> nodes.stringNode(typed);
            case Field.Group group -> nodes.stringNode(typed);
            case Field.Variant variant -> nodes.stringNode(typed);
        };
    }

    /** Nothing: the place goes, unless the schema asks for it or it is an entry of a list; then it is an empty text. */
    private static JsonNode absent(Field field) {
        return field.facts().required() ? Json.mapper().getNodeFactory().stringNode("") : MissingNode.getInstance();
    }

    private static JsonNode number(String digits, boolean whole) {
        var nodes = Json.mapper().getNodeFactory();
        if (!digits.matches("-?[0-9]{1,15}(\\.[0-9]{1,9})?")) {
            return nodes.stringNode(digits);
        }
        var number = new BigDecimal(digits);
        if (number.stripTrailingZeros().scale() > 0) {
            return whole ? nodes.numberNode(number) : nodes.numberNode(number.doubleValue());
        }
        long exact = number.longValueExact();
        return exact == (int) exact ? nodes.numberNode((int) exact) : nodes.numberNode(exact);
    }

    /**
     * What ticks mean: known values in the order of the schema; unknown ones that an import brought stay behind them for the check
     * to name.
     *
     * @param ticked texts of the known values that are chosen
     */
    public static ArrayNode ticks(FormState state, Field.Choice item, String pointer, Set<String> ticked) {
        var entries = Json.mapper().createArrayNode();
        for (var option : item.options()) {
            if (ticked.contains(option.text())) {
                entries.add(option.value());
            }
        }
        state.effective(pointer).forEach(value -> {
            if (item.options().stream().noneMatch(option -> option.value().equals(value))) {
                entries.add(value);
            }
        });
        return entries;
    }
}
