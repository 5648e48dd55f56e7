package io.slipway.server.lab.powershell;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object of a simulated .NET or CIM class: only what was registered can be read, written or called.
 *
 * <p>Names are case-insensitive. Not thread-safe while it is built.
 */
public final class NetObject {
    /** A method's body. It may throw {@link NetFailure}. */
    @FunctionalInterface
    public interface Method {
        @Nullable
        Object call(List<Object> arguments);
    }

    private record Property(
            Supplier<@Nullable Object> read, @Nullable Consumer<@Nullable Object> write) {}

    private final String type;
    private final Set<String> types = new HashSet<>();
    private final Map<String, Property> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Method> methods = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable Function<@Nullable Object, @Nullable Object> indexer;
    private Supplier<String> text;

    /** An object without members. */
    public NetObject(String type) {
        this.type = type;
        this.text = () -> type;
        types.add(type.toLowerCase(Locale.ROOT));
        method("ToString", arguments -> text.get());
        method("GetType", arguments -> describe());
    }

    /** A property that can be read. */
    public NetObject property(String name, Supplier<@Nullable Object> read) {
        properties.put(name, new Property(read, null));
        return this;
    }

    /** A property that can be read and written. */
    public NetObject property(String name, Supplier<@Nullable Object> read, Consumer<@Nullable Object> write) {
        properties.put(name, new Property(read, write));
        return this;
    }

    /** A method. Overloads are told apart by its body. */
    public NetObject method(String name, Method body) {
        methods.put(name, body);
        return this;
    }

    /** What {@code object[index]} gives. */
    public NetObject index(Function<@Nullable Object, @Nullable Object> read) {
        indexer = read;
        return this;
    }

    /** What the object is as a text. */
    public NetObject text(Supplier<String> value) {
        text = value;
        return this;
    }

    /** A further type that {@code -is} and {@code catch} accept. */
    public NetObject alsoA(String parent) {
        types.add(parent.toLowerCase(Locale.ROOT));
        return this;
    }

    String type() {
        return type;
    }

    boolean isA(String name) {
        return types.contains(name.toLowerCase(Locale.ROOT)) || name.equalsIgnoreCase("object");
    }

    boolean has(String name) {
        return properties.containsKey(name);
    }

    @Nullable
    Object get(String name) {
        var property = properties.get(name);
        if (property == null) {
            throw new NetFailure(
                    "Management.Automation.PropertyNotFoundException",
                    "The property '" + name + "' cannot be found on this object. Type: " + type);
        }
        return property.read().get();
    }

    void set(String name, @Nullable Object value) {
        var property = properties.get(name);
        if (property == null || property.write() == null) {
            throw new NetFailure(
                    NetExceptions.RUNTIME, "The property '" + name + "' cannot be set on this object. Type: " + type);
        }
        property.write().accept(value);
    }

    @Nullable
    Object call(String name, List<Object> arguments) {
        var method = methods.get(name);
        if (method == null) {
            throw new NetFailure(
                    NetExceptions.RUNTIME, "[System." + type + "] does not contain a method named '" + name + "'.");
        }
        return method.call(arguments);
    }

    @Nullable
    Object at(@Nullable Object key) {
        if (indexer == null) {
            throw new NetFailure(NetExceptions.RUNTIME, "Unable to index into an object of type System." + type + ".");
        }
        return indexer.apply(key);
    }

    private NetObject describe() {
        int dot = type.lastIndexOf('.');
        return new NetObject("RuntimeType")
                .property("FullName", () -> "System." + type)
                .property("Name", () -> type.substring(dot + 1));
    }

    @Override
    public String toString() {
        return text.get();
    }
}
