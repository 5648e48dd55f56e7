package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code param( ... )} and the list behind a function's name (about_Functions_Advanced_Parameters). */
final class ParameterParser {
    private final Lexer lexer;
    private final ExpressionParser expressions;

    ParameterParser(Lexer lexer, ExpressionParser expressions) {
        this.lexer = lexer;
        this.expressions = expressions;
    }

    /** The parameters of a block that may start with attributes and {@code param}; none if it does not. */
    List<ScriptBlock.Parameter> parameters() {
        int before = lexer.at;
        while (lexer.peek() == '[') {
            if (!attribute(lexer.at).startsWith("cmdletbinding(")) {
                lexer.at = before;
                return List.of();
            }
            lexer.separators();
        }
        if (!lexer.keyword("param")) {
            lexer.at = before;
            return List.of();
        }
        lexer.lines();
        return list();
    }

    List<ScriptBlock.Parameter> list() {
        var all = new ArrayList<ScriptBlock.Parameter>();
        lexer.expect("(");
        lexer.lines();
        while (!lexer.take(")")) {
            all.add(parameter());
            lexer.lines();
            if (lexer.take(",")) {
                lexer.lines();
            } else if (lexer.peek() != ')') {
                throw lexer.failure(lexer.at, "',' or ')' expected");
            }
        }
        return List.copyOf(all);
    }

    private ScriptBlock.Parameter parameter() {
        int at = lexer.at;
        @Nullable String type = null;
        boolean mandatory = false;
        var others = new ArrayList<String>();
        while (lexer.peek() == '[') {
            var text = attribute(lexer.at);
            if (text.startsWith("parameter(")) {
                mandatory |= text.contains("mandatory");
                if (!text.matches("parameter\\((mandatory(=\\$true)?)?\\)")) {
                    others.add(text);
                }
            } else if (text.contains("(")) {
                others.add(text);
            } else {
                type = text;
            }
            lexer.lines();
        }
        if (!(expressions.variable() instanceof Expression.Variable variable)) {
            throw lexer.failure(at, "a parameter expected");
        }
        int behind = lexer.at;
        lexer.lines();
        Expression value = null;
        if (lexer.take("=")) {
            lexer.lines();
            value = expressions.withoutComma();
        } else {
            lexer.at = behind;
        }
        return new ScriptBlock.Parameter(at, variable.name(), type, value, mandatory, List.copyOf(others));
    }

    /** The text between brackets in lower case without blanks; quotes inside are respected. */
    private String attribute(int start) {
        var text = new StringBuilder();
        int depth = 0;
        char quote = '\0';
        do {
            if (lexer.end()) {
                throw lexer.failure(start, "the bracket is not closed");
            }
            char c = lexer.text.charAt(lexer.at++);
            if (quote != '\0') {
                quote = c == quote ? '\0' : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else {
                depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            }
            text.append(quote == '\0' && Character.isWhitespace(c) ? "" : String.valueOf(c));
        } while (depth > 0);
        return text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    }
}
