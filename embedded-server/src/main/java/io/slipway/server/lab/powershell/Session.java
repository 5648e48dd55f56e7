package io.slipway.server.lab.powershell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What one run of a script shares: scopes, functions, commands, budget. Used by one thread. */
final class Session {
    final Map<String, ScriptBlock> functions = new HashMap<>();
    final Map<String, Cmdlet> cmdlets;
    final Conversions conversions;
    final Scope script = new Scope(null);
    final List<String> errors = new ArrayList<>();
    final Map<String, String> environment;
    final Programs programs;
    private final java.time.InstantSource clock;
    private final Instant deadline;
    private final BooleanSupplier cancelled;
    private long stepsLeft;
    private int depth;
    boolean strict;

    /** Starts programs and scripts by path. */
    interface Programs {
        /** Runs to the end; lines of output are added. Returns the exit code, or null when there is no such program. */
        @Nullable
        Integer run(String path, List<String> arguments, List<Object> output);
    }

    Session(
            Map<String, Cmdlet> cmdlets,
            Map<String, NetType> types,
            Map<String, String> environment,
            Programs programs,
            Limits limits) {
        this.cmdlets = cmdlets;
        this.conversions = new Conversions(types);
        this.environment = environment;
        this.programs = programs;
        this.clock = limits.clock();
        this.deadline = clock.instant().plus(limits.time());
        this.stepsLeft = limits.steps();
        this.cancelled = limits.cancelled();
        script.set("ErrorActionPreference", "Continue");
        script.set("ProgressPreference", "Continue");
    }

    /** When a run ends although the script would go on. */
    record Limits(java.time.InstantSource clock, Duration time, long steps, BooleanSupplier cancelled) {}

    /** Counts one construct against the budget. */
    void step(Source source, int at) {
        if (--stepsLeft < 0) {
            throw source.failure(at, "the script used up its steps");
        }
        if ((stepsLeft & 0x3F) == 0) {
            if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                throw source.failure(at, "the run was cancelled");
            }
            if (clock.instant().isAfter(deadline)) {
                throw source.failure(at, "the script used up its time");
            }
        }
    }

    void enter(Source source, int at) {
        if (++depth > 100) {
            throw source.failure(at, "the script calls itself too deeply");
        }
    }

    void leave() {
        depth--;
    }

    @Nullable
    Object variable(Scope scope, Expression.Variable variable, Source source) {
        var name = variable.name();
        switch (variable.scope()) {
            case "env" -> {
                return environment.get(name.toUpperCase(Locale.ROOT));
            }
            case "script", "global" -> {
                return known(script, name, source, variable.at());
            }
            default -> {
                return switch (name.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    case "null" -> null;
                    default -> known(scope, name, source, variable.at());
                };
            }
        }
    }

    private @Nullable Object known(Scope scope, String name, Source source, int at) {
        if (strict && !scope.has(name)) {
            throw thrown(
                    source,
                    at,
                    NetExceptions.RUNTIME,
                    "The variable '$" + name + "' cannot be retrieved because it has not been set.");
        }
        return scope.get(name);
    }

    void assign(Scope scope, Expression.Variable variable, @Nullable Object value, Source source) {
        switch (variable.scope()) {
            case "env" -> environment.put(variable.name().toUpperCase(Locale.ROOT), Values.text(value));
            case "script", "global" -> script.set(variable.name(), value);
            default -> {
                if (List.of("true", "false", "null").contains(variable.name().toLowerCase(Locale.ROOT))) {
                    if (!variable.name().equalsIgnoreCase("null")) {
                        throw source.failure(variable.at(), "this variable is read-only");
                    }
                    return;
                }
                scope.set(variable.name(), value);
            }
        }
    }

    static Thrown thrown(Source source, int at, String type, String message) {
        return new Thrown(NetExceptions.of(type, message, null), null, source.line(at));
    }

    static Thrown thrown(Source source, int at, NetFailure failure) {
        return new Thrown(failure.exception(null), null, source.line(at));
    }
}
