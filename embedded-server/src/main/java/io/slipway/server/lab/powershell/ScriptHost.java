package io.slipway.server.lab.powershell;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts in the supported subset of Windows PowerShell 5.1, with the commands and types it was built with.
 *
 * <p>A host can run several scripts at once if its commands can. What a script does outside the subset, an unknown command
 * or type included, ends it with the place and the construct.
 */
public final class ScriptHost {
    private final Map<String, Cmdlet> cmdlets;
    private final Map<String, NetType> types;
    private final Map<String, String> environment;
    private final Session.Programs programs;
    private final InstantSource clock;
    private final Duration time;
    private final long steps;
    private final BooleanSupplier cancelled;

    private ScriptHost(Builder builder) {
        cmdlets = Map.copyOf(builder.cmdlets);
        types = Map.copyOf(builder.types);
        environment = Map.copyOf(builder.environment);
        programs = builder.programs;
        clock = builder.clock;
        time = builder.time;
        steps = builder.steps;
        cancelled = builder.cancelled;
    }

    /** A builder with the language's own commands and types. */
    public static Builder builder(InstantSource clock) {
        return new Builder(clock);
    }

    /**
     * Reads a script without running it.
     *
     * @return what the parser refuses; empty when it reads the whole script
     */
    public static List<ScriptError> check(byte[] script) {
        try {
            Parser.parse(Source.of(script));
            return List.of();
        } catch (ScriptException e) {
            return List.of(e.error());
        }
    }

    /**
     * Runs a script.
     *
     * @param path where the script lies, for {@code $PSScriptRoot} and {@code $PSCommandPath}; empty for a command text
     * @param arguments as on a command line, such as {@code -Task}
     * @throws ScriptException when the script leaves the subset, uses up its budget or is cancelled
     */
    public ScriptResult run(byte[] script, String path, List<String> arguments) {
        var block = Parser.parse(Source.of(script));
        var session = new Session(
                cmdlets,
                types,
                new HashMap<>(environment),
                programs,
                new Session.Limits(clock, time, steps, cancelled));
        var evaluator = new Evaluator(session);
        int slash = path.lastIndexOf('\\');
        var folder = slash < 0 ? "" : path.substring(0, slash == 2 ? 3 : slash);
        session.script.set("PSScriptRoot", folder);
        session.script.set("PSCommandPath", path);
        session.script.set("LASTEXITCODE", null);
        var output = new ArrayList<Object>();
        int exitCode = 0;
        Optional<String> uncaught = Optional.empty();
        try {
            bindArguments(evaluator, block, path, arguments);
            evaluator.call(block, session.script, output);
        } catch (Jump jump) {
            exitCode = jump.exitCode();
        } catch (Thrown thrown) {
            exitCode = 1;
            uncaught = Optional.of("line " + thrown.line() + ": " + thrown.exception());
        }
        var lines = new ArrayList<String>();
        output.forEach(value -> lines.add(Values.text(value)));
        return new ScriptResult(exitCode, lines, session.errors, uncaught);
    }

    private static void bindArguments(Evaluator evaluator, ScriptBlock block, String path, List<String> arguments) {
        var named = new TreeMap<String, @Nullable Object>(String.CASE_INSENSITIVE_ORDER);
        var positional = new ArrayList<Object>();
        for (var argument : arguments) {
            if (argument.startsWith("-")) {
                named.put(argument.substring(1), true);
            } else {
                positional.add(argument);
            }
        }
        var frame = new Frame(evaluator.session.script, block.source());
        new CommandRunner(evaluator.session, evaluator).bind(path, block, named, positional, frame);
    }

    /** Collects what scripts may use. */
    public static final class Builder {
        private final Map<String, Cmdlet> cmdlets = new HashMap<>();
        private final Map<String, NetType> types = new HashMap<>();
        private final Map<String, String> environment = new HashMap<>();
        private Session.Programs programs = (path, arguments, output) -> null;
        private final InstantSource clock;
        private Duration time = Duration.ofHours(12);
        private long steps = 5_000_000;
        private BooleanSupplier cancelled = () -> false;

        private Builder(InstantSource clock) {
            this.clock = clock;
            CoreCmdlets.register(this);
            CoreTypes.register(this, clock);
        }

        /** Adds or replaces a command. */
        public Builder cmdlet(String name, String parameters, Cmdlet.Body body) {
            cmdlets.put(name.toLowerCase(Locale.ROOT), new Cmdlet(name, parameters, body));
            return this;
        }

        /** Adds or replaces a type. */
        public Builder type(NetType type) {
            types.put(NetType.key(type.name()), type);
            return this;
        }

        /** Sets an environment variable. */
        public Builder environment(String name, String value) {
            environment.put(name.toUpperCase(Locale.ROOT), value);
            return this;
        }

        Builder programs(Session.Programs value) {
            programs = value;
            return this;
        }

        /**
         * Sets the budget of one run.
         *
         * @param longest by the host's clock
         * @param most constructs evaluated
         */
        public Builder limits(Duration longest, long most) {
            time = longest;
            steps = most;
            return this;
        }

        /** Asked often; true ends the run. */
        public Builder cancelledWhen(BooleanSupplier value) {
            cancelled = value;
            return this;
        }

        /** The host. */
        public ScriptHost build() {
            return new ScriptHost(this);
        }
    }
}
