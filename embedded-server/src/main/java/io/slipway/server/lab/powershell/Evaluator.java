package io.slipway.server.lab.powershell;

import io.slipway.server.lab.powershell.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements (about_Language_Keywords). */
final class Evaluator {
    final Session session;
    final ExpressionEvaluator expressions;
    private final CommandRunner commands;

    Evaluator(Session session) {
        this.session = session;
        this.expressions = new ExpressionEvaluator(session, this);
        this.commands = new CommandRunner(session, this);
    }

    void run(List<Statement> body, Frame frame, List<Object> output) {
        for (var statement : body) {
            run(statement, frame, output);
        }
    }

    void run(Statement statement, Frame frame, List<Object> output) {
        session.step(frame.source(), statement.at());
        switch (statement) {
            case Statement.Pipeline pipeline -> pipeline(pipeline, frame, output);
            case Statement.Assign assign -> expressions.assign(assign, frame);
            case Statement.If choice -> branch(choice, frame, output);
            case Statement.While loop -> {
                while (truth(loop.condition(), frame) && turn(loop.body(), frame, output)) {
                    session.step(frame.source(), loop.at());
                }
            }
            case Statement.Do loop -> {
                do {
                    session.step(frame.source(), loop.at());
                } while (turn(loop.body(), frame, output) && truth(loop.condition(), frame) != loop.until());
            }
            case Statement.For loop -> counted(loop, frame, output);
            case Statement.ForEach loop -> each(loop, frame, output);
            case Statement.Switch choice -> choose(choice, frame, output);
            case Statement.Try attempt -> attempt(attempt, frame, output);
            case Statement.Throw toss -> throw toss(toss, frame);
            case Statement.Jump jump -> throw jump(jump, frame, output);
            case Statement.Function function ->
                session.functions.put(function.name().toLowerCase(java.util.Locale.ROOT), function.block());
        }
    }

