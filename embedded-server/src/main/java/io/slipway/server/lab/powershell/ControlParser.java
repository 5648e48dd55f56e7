package io.slipway.server.lab.powershell;

import io.slipway.server.lab.powershell.Statement.Branch;
import io.slipway.server.lab.powershell.Statement.Catch;
import io.slipway.server.lab.powershell.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the statements that decide what runs: about_If, about_While, about_Do, about_For, about_ForEach, about_Switch, about_Try_Catch_Finally. */
final class ControlParser {
    private final Lexer lexer;
    private final Parser statements;
    private final ExpressionParser expressions;
    private final CommandParser commands;

    ControlParser(Lexer lexer, Parser statements, ExpressionParser expressions, CommandParser commands) {
        this.lexer = lexer;
        this.statements = statements;
        this.expressions = expressions;
        this.commands = commands;
    }

    Statement conditional(int at) {
        var branches = new ArrayList<Branch>();
        List<Statement> otherwise = List.of();
        lexer.keyword("if");
        branches.add(new Branch(statements.condition(), statements.braced()));
        while (true) {
            int before = lexer.at;
            lexer.lines();
            if (lexer.keyword("elseif")) {
                branches.add(new Branch(statements.condition(), statements.braced()));
            } else if (lexer.keyword("else")) {
                otherwise = statements.braced();
                return new Statement.If(at, List.copyOf(branches), otherwise);
            } else {
                lexer.at = before;
                return new Statement.If(at, List.copyOf(branches), otherwise);
            }
        }
    }

    Statement loop(int at) {
        lexer.keyword("while");
        return new Statement.While(at, statements.condition(), statements.braced());
    }

    Statement doLoop(int at) {
        lexer.keyword("do");
        var body = statements.braced();
        lexer.lines();
        boolean until = lexer.keyword("until");
        if (!until && !lexer.keyword("while")) {
            throw lexer.failure(lexer.at, "'while' or 'until' expected");
        }
        return new Statement.Do(at, body, statements.condition(), until);
    }

    Statement forLoop(int at) {
        lexer.keyword("for");
        lexer.lines();
        lexer.expect("(");
        var first = optional(';');
        lexer.expect(";");
        var condition = optional(';');
        lexer.expect(";");
        var next = optional(')');
        lexer.expect(")");
        return new Statement.For(at, first, condition, next, statements.braced());
    }

    private @Nullable Statement optional(char close) {
        lexer.lines();
        var statement = lexer.peek() == close ? null : statements.pipelineOrAssignment();
        lexer.lines();
        return statement;
    }

    Statement forEach(int at) {
        lexer.keyword("foreach");
        lexer.lines();
        lexer.expect("(");
        lexer.lines();
        if (!(expressions.variable() instanceof Expression.Variable variable)
                || !variable.scope().isEmpty()) {
            throw lexer.failure(lexer.at, "a plain loop variable expected");
        }
        lexer.lines();
        if (!lexer.keyword("in")) {
            throw lexer.failure(lexer.at, "'in' expected");
        }
        lexer.lines();
        var values = statements.pipelineOrAssignment();
        lexer.lines();
        lexer.expect(")");
        return new Statement.ForEach(at, variable.name(), values, statements.braced());
    }

    Statement choice(int at) {
        lexer.keyword("switch");
        lexer.blanks();
        var mode = lexer.dashWord();
        if (!Set.of("", "regex", "wildcard", "exact").contains(mode)) {
            throw lexer.failure(lexer.at, "this form of switch is outside the supported subset");
        }
        lexer.at += mode.isEmpty() ? 0 : mode.length() + 1;
        var value = statements.condition();
        lexer.lines();
        lexer.expect("{");
        var clauses = new ArrayList<Clause>();
        lexer.separators();
        while (!lexer.take("}")) {
            var match = lexer.keyword("default") ? null : commands.argument();
            clauses.add(new Clause(match, statements.braced()));
            lexer.separators();
        }
        return new Statement.Switch(at, mode.equals("exact") ? "" : mode, value, List.copyOf(clauses));
    }

    Statement attempt(int at) {
        lexer.keyword("try");
        var body = statements.braced();
        var catches = new ArrayList<Catch>();
        while (true) {
            int before = lexer.at;
            lexer.lines();
            if (lexer.keyword("catch")) {
                catches.add(new Catch(caughtTypes(), statements.braced()));
            } else if (lexer.keyword("finally")) {
                return new Statement.Try(at, body, List.copyOf(catches), statements.braced());
            } else if (catches.isEmpty()) {
                throw lexer.failure(at, "try without catch or finally");
            } else {
                lexer.at = before;
                return new Statement.Try(at, body, List.copyOf(catches), List.of());
            }
        }
    }

    private List<String> caughtTypes() {
        var types = new ArrayList<String>();
        lexer.lines();
        while (lexer.peek() == '[') {
            types.add(lexer.typeName());
            lexer.lines();
            if (lexer.take(",")) {
                lexer.lines();
            }
        }
        return List.copyOf(types);
    }
}
