package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Properties, methods and indexes of values (about_Properties, about_Methods, about_Arrays). */
final class Members {
    private final Session session;

    Members(Session session) {
        this.session = session;
    }

    @Nullable
    Object get(@Nullable Object target, String name) {
        if (target != null && name.equalsIgnoreCase("PSObject")) {
            return reflection(target);
        }
        return switch (target) {
            case null -> missing(name);
            case PsTable table -> ofTable(table, name);
            case PsObject object -> object.has(name) ? object.get(name) : missing(name);
            case NetObject object -> session.strict || object.has(name) ? object.get(name) : null;
            case String text -> name.equalsIgnoreCase("Length") ? text.length() : scalar(name);
            case byte[] bytes -> length(name) ? bytes.length : missing(name);
            case List<?> list -> length(name) ? list.size() : each(list, name);
            default -> scalar(name);
        };
    }

    /** Outside strict mode a single value counts as a list of one. */
    private @Nullable Object scalar(String name) {
        return session.strict || !length(name) ? missing(name) : (Object) 1;
    }

    private static boolean length(String name) {
        return name.equalsIgnoreCase("Count") || name.equalsIgnoreCase("Length");
    }

    private @Nullable Object missing(String name) {
        if (session.strict) {
            throw new NetFailure(
                    "Management.Automation.PropertyNotFoundException",
                    "The property '" + name + "' cannot be found on this object. Verify that the property exists.");
        }
        return null;
    }

    private @Nullable Object ofTable(PsTable table, String name) {
        if (table.has(name)) {
            return table.get(name);
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "keys" -> table.keys();
            case "values" -> {
                var values = new ArrayList<Object>();
                table.keys().forEach(key -> Values.addNullable(values, table.get(key)));
                yield values;
            }
            case "count" -> table.size();
            default -> missing(name);
        };
    }

    /** Member access on an array asks each element (about_Member-Access_Enumeration). */
    private @Nullable Object each(List<?> list, String name) {
        var found = new ArrayList<Object>();
        for (var element : list) {
            Values.emit(get(element, name), found);
        }
        return found.isEmpty() ? missing(name) : Values.collapse(found);
    }

    /** {@code value.PSObject.Properties['name']}: null when there is no such property, in strict mode too. */
    private Object reflection(Object target) {
        var properties = new NetObject("Management.Automation.PSMemberInfoCollection").index(key -> {
            var name = Values.text(key);
            boolean present =
                    switch (target) {
                        case PsObject object -> object.has(name);
                        case NetObject object -> object.has(name);
                        default -> false;
                    };
            return present
                    ? new NetObject("Management.Automation.PSPropertyInfo")
                            .property("Name", () -> name)
                            .property("Value", () -> get(target, name))
                    : null;
        });
        return new NetObject("Management.Automation.PSObject").property("Properties", () -> properties);
    }

    void set(@Nullable Object target, String name, @Nullable Object value) {
        switch (target) {
            case PsTable table -> table.put(name, value);
            case PsObject object -> {
                if (!object.has(name)) {
                    throw unsettable(name);
                }
                object.with(name, value);
            }
            case NetObject object -> object.set(name, value);
            case null -> throw unsettable(name);
            default -> throw unsettable(name);
        }
    }

    private static NetFailure unsettable(String name) {
        return new NetFailure(NetExceptions.RUNTIME, "The property '" + name + "' cannot be found on this object.");
    }

    @Nullable
    Object index(@Nullable Object target, @Nullable Object key) {
        if (key instanceof List<?> keys) {
            var found = new ArrayList<Object>();
            keys.forEach(one -> Values.addNullable(found, index(target, one)));
            return found;
        }
        return switch (target) {
            case null -> throw new NetFailure(NetExceptions.RUNTIME, "Cannot index into a null array.");
            case PsTable table -> key == null ? null : table.get(key);
            case NetObject object -> object.at(key);
            case String text -> element(List.of(text.split("")), key);
            default -> element(Values.elements(target), key);
        };
    }

