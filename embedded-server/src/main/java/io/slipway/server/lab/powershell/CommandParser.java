package io.slipway.server.lab.powershell;

import io.slipway.server.lab.powershell.Statement.Argument;
import io.slipway.server.lab.powershell.Statement.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads pipelines and the arguments of commands: the "argument mode" of about_Parsing. */
final class CommandParser {
    private static final String ENDS_WORD = " \t\n;|(){},\"'";
    private static final Pattern NUMBER = Pattern.compile("-?(0x[0-9A-Fa-f]{1,15}|[0-9]{1,18}(\\.[0-9]+)?)");
    private static final Pattern REDIRECTION = Pattern.compile("[1-6*]?>>?(&1|[ ]*\\$null\\b)?");

    private final Lexer lexer;
    private final ExpressionParser expressions;

    CommandParser(Lexer lexer, ExpressionParser expressions) {
        this.lexer = lexer;
        this.expressions = expressions;
    }

    Statement pipeline(int at, @Nullable Stage first) {
        var stages = new ArrayList<Stage>();
        stages.add(first == null ? command() : first);
        lexer.blanks();
        while (lexer.peek() == '|') {
            if (lexer.looking("||")) {
                throw lexer.failure(lexer.at, "'||' needs PowerShell 7");
            }
            lexer.at++;
            lexer.lines();
            stages.add(command());
            lexer.blanks();
        }
        if (lexer.looking("&&")) {
            throw lexer.failure(lexer.at, "'&&' needs PowerShell 7");
        }
        return new Statement.Pipeline(at, List.copyOf(stages));
    }

    private Stage command() {
        int at = lexer.at;
        Expression name;
        if (lexer.peek() == '&') {
            lexer.at++;
            lexer.blanks();
            name = argument();
        } else if (lexer.peek() == '.' && (lexer.peek(1) == ' ' || lexer.peek(1) == '$')) {
            throw lexer.failure(at, "dot-sourcing is outside the supported subset");
        } else {
            name = new Expression.Constant(at, bareWord());
        }
        var arguments = new ArrayList<Argument>();
        var redirections = new ArrayList<String>();
        while (true) {
            int before = lexer.at;
            lexer.blanks();
            if (stageEnds()) {
                return new Statement.Command(at, name, List.copyOf(arguments), List.copyOf(redirections));
            }
            if (before == lexer.at && !arguments.isEmpty() && lexer.peek() != '(' && lexer.peek() != '{') {
                throw lexer.failure(
                        lexer.at, "arguments that touch each other read differently in PowerShell; add a blank");
            }
            var redirection = REDIRECTION.matcher(lexer.text).region(lexer.at, lexer.text.length());
            if (redirection.lookingAt()) {
                lexer.at = redirection.end();
                if (redirection.group(1) == null) {
                    throw lexer.failure(lexer.at, "redirection to a file is outside the supported subset");
                }
                redirections.add(redirection.group().replace(" ", ""));
            } else {
                arguments.add(oneArgument());
            }
        }
    }

    private boolean stageEnds() {
        char c = lexer.peek();
        return lexer.end() || c == '\n' || c == ';' || c == '|' || c == ')' || c == '}' || lexer.looking("&&");
    }

    private Argument oneArgument() {
        int at = lexer.at;
        if (lexer.peek() == '-' && (Lexer.nameStart(lexer.peek(1)) || lexer.peek(1) == '?')) {
            lexer.at++;
            var name = lexer.name("a parameter name");
            if (lexer.take(":")) {
                lexer.blanks();
                return new Statement.Named(at, name, argument());
            }
            return new Statement.Named(at, name, null);
        }
        if (lexer.peek() == '@' && Lexer.nameStart(lexer.peek(1))) {
            lexer.at++;
            return new Statement.Splat(at, new Expression.Variable(at, "", lexer.name("a variable name")));
        }
        return new Statement.Positional(argument());
    }

    /** One argument: a value, or several with commas between them. */
    Expression argument() {
        int at = lexer.at;
        var first = atom();
        int before = lexer.at;
        lexer.blanks();
        if (lexer.peek() != ',') {
            lexer.at = before;
            return first;
        }
        var items = new ArrayList<Expression>(List.of(first));
        while (lexer.take(",")) {
            lexer.lines();
            items.add(atom());
            before = lexer.at;
            lexer.blanks();
        }
        lexer.at = before;
        return new Expression.Sequence(at, List.copyOf(items));
    }

    private Expression atom() {
        int at = lexer.at;
        char c = lexer.peek();
        if (c == '"' || c == '\'') {
            var text = expressions.primary();
            if (lexer.peek() == '.' || lexer.peek() == '[') {
                throw lexer.failure(at, "a member of a quoted text needs parentheses in an argument");
            }
            return text;
        }
        if (c == '$' || c == '@' || c == '(' || c == '{') {
            var value = expressions.postfix();
            if (c != '$' || lexer.end() || ENDS_WORD.indexOf(lexer.peek()) >= 0 || lexer.looking("`\n")) {
                return value;
            }
            lexer.at = at;
        }
        if (c == '[') {
            throw lexer.failure(at, "PowerShell reads a bracket in an argument as text; use parentheses");
        }
        var word = bareWord();
        if (NUMBER.matcher(word).matches()) {
            return new Expression.Constant(at, Numbers.parse(word));
        }
        if (word.indexOf('$') < 0) {
            return new Expression.Constant(at, word);
        }
        lexer.at = at;
        return expressions.expandableWord(ENDS_WORD);
    }

    private String bareWord() {
        int start = lexer.at;
        var word = new StringBuilder();
        while (!lexer.end() && ENDS_WORD.indexOf(lexer.peek()) < 0) {
            if (lexer.peek() == '`') {
                if (lexer.peek(1) == '\n') {
                    break;
                }
                word.append(lexer.escape());
            } else {
                word.append(lexer.text.charAt(lexer.at++));
            }
        }
        if (lexer.at == start) {
            throw lexer.failure(start, "a command or an argument expected");
        }
        return word.toString();
    }
}
