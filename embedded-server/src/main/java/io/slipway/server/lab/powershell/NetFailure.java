package io.slipway.server.lab.powershell;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a simulated .NET member or cmdlet throws; scripts see it as an exception of the named type. */
public final class NetFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final transient Map<String, @Nullable Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * A failure.
     *
     * @param type a .NET type name without {@code System.}, such as {@code IO.IOException}
     */
    public NetFailure(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** The same with a property that scripts can read. */
    public NetFailure with(String name, @Nullable Object value) {
        properties.put(name, value);
        return this;
    }

    String type() {
        return type;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** The exception as a script sees it. */
    NetObject exception(@Nullable NetObject inner) {
        var exception = NetExceptions.of(type, text(), inner);
        properties.forEach((name, value) -> exception.property(name, () -> value));
        return exception;
    }
}
