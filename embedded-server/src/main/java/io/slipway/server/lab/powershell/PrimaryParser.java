package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;

/** Reads what needs no operator: texts, variables, numbers and everything in brackets. */
final class PrimaryParser {
    private final Lexer lexer;
    private final Parser statements;
    private final ExpressionParser expressions;
    private final TextParser texts;

    PrimaryParser(Lexer lexer, Parser statements, ExpressionParser expressions, TextParser texts) {
        this.lexer = lexer;
        this.statements = statements;
        this.expressions = expressions;
        this.texts = texts;
    }

    Expression primary() {
        int at = lexer.at;
        char c = lexer.peek();
        if (lexer.looking("@'")) {
            return new Expression.Constant(at, lexer.verbatimHere());
        }
        if (lexer.looking("@\"")) {
            return texts.here();
        }
        if (lexer.looking("@{")) {
            return table(at, false);
        }
        if (lexer.looking("@(") || lexer.looking("$(")) {
            return nested(at);
        }
        return switch (c) {
            case '\'' -> new Expression.Constant(at, lexer.verbatim());
            case '"' -> texts.quoted();
            case '$' -> texts.variable();
            case '(' -> group(at);
            case '{' -> block(at);
            default -> number(at);
        };
    }

    private Expression nested(int at) {
        boolean array = lexer.peek() == '@';
        lexer.at += 2;
        var body = statements.statements();
        lexer.expect(")");
        return array ? new Expression.ArrayOf(at, body) : new Expression.Sub(at, body);
    }

    private Expression group(int at) {
        lexer.at++;
        lexer.lines();
        var body = statements.pipelineOrAssignment();
        lexer.lines();
        lexer.expect(")");
        return new Expression.Group(at, body);
    }

    private Expression block(int at) {
        lexer.at++;
        var block = statements.block(at);
        lexer.expect("}");
        return new Expression.Block(at, block);
    }

    private Expression number(int at) {
        int start = lexer.at;
        while (Character.isLetterOrDigit(lexer.peek()) || (lexer.peek() == '.' && Character.isDigit(lexer.peek(1)))) {
            lexer.at++;
        }
        var value = Numbers.parse(lexer.text.substring(start, lexer.at));
        if (value == null) {
            lexer.at = start;
            throw lexer.failure(start, "a value expected");
        }
        return new Expression.Constant(at, value);
    }

    Expression table(int at, boolean ordered) {
        lexer.expect("@{");
        var entries = new ArrayList<Expression.Entry>();
        lexer.separators();
        while (!lexer.take("}")) {
            var key = Lexer.nameStart(lexer.peek())
                    ? new Expression.Constant(lexer.at, lexer.name("a key"))
                    : expressions.postfix();
            lexer.lines();
            lexer.expect("=");
            lexer.lines();
            entries.add(new Expression.Entry(key, statements.statement()));
            lexer.blanks();
            if (lexer.peek() != ';' && lexer.peek() != '\n' && lexer.peek() != '}') {
                throw lexer.failure(lexer.at, "';', a new line or '}' expected");
            }
            lexer.separators();
        }
        return new Expression.Table(at, ordered, List.copyOf(entries));
    }
}
