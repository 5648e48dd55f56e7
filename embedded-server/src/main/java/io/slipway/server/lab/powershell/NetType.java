package io.slipway.server.lab.powershell;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A simulated .NET type: its static members, constructor and conversion. Names are case-insensitive. */
public final class NetType {
    private final String name;
    private final NetObject statics;
    private final Map<String, Object> constants = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private NetObject.@Nullable Method constructor;
    private @Nullable UnaryOperator<@Nullable Object> conversion;

    private NetType(String name) {
        this.name = name;
        this.statics = new NetObject(name);
    }

    /** A type without members; the name has no {@code System.} in front. */
    public static NetType named(String name) {
        return new NetType(name);
    }

    /** An enumeration; its values are their names. */
    public static NetType enumeration(String name, String... values) {
        var type = new NetType(name);
        for (var value : values) {
            type.constants.put(value, value);
            type.value(value, () -> value);
        }
        return type.converts(from -> {
            var found = type.constants.get(Values.text(from));
            if (found == null) {
                throw new NetFailure(
                        "Management.Automation.PSInvalidCastException",
                        "Cannot convert value \"" + Values.text(from) + "\" to type \"System." + name + "\".");
            }
            return found;
        });
    }

    /** A static method. */
    public NetType method(String method, NetObject.Method body) {
        statics.method(method, body);
        return this;
    }

    /** A static property or field. */
    public NetType value(String property, Supplier<@Nullable Object> read) {
        statics.property(property, read);
        return this;
    }

    /** A static property or field that can be written. */
    public NetType value(String property, Supplier<@Nullable Object> read, Consumer<@Nullable Object> write) {
        statics.property(property, read, write);
        return this;
    }

    /** What {@code [Type]::new(...)} and {@code New-Object} make. */
    public NetType constructor(NetObject.Method body) {
        constructor = body;
        return this;
    }

    /** What {@code [Type]value} makes. */
    public NetType converts(UnaryOperator<@Nullable Object> body) {
        conversion = body;
        return this;
    }

    String name() {
        return name;
    }

    NetObject statics() {
        return statics;
    }

    NetObject.@Nullable Method constructor() {
        return constructor;
    }

    @Nullable
    UnaryOperator<@Nullable Object> conversion() {
        return conversion;
    }

    static String key(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("system.") ? lower.substring("system.".length()) : lower;
    }
}