    private @Nullable Object element(List<?> list, @Nullable Object key) {
        int index = Conversions.number(key).intValue();
        int place = index < 0 ? list.size() + index : index;
        if (place >= 0 && place < list.size()) {
            return list.get(place);
        }
        if (session.strict) {
            throw new NetFailure("IndexOutOfRangeException", "Index was outside the bounds of the array.");
        }
        return null;
    }

    @SuppressWarnings("unchecked") // script arrays are lists of any values
    void setIndex(@Nullable Object target, @Nullable Object key, @Nullable Object value) {
        switch (target) {
            case PsTable table -> table.put(key == null ? "" : key, value);
            case List<?> list -> {
                int index = Conversions.number(key).intValue();
                int place = index < 0 ? list.size() + index : index;
                if (place < 0 || place >= list.size()) {
                    throw new NetFailure("IndexOutOfRangeException", "Index was outside the bounds of the array.");
                }
                ((List<@Nullable Object>) list).set(place, value);
            }
            case null -> throw new NetFailure(NetExceptions.RUNTIME, "Cannot index into a null array.");
            default -> throw new NetFailure(NetExceptions.RUNTIME, "Cannot index into this value.");
        }
    }

    @Nullable
    Object call(@Nullable Object target, String name, List<Object> arguments) {
        if (target == null) {
            throw new NetFailure(NetExceptions.RUNTIME, "You cannot call a method on a null-valued expression.");
        }
        if (target instanceof NetObject object) {
            return wrapped(name, arguments, () -> object.call(name, arguments));
        }
        if (target instanceof PsTable table) {
            return wrapped(name, arguments, () -> table(table, name, arguments));
        }
        if (target instanceof String text) {
            return wrapped(name, arguments, () -> TextMethods.call(text, name, arguments));
        }
        if (name.equalsIgnoreCase("ToString")) {
            return arguments.isEmpty() ? Values.text(target) : formatted(target, arguments);
        }
        throw noMethod(Values.typeOf(target), name);
    }

    private static Object formatted(Object target, List<Object> arguments) {
        return Operators.formatted(target, arguments.getFirst() instanceof String format ? format : null);
    }

    static NetFailure noMethod(String type, String name) {
        return new NetFailure(
                NetExceptions.RUNTIME,
                "Method invocation failed because [System." + type + "] does not contain a method named '" + name
                        + "'.");
    }

    private static @Nullable Object table(PsTable table, String name, List<Object> arguments) {
        var lower = name.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "containskey", "contains" -> {
                return table.has(arguments.getFirst());
            }
            case "add" -> {
                if (table.has(arguments.getFirst())) {
                    throw new NetFailure("ArgumentException", "Item has already been added.");
                }
                table.put(arguments.getFirst(), arguments.get(1));
            }
            case "remove" -> table.remove(arguments.getFirst());
            case "clear" -> table.keys().forEach(table::remove);
            default -> throw noMethod("Collections.Hashtable", name);
        }
        return Values.NOTHING;
    }

    /** PowerShell wraps what a method throws: the real exception becomes the inner one. */
    static @Nullable Object wrapped(
            String name, List<Object> arguments, java.util.function.Supplier<@Nullable Object> body) {
        try {
            return body.get();
        } catch (NetFailure failure) {
            if (failure.type().startsWith("Management.Automation.")) {
                throw failure;
            }
            throw new Wrapped(name, arguments.size(), failure);
        } catch (IndexOutOfBoundsException | ClassCastException e) {
            throw new NetFailure(
                    "Management.Automation.MethodException",
                    "Cannot find an overload for \"" + name + "\" and the argument count: \"" + arguments.size()
                            + "\".");
        }
    }

    /** A failure of a method, before it has a line. */
    static final class Wrapped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient NetFailure cause;
        private final String text;

        Wrapped(String method, int count, NetFailure cause) {
            super(cause.text(), null, false, false);
            this.cause = cause;
            this.text =
                    "Exception calling \"" + method + "\" with \"" + count + "\" argument(s): \"" + cause.text() + "\"";
        }

        NetObject exception() {
            return NetExceptions.of("Management.Automation.MethodInvocationException", text, cause.exception(null));
        }
    }
}
