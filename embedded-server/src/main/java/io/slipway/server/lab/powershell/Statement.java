package io.slipway.server.lab.powershell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can stand on a line. {@code at} is the offset of the construct in the source. */
sealed interface Statement {
    int at();

    /** One or more stages joined by {@code |}. */
    record Pipeline(int at, List<Stage> stages) implements Statement {}

    /** {@code target = value} and its compound forms; the operator is {@code =}, {@code +} and so on. */
    record Assign(int at, Expression target, String operator, Statement value) implements Statement {}

    /** {@code if}, {@code elseif}, {@code else}. */
    record If(int at, List<Branch> branches, List<Statement> otherwise) implements Statement {}

    /** A condition and what follows. */
    record Branch(Statement condition, List<Statement> body) {}

    /** {@code while}. */
    record While(int at, Statement condition, List<Statement> body) implements Statement {}

    /** {@code do ... while} or {@code do ... until}. */
    record Do(int at, List<Statement> body, Statement condition, boolean until) implements Statement {}

    /** {@code for}. */
    record For(
            int at,
            @Nullable Statement first,
            @Nullable Statement condition,
            @Nullable Statement next,
            List<Statement> body)
            implements Statement {}

    /** {@code foreach}. */
    record ForEach(int at, String variable, Statement values, List<Statement> body) implements Statement {}

    /** {@code switch}, by value, {@code -Regex} or {@code -Wildcard}. */
    record Switch(int at, String mode, Statement value, List<Clause> clauses) implements Statement {}

    /** A clause; {@code match} is null for {@code default}. */
    record Clause(@Nullable Expression match, List<Statement> body) {}

    /** {@code try}, {@code catch}, {@code finally}. */
    record Try(int at, List<Statement> body, List<Catch> catches, List<Statement> last) implements Statement {}

    /** A handler; no types means every error. */
    record Catch(List<String> types, List<Statement> body) {}

    /** {@code throw}. */
    record Throw(int at, @Nullable Statement value) implements Statement {}

    /** {@code return}, {@code break}, {@code continue}, {@code exit}. */
    record Jump(int at, String kind, @Nullable Statement value) implements Statement {}

    /** {@code function}. */
    record Function(int at, String name, ScriptBlock block) implements Statement {}

    /** One member of a pipeline. */
    sealed interface Stage {
        int at();
    }

    /** An expression as the first member. */
    record Value(int at, Expression expression) implements Stage {}

    /** A command with its arguments; redirections as written, such as {@code 2>$null}. */
    record Command(int at, Expression name, List<Argument> arguments, List<String> redirections) implements Stage {}

    /** What stands after a command's name. */
    sealed interface Argument {}

    /** By position. */
    record Positional(Expression value) implements Argument {}

    /** By name; the value is null when none is attached by a colon or follows. */
    record Named(int at, String name, @Nullable Expression value) implements Argument {}

    /** {@code @name}. */
    record Splat(int at, Expression variable) implements Argument {}
}
