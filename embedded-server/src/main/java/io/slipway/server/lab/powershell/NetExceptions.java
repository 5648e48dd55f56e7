package io.slipway.server.lab.powershell;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exceptions as objects, with the part of .NET's type tree that {@code catch [Type]} and {@code -is} ask for. */
final class NetExceptions {
    static final String RUNTIME = "Management.Automation.RuntimeException";
    private static final Map<String, List<String>> PARENTS = Map.of(
            "Net.WebException", List.of("InvalidOperationException"),
            "IO.FileNotFoundException", List.of("IO.IOException"),
            "IO.DirectoryNotFoundException", List.of("IO.IOException"),
            "Management.Automation.MethodInvocationException", List.of(RUNTIME),
            "Management.Automation.PropertyNotFoundException", List.of(RUNTIME),
            "Management.Automation.PSInvalidCastException", List.of("InvalidCastException"));

    private NetExceptions() {}

    static NetObject of(String type, String message, @Nullable NetObject inner) {
        var exception = new NetObject(type).text(() -> message);
        PARENTS.getOrDefault(type, List.of()).forEach(exception::alsoA);
        exception.alsoA("Exception").alsoA("SystemException");
        exception.property("Message", () -> message);
        exception.property("InnerException", () -> inner);
        exception.method("GetBaseException", arguments -> base(exception, inner));
        return exception;
    }

    private static @Nullable Object base(NetObject self, @Nullable NetObject inner) {
        return inner == null ? self : inner.call("GetBaseException", List.of());
    }
}
