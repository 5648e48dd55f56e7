package io.slipway.server.lab.powershell;

import io.slipway.server.lab.powershell.Statement.Named;
import io.slipway.server.lab.powershell.Statement.Positional;
import io.slipway.server.lab.powershell.Statement.Splat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds a command, binds its arguments and runs it (about_Command_Precedence, about_Parameters, about_Splatting). */
final class CommandRunner {
    private static final Map<String, String> ALIASES =
            Map.of("foreach", "foreach-object", "%", "foreach-object", "where", "where-object", "?", "where-object");
    private static final Set<String> REDIRECTIONS = Set.of("2>$null", ">$null", "*>$null", "1>$null", "2>&1");

    private final Session session;
    private final Evaluator evaluator;

    CommandRunner(Session session, Evaluator evaluator) {
        this.session = session;
        this.evaluator = evaluator;
    }

    /** Arguments after evaluation, before binding. */
    private record Arguments(Map<String, @Nullable Object> named, List<Object> positional) {}

    void run(Statement.Command command, Frame frame, @Nullable List<Object> input, List<Object> output) {
        var source = frame.source();
        session.step(source, command.at());
        if (!REDIRECTIONS.containsAll(command.redirections())) {
            throw source.failure(command.at(), "this redirection is outside the supported subset");
        }
        var name = evaluator.expressions.plain(command.name(), frame);
        var target = command.redirections().stream().anyMatch(one -> !one.startsWith("2"))
                ? new ArrayList<Object>()
                : output;
        if (name instanceof BlockValue block) {
            evaluator.call(block.block(), new Scope(frame.scope()), own(target, block, command, frame));
            return;
        }
        var text = Values.text(name);
        var key = ALIASES.getOrDefault(ExpressionEvaluator.key(text), ExpressionEvaluator.key(text));
        var function = session.functions.get(key);
        var cmdlet = session.cmdlets.get(key);
        if (function != null) {
            if (input != null) {
                throw source.failure(command.at(), "piping into a function is outside the supported subset");
            }
            function(text, function, command, frame, target);
        } else if (cmdlet != null) {
            cmdlet(cmdlet, command, frame, input, target);
        } else {
            program(text, command, frame, target);
        }
    }

    /** A block that is called and not bound gets no arguments; its output is kept apart until it returns. */
    private List<Object> own(List<Object> target, BlockValue block, Statement.Command command, Frame frame) {
        if (!command.arguments().isEmpty() || !block.block().parameters().isEmpty()) {
            throw frame.source().failure(command.at(), "arguments of a script block are outside the supported subset");
        }
        return target;
    }

    private Arguments arguments(Statement.Command command, Frame frame, Predicate<String> isSwitch) {
        var named = new TreeMap<String, @Nullable Object>(String.CASE_INSENSITIVE_ORDER);
        var positional = new ArrayList<Object>();
        var given = command.arguments();
        for (int i = 0; i < given.size(); i++) {
            switch (given.get(i)) {
                case Positional one -> Values.addNullable(positional, evaluator.expressions.plain(one.value(), frame));
                case Splat splat -> spread(splat, frame, named, positional);
                case Named one -> {
                    if (named.containsKey(one.name())) {
                        throw frame.source().failure(one.at(), "the parameter is given twice");
                    }
                    if (one.value() != null) {
                        named.put(one.name(), evaluator.expressions.plain(one.value(), frame));
                    } else if (isSwitch.test(one.name())) {
                        named.put(one.name(), true);
                    } else if (i + 1 < given.size() && given.get(i + 1) instanceof Positional next) {
                        named.put(one.name(), evaluator.expressions.plain(next.value(), frame));
                        i++;
                    } else {
                        throw frame.source().failure(one.at(), "the parameter has no value");
                    }
                }
            }
        }
        return new Arguments(named, positional);
    }

    private void spread(Splat splat, Frame frame, Map<String, @Nullable Object> named, List<Object> positional) {
        var value = evaluator.expressions.plain(splat.variable(), frame);
        if (value instanceof PsTable table) {
            table.keys().forEach(key -> named.put(Values.text(key), table.get(key)));
        } else {
            positional.addAll(Values.elements(value));
        }
    }

    private void function(String name, ScriptBlock block, Statement.Command command, Frame frame, List<Object> output) {
        var given = arguments(command, frame, parameter -> parameters(block, parameter));
        var scope = new Scope(frame.scope());
        try {
            bind(name, block, given.named(), given.positional(), new Frame(scope, block.source()));
        } catch (NetFailure failure) {
            throw Session.thrown(frame.source(), command.at(), failure);
        }
        evaluator.call(block, scope, output);
    }

    private static boolean parameters(ScriptBlock block, String name) {
        return block.parameters().stream()
                .anyMatch(one -> one.name().equalsIgnoreCase(name) && "switch".equals(one.type()));
    }

