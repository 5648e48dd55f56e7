package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every part of the interpreter asks of a value: its text, its truth, its elements. */
final class Values {
    /** "No output at all", as opposed to null (AutomationNull of PowerShell). */
    static final Object NOTHING = new Object() {
        @Override
        public String toString() {
            return "";
        }
    };

    private Values() {}

    /** A value as a text, in the invariant culture. */
    static String text(@Nullable Object value) {
        if (value == null || value == NOTHING) {
            return "";
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? String.valueOf(number.longValue())
                    : String.valueOf(number);
        }
        if (isList(value)) {
            var parts = new ArrayList<String>();
            elements(value).forEach(element -> parts.add(text(element)));
            return String.join(" ", parts);
        }
        if (value instanceof PsTable) {
            return "System.Collections.Hashtable";
        }
        if (value instanceof PsObject object) {
            var parts = new ArrayList<String>();
            object.names().forEach(name -> parts.add(name + "=" + text(object.get(name))));
            return "@{" + String.join("; ", parts) + "}";
        }
        return value.toString();
    }

    /** Whether a value counts as true (about_Booleans). */
    static boolean truth(@Nullable Object value) {
        if (value == null || value == NOTHING) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (isList(value)) {
            var elements = elements(value);
            return elements.size() > 1 || (elements.size() == 1 && truth(elements.getFirst()));
        }
        return true;
    }

    static boolean isList(@Nullable Object value) {
        return value instanceof List<?> || value instanceof byte[];
    }

    /** The elements of an array, one element for anything else, none for null. */
    static List<Object> elements(@Nullable Object value) {
        if (value == null || value == NOTHING) {
            return List.of();
        }
        if (value instanceof byte[] bytes) {
            var list = new ArrayList<Object>(bytes.length);
            for (byte one : bytes) {
                list.add(one & 0xFF);
            }
            return list;
        }
        var list = new ArrayList<Object>();
        if (value instanceof List<?> many) {
            list.addAll(many);
        } else {
            list.add(value);
        }
        return list;
    }

    /** Puts a value on the pipeline: arrays element by element, nothing for no output. */
    static void emit(@Nullable Object value, List<Object> output) {
        if (value == NOTHING) {
            return;
        }
        if (isList(value)) {
            output.addAll(elements(value));
        } else {
            addNullable(output, value);
        }
    }

    @SuppressWarnings("NullAway") // lists of script values hold nulls; their element type cannot say so
    static void addNullable(List<Object> list, @Nullable Object value) {
        list.add(value);
    }

    /** What an assignment gets from the pipeline's output. */
    static @Nullable Object collapse(List<Object> output) {
        return switch (output.size()) {
            case 0 -> null;
            case 1 -> output.getFirst();
            default -> new ArrayList<>(output);
        };
    }

    /** A short name of a value's type, for messages. */
    static String typeOf(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "String";
            case Boolean flag -> "Boolean";
            case Integer number -> "Int32";
            case Long number -> "Int64";
            case Double number -> "Double";
            case byte[] bytes -> "Byte[]";
            case List<?> list -> "Object[]";
            case PsTable table -> "Collections.Hashtable";
            case PsObject object -> "Management.Automation.PSCustomObject";
            case NetObject object -> object.type();
            case BlockValue block -> "Management.Automation.ScriptBlock";
            default -> value.getClass().getSimpleName();
        };
    }
}