    private void pipeline(Statement.Pipeline pipeline, Frame frame, List<Object> output) {
        var stages = pipeline.stages();
        List<Object> input = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            var next = i == stages.size() - 1 ? output : new ArrayList<Object>();
            switch (stages.get(i)) {
                case Statement.Value value -> {
                    var result = expressions.value(value.expression(), frame);
                    boolean silent = value.expression() instanceof Expression.Step;
                    if (!silent) {
                        Values.emit(result, next);
                    }
                }
                case Statement.Command command -> commands.run(command, frame, i == 0 ? null : input, next);
            }
            input = next;
        }
    }

    /** The value of a statement as an assignment or a condition sees it. */
    @Nullable
    Object value(Statement statement, Frame frame) {
        if (statement instanceof Statement.Pipeline pipeline
                && pipeline.stages().size() == 1
                && pipeline.stages().getFirst() instanceof Statement.Value only) {
            session.step(frame.source(), statement.at());
            var result = expressions.value(only.expression(), frame);
            return result == Values.NOTHING ? null : result;
        }
        var output = new ArrayList<Object>();
        run(statement, frame, output);
        return Values.collapse(output);
    }

    private boolean truth(Statement condition, Frame frame) {
        return Values.truth(value(condition, frame));
    }

    private void branch(Statement.If choice, Frame frame, List<Object> output) {
        for (var branch : choice.branches()) {
            if (truth(branch.condition(), frame)) {
                run(branch.body(), frame, output);
                return;
            }
        }
        run(choice.otherwise(), frame, output);
    }

    /** One turn of a loop; false when it was left by break. */
    private boolean turn(List<Statement> body, Frame frame, List<Object> output) {
        try {
            run(body, frame, output);
            return true;
        } catch (Jump jump) {
            if (jump.kind() == Jump.Kind.CONTINUE) {
                return true;
            }
            if (jump.kind() == Jump.Kind.BREAK) {
                return false;
            }
            throw jump;
        }
    }

    private void counted(Statement.For loop, Frame frame, List<Object> output) {
        if (loop.first() != null) {
            value(loop.first(), frame);
        }
        while (loop.condition() == null || truth(loop.condition(), frame)) {
            session.step(frame.source(), loop.at());
            if (!turn(loop.body(), frame, output)) {
                return;
            }
            if (loop.next() != null) {
                value(loop.next(), frame);
            }
        }
    }

    private void each(Statement.ForEach loop, Frame frame, List<Object> output) {
        for (var element : Values.elements(value(loop.values(), frame))) {
            session.step(frame.source(), loop.at());
            frame.scope().set(loop.variable(), element);
            if (!turn(loop.body(), frame, output)) {
                return;
            }
        }
    }

    /** Every matching clause runs unless one leaves by break (about_Switch). */
    private void choose(Statement.Switch choice, Frame frame, List<Object> output) {
        for (var element : Values.elements(value(choice.value(), frame))) {
            frame.scope().set("_", element);
            boolean matched = false;
            for (var clause : choice.clauses()) {
                boolean fits = clause.match() != null && fits(choice, clause, element, frame);
                if (fits || (clause.match() == null && !matched)) {
                    matched = true;
                    if (!turn(clause.body(), frame, output)) {
                        return;
                    }
                }
            }
        }
    }

    private boolean fits(Statement.Switch choice, Clause clause, Object element, Frame frame) {
        if (clause.match() instanceof Expression.Block block) {
            return Values.truth(call(block.block(), new Scope(frame.scope()), new ArrayList<>()));
        }
        var match = clause.match() == null ? null : expressions.value(clause.match(), frame);
        return switch (choice.mode()) {
            case "regex" -> expressions.match(element, match, false, frame);
            case "wildcard" ->
                Operators.wildcard(Values.text(match), false)
                        .matcher(Values.text(element))
                        .matches();
            default -> Operators.equal(element, match, false);
        };
    }

    private void attempt(Statement.Try attempt, Frame frame, List<Object> output) {
        try {
            run(attempt.body(), frame, output);
        } catch (Thrown thrown) {
            for (var handler : attempt.catches()) {
                if (handler.types().isEmpty() || caught(handler.types(), thrown.exception())) {
                    handle(handler.body(), thrown, frame, output);
                    return;
                }
            }
            throw thrown;
        } finally {
            run(attempt.last(), frame, output);
        }
    }

    /** A typed handler also sees the exception that PowerShell wrapped (about_Try_Catch_Finally). */
    private static boolean caught(List<String> types, NetObject exception) {
        for (Object at = exception; at instanceof NetObject one; at = one.get("InnerException")) {
            if (types.stream().anyMatch(type -> one.isA(NetType.key(type)))) {
                return true;
            }
            if (!one.type().equals("Management.Automation.MethodInvocationException")) {
                return false;
            }
        }
        return false;
    }

    private void handle(List<Statement> body, Thrown thrown, Frame frame, List<Object> output) {
        var before = frame.handling();
        try {
            frame.scope().set("_", thrown.record());
            frame.handling(thrown);
            run(body, frame, output);
        } finally {
            frame.handling(before);
        }
    }

    private Thrown toss(Statement.Throw toss, Frame frame) {
        if (toss.value() == null) {
            var handling = frame.handling();
            return handling != null
                    ? handling
                    : Session.thrown(frame.source(), toss.at(), NetExceptions.RUNTIME, "ScriptHalted");
        }
        var value = value(toss.value(), frame);
        if (value instanceof NetObject object && object.isA("exception")) {
            return new Thrown(object, value, frame.source().line(toss.at()));
        }
        if (value instanceof NetObject record && record.get("Exception") instanceof NetObject inner) {
            return new Thrown(inner, value, frame.source().line(toss.at()));
        }
        var exception = NetExceptions.of(NetExceptions.RUNTIME, Values.text(value), null);
        return new Thrown(exception, value, frame.source().line(toss.at()));
    }

    private RuntimeException jump(Statement.Jump jump, Frame frame, List<Object> output) {
        switch (jump.kind()) {
            case "return" -> {
                if (jump.value() != null) {
                    run(jump.value(), frame, output);
                }
                return new Jump(Jump.Kind.RETURN, 0);
            }
            case "exit" -> {
                var code = jump.value() == null ? 0 : value(jump.value(), frame);
                return new Jump(Jump.Kind.EXIT, Conversions.number(code).intValue());
            }
            case "break" -> {
                return new Jump(Jump.Kind.BREAK, 0);
            }
            default -> {
                return new Jump(Jump.Kind.CONTINUE, 0);
            }
        }
    }

    /** Runs a block in a scope; a return ends it. Gives what it put out. */
    @Nullable
    Object call(ScriptBlock block, Scope scope, List<Object> output) {
        session.enter(block.source(), block.at());
        try {
            run(block.body(), new Frame(scope, block.source()), output);
        } catch (Jump jump) {
            if (jump.kind() != Jump.Kind.RETURN) {
                throw jump;
            }
        } finally {
            session.leave();
        }
        return Values.collapse(output);
    }
}