    /** Sets a block's parameters in its scope. */
    void bind(
            String name, ScriptBlock block, Map<String, @Nullable Object> named, List<Object> positional, Frame frame) {
        var unknown = new HashSet<>(named.keySet());
        int position = 0;
        for (var parameter : block.parameters()) {
            if (!parameter.otherAttributes().isEmpty()) {
                throw block.source()
                        .failure(parameter.at(), "this parameter attribute is outside the supported subset");
            }
            unknown.removeIf(parameter.name()::equalsIgnoreCase);
            boolean toggle = "switch".equals(parameter.type());
            @Nullable Object value;
            if (named.containsKey(parameter.name())) {
                value = named.get(parameter.name());
            } else if (!toggle && position < positional.size()) {
                value = positional.get(position++);
            } else if (parameter.mandatory()) {
                throw refused(name, "missing mandatory parameters: " + parameter.name());
            } else {
                value = parameter.defaultValue() == null
                        ? null
                        : evaluator.expressions.plain(parameter.defaultValue(), frame);
                if (parameter.defaultValue() == null && !"string".equals(parameter.type()) && !toggle) {
                    frame.scope().set(parameter.name(), null);
                    continue;
                }
            }
            frame.scope()
                    .set(
                            parameter.name(),
                            parameter.type() == null ? value : session.conversions.cast(parameter.type(), value));
        }
        if (!unknown.isEmpty() || position < positional.size()) {
            throw refused(
                    name,
                    unknown.isEmpty()
                            ? "A positional parameter cannot be found that accepts argument '"
                                    + Values.text(positional.get(position)) + "'."
                            : "A parameter cannot be found that matches parameter name '"
                                    + unknown.iterator().next() + "'.");
        }
    }

    private static NetFailure refused(String name, String why) {
        return new NetFailure("Management.Automation.ParameterBindingException", name + ": " + why);
    }

    private void cmdlet(
            Cmdlet cmdlet, Statement.Command command, Frame frame, @Nullable List<Object> input, List<Object> output) {
        var given = arguments(command, frame, cmdlet::isSwitch);
        for (var name : given.named().keySet()) {
            if (!cmdlet.knows(name)) {
                throw frame.source()
                        .failure(command.at(), "the parameter -" + name + " of " + cmdlet.name() + " is not simulated");
            }
        }
        var free = new ArrayList<>(cmdlet.positions());
        free.removeIf(given.named()::containsKey);
        if (given.positional().size() > free.size()) {
            throw frame.source().failure(command.at(), "too many arguments for " + cmdlet.name());
        }
        for (int i = 0; i < given.positional().size(); i++) {
            given.named().put(free.get(i), given.positional().get(i));
        }
        var action = Values.text(
                given.named().containsKey("ErrorAction")
                        ? given.named().get("ErrorAction")
                        : frame.scope().get("ErrorActionPreference"));
        try {
            var call = new CmdletCall(given.named(), input, session, block -> runBlock(block, frame));
            Values.emit(cmdlet.run(call), output);
        } catch (NetFailure failure) {
            failed(failure, action.toLowerCase(Locale.ROOT), command, frame);
        }
    }

    /** about_Preference_Variables, ErrorActionPreference. */
    private void failed(NetFailure failure, String action, Statement.Command command, Frame frame) {
        switch (action) {
            case "stop" -> throw Session.thrown(frame.source(), command.at(), failure);
            case "silentlycontinue", "ignore" -> {}
            case "continue" -> session.errors.add("line " + frame.source().line(command.at()) + ": " + failure.text());
            default -> throw frame.source().failure(command.at(), "the error action '" + action + "' is not supported");
        }
    }

    /** {@code $_} is set and the block runs in a scope of its own. */
    private List<Object> runBlock(CmdletCall.BlockCall call, Frame frame) {
        var scope = new Scope(frame.scope());
        scope.set("_", call.current());
        var output = new ArrayList<Object>();
        evaluator.call(call.block().block(), scope, output);
        return output;
    }

    private void program(String path, Statement.Command command, Frame frame, List<Object> output) {
        var texts = new ArrayList<String>();
        for (var argument : command.arguments()) {
            switch (argument) {
                case Positional one ->
                    Values.elements(evaluator.expressions.plain(one.value(), frame))
                            .forEach(value -> texts.add(Values.text(value)));
                case Named one -> {
                    var value = one.value() == null
                            ? ""
                            : ":" + Values.text(evaluator.expressions.plain(one.value(), frame));
                    texts.add("-" + one.name() + value);
                }
                case Splat splat ->
                    Values.elements(evaluator.expressions.plain(splat.variable(), frame))
                            .forEach(value -> texts.add(Values.text(value)));
            }
        }
        var exitCode = start(path, List.copyOf(texts), output, command, frame);
        if (exitCode == null) {
            throw Session.thrown(
                    frame.source(),
                    command.at(),
                    "Management.Automation.CommandNotFoundException",
                    "The term '" + path + "' is not recognized as the name of a cmdlet, function, script file, or"
                            + " operable program.");
        }
        session.script.set("LASTEXITCODE", exitCode);
    }

    private @Nullable Integer start(
            String path, List<String> arguments, List<Object> output, Statement.Command command, Frame frame) {
        try {
            return session.programs.run(path, arguments, output);
        } catch (NetFailure failure) {
            throw Session.thrown(frame.source(), command.at(), failure);
        }
    }
}
