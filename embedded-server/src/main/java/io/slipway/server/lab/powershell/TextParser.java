package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads variables and texts that contain variables (about_Quoting_Rules, about_Variables). */
final class TextParser {
    private static final Set<String> SCOPES = Set.of("script", "global", "local", "env");

    private final Lexer lexer;
    private final Parser statements;

    TextParser(Lexer lexer, Parser statements) {
        this.lexer = lexer;
        this.statements = statements;
    }

    /** {@code $name}, {@code ${name}}, {@code $scope:name} or {@code $_}. */
    Expression variable() {
        int at = lexer.at;
        lexer.expect("$");
        if (lexer.take("{")) {
            int close = lexer.text.indexOf('}', lexer.at);
            if (close < 0) {
                throw lexer.failure(at, "the variable has no closing brace");
            }
            var name = lexer.text.substring(lexer.at, close);
            lexer.at = close + 1;
            int colon = name.indexOf(':');
            return colon < 0
                    ? new Expression.Variable(at, "", name)
                    : scoped(at, name.substring(0, colon), name.substring(colon + 1));
        }
        if (lexer.peek() == '?' || lexer.peek() == '$' || lexer.peek() == '^') {
            throw lexer.failure(at, "this automatic variable is outside the supported subset");
        }
        var name = lexer.name("a variable name");
        if (lexer.peek() != ':' || lexer.peek(1) == ':') {
            return new Expression.Variable(at, "", name);
        }
        if (!Lexer.namePart(lexer.peek(1))) {
            throw lexer.failure(at, "a colon ends no variable name; write ${" + name + "}:");
        }
        lexer.at++;
        return scoped(at, name, lexer.name("a variable name"));
    }

    private Expression scoped(int at, String scope, String name) {
        var lower = scope.toLowerCase(Locale.ROOT);
        if (!SCOPES.contains(lower)) {
            throw lexer.failure(at, "the scope or drive '" + scope + "' is outside the supported subset");
        }
        return new Expression.Variable(at, lower, name);
    }

    Expression quoted() {
        int at = lexer.at;
        lexer.expect("\"");
        var parts = new Parts(at);
        while (true) {
            if (lexer.end()) {
                throw lexer.failure(at, "the text has no closing quote");
            }
            if (lexer.looking("\"\"")) {
                lexer.at += 2;
                parts.text.append('"');
            } else if (lexer.take("\"")) {
                return parts.done();
            } else {
                part(parts);
            }
        }
    }

    /** A double-quoted here-string. */
    Expression here() {
        int at = lexer.at;
        int from = lexer.hereBody("@\"");
        var parts = new Parts(at);
        while (true) {
            if (lexer.end()) {
                throw lexer.failure(at, "the here-string has no end");
            }
            if (lexer.looking("\n\"@") || (lexer.at == from && lexer.looking("\"@"))) {
                lexer.at += lexer.peek() == '\n' ? 3 : 2;
                return parts.done();
            }
            part(parts);
        }
    }

    /** A bare word that contains variables, up to one of the given characters. */
    Expression word(String ends) {
        var parts = new Parts(lexer.at);
        while (!lexer.end() && ends.indexOf(lexer.peek()) < 0) {
            part(parts);
        }
        return parts.done();
    }

    private void part(Parts parts) {
        char c = lexer.peek();
        if (c == '`') {
            parts.text.append(lexer.escape());
        } else if (c == '$' && lexer.peek(1) == '(') {
            int at = lexer.at;
            lexer.at += 2;
            var body = statements.statements();
            lexer.expect(")");
            parts.add(new Expression.Sub(at, body));
        } else if (c == '$' && (Lexer.namePart(lexer.peek(1)) || lexer.peek(1) == '{')) {
            parts.add(variable());
        } else {
            parts.text.append(c);
            lexer.at++;
        }
    }

    private static final class Parts {
        private final int at;
        private final StringBuilder text = new StringBuilder();
        private final List<Expression> parts = new ArrayList<>();

        Parts(int at) {
            this.at = at;
        }

        void add(Expression part) {
            flush();
            parts.add(part);
        }

        private void flush() {
            if (!text.isEmpty()) {
                parts.add(new Expression.Constant(at, text.toString()));
                text.setLength(0);
            }
        }

        Expression done() {
            if (parts.isEmpty()) {
                return new Expression.Constant(at, text.toString());
            }
            flush();
            return new Expression.Expandable(at, List.copyOf(parts));
        }
    }
}
