package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Casts (about_Type_Conversion, "language primitives" conversions). */
final class Conversions {
    private static final double INT_LIMIT = 2147483647.5;
    private final Map<String, NetType> types;

    Conversions(Map<String, NetType> types) {
        this.types = types;
    }

    /** The registered type, or null. */
    @Nullable
    NetType type(String name) {
        return types.get(NetType.key(name));
    }

    /** Converts or throws the exception that PowerShell throws. */
    @Nullable
    Object cast(String typeName, @Nullable Object value) {
        var key = NetType.key(typeName);
        if (key.endsWith("[]")) {
            return array(key.substring(0, key.length() - 2), value);
        }
        return switch (key) {
            case "object", "psobject" -> value;
            case "string" -> Values.text(value);
            case "bool", "boolean", "switch", "management.automation.switchparameter" -> Values.truth(value);
            case "int", "int32" -> (int) whole(value, -INT_LIMIT, INT_LIMIT, "Int32");
            case "long", "int64" -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE, "Int64");
            case "uint32" -> Numbers.narrow(whole(value, -0.5, 4294967295.5, "UInt32"));
            case "byte" -> (int) whole(value, -0.5, 255.5, "Byte");
            case "double", "decimal" -> number(value).doubleValue();
            case "void" -> Values.NOTHING;
            case "array" -> Values.elements(value);
            case "hashtable" -> table(value);
            case "pscustomobject" -> object(value);
            default -> registered(typeName, value);
        };
    }

    private @Nullable Object registered(String typeName, @Nullable Object value) {
        var type = type(typeName);
        if (type == null) {
            throw new NetFailure(NetExceptions.RUNTIME, "Unable to find type [" + typeName + "].");
        }
        if (value instanceof NetObject object && object.isA(type.name())) {
            return value;
        }
        if (type.conversion() == null) {
            throw invalid(value, typeName);
        }
        return type.conversion().apply(value);
    }

    private Object array(String element, @Nullable Object value) {
        var items = new ArrayList<Object>();
        for (var one : Values.elements(value)) {
            Values.addNullable(items, cast(element, one));
        }
        if (!element.equals("byte")) {
            return items;
        }
        var bytes = new byte[items.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) (Integer) items.get(i);
        }
        return bytes;
    }

    private static Object table(@Nullable Object value) {
        if (value instanceof PsTable) {
            return value;
        }
        throw invalid(value, "hashtable");
    }

    private static Object object(@Nullable Object value) {
        if (!(value instanceof PsTable table)) {
            throw invalid(value, "pscustomobject");
        }
        var object = new PsObject();
        table.keys().forEach(key -> object.with(Values.text(key), table.get(key)));
        return object;
    }

    /** Rounds half to even, as .NET conversions do. */
    private static long whole(@Nullable Object value, double from, double to, String type) {
        var number = number(value);
        if (number instanceof Integer || number instanceof Long) {
            long exact = number.longValue();
            if (exact < from || exact > to) {
                throw invalid(value, type);
            }
            return exact;
        }
        double rounded = Math.rint(number.doubleValue());
        if (!(rounded >= from && rounded <= to)) {
            throw invalid(value, type);
        }
        return (long) rounded;
    }

    /** A value as a number; null is zero, an empty text too. */
    static Number number(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case Number number -> number;
            case Boolean flag -> flag ? 1 : 0;
            case String text -> textNumber(text);
            default -> throw invalid(value, "Int32");
        };
    }

    private static Number textNumber(String text) {
        if (text.isBlank()) {
            return 0;
        }
        var number = Numbers.parse(text);
        if (number == null) {
            throw invalid(text, "Int32");
        }
        return number;
    }

    private static NetFailure invalid(@Nullable Object value, String type) {
        var shown = Values.text(value);
        return new NetFailure(
                "Management.Automation.PSInvalidCastException",
                "Cannot convert value \"" + shown.substring(0, Math.min(60, shown.length())) + "\" to type \"System."
                        + type + "\".");
    }

    /** Whether {@code value -is [type]} holds. */
    boolean is(@Nullable Object value, String typeName) {
        var key = NetType.key(typeName);
        if (value instanceof NetObject object) {
            return object.isA(key);
        }
        return switch (key) {
            case "string" -> value instanceof String;
            case "int", "int32" -> value instanceof Integer;
            case "long", "int64" -> value instanceof Long;
            case "double" -> value instanceof Double;
            case "bool", "boolean" -> value instanceof Boolean;
            case "array", "object[]" -> value instanceof List<?>;
            case "byte[]" -> value instanceof byte[];
            case "hashtable", "collections.idictionary", "collections.hashtable" -> value instanceof PsTable;
            case "pscustomobject", "management.automation.pscustomobject" -> value instanceof PsObject;
            case "scriptblock" -> value instanceof BlockValue;
            default -> {
                if (type(typeName) == null) {
                    throw new NetFailure(
                            NetExceptions.RUNTIME, "Unable to find type [" + typeName.toLowerCase(Locale.ROOT) + "].");
                }
                yield false;
            }
        };
    }
}
