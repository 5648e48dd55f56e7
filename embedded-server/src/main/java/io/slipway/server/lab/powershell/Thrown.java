package io.slipway.server.lab.powershell;

import org.jspecify.annotations.Nullable;

/** A terminating error on its way to a {@code catch} (about_Throw). */
final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient NetObject exception;
    private final transient @Nullable Object target;
    private final int line;

    Thrown(NetObject exception, @Nullable Object target, int line) {
        super(exception.toString(), null, false, false);
        this.exception = exception;
        this.target = target;
        this.line = line;
    }

    NetObject exception() {
        return exception;
    }

    int line() {
        return line;
    }

    /** The error record as {@code $_} shows it. */
    NetObject record() {
        return new NetObject("Management.Automation.ErrorRecord")
                .property("Exception", () -> exception)
                .property("TargetObject", () -> target)
                .property("FullyQualifiedErrorId", exception::type)
                .property("InvocationInfo", () -> new NetObject("Management.Automation.InvocationInfo")
                        .property("ScriptLineNumber", () -> line))
                .text(exception::toString);
    }
}
