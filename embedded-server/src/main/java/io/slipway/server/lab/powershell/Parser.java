package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads statements: about_Language_Keywords as far as the product's scripts go. */
final class Parser {
    private static final Set<String> REFUSED = Set.of(
            "class",
            "enum",
            "using",
            "trap",
            "data",
            "filter",
            "workflow",
            "configuration",
            "dynamicparam",
            "begin",
            "process",
            "end",
            "parallel",
            "sequence",
            "inlinescript",
            "from",
            "define",
            "var");
    private static final Set<String> COMPOUND = Set.of("+=", "-=", "*=", "/=", "%=");

    final Lexer lexer;
    private final ExpressionParser expressions;
    private final CommandParser commands;
    private final ControlParser control;

    private Parser(Source source) {
        lexer = new Lexer(source);
        expressions = new ExpressionParser(lexer, this);
        commands = new CommandParser(lexer, expressions);
        control = new ControlParser(lexer, this, expressions, commands);
    }

    /** Reads a whole script. */
    static ScriptBlock parse(Source source) {
        var parser = new Parser(source);
        var block = parser.block(0);
        if (!parser.lexer.end()) {
            throw parser.lexer.failure(parser.lexer.at, "unexpected text");
        }
        return block;
    }

    /** Parameters and statements up to a closing brace or the end. */
    ScriptBlock block(int at) {
        lexer.separators();
        var parameters = new ParameterParser(lexer, expressions).parameters();
        return new ScriptBlock(at, lexer.source, parameters, statements());
    }

    /** Statements up to a closing brace or parenthesis or the end; does not take the closing character. */
    List<Statement> statements() {
        var all = new ArrayList<Statement>();
        lexer.separators();
        while (!lexer.end() && lexer.peek() != '}' && lexer.peek() != ')') {
            var statement = statement();
            all.add(statement);
            lexer.blanks();
            char c = lexer.peek();
            boolean block = !(statement instanceof Statement.Pipeline
                    || statement instanceof Statement.Assign
                    || statement instanceof Statement.Throw
                    || statement instanceof Statement.Jump
                    || statement instanceof Statement.Do);
            if (!lexer.end() && c != ';' && c != '\n' && c != '}' && c != ')' && !block) {
                throw lexer.failure(lexer.at, "unexpected text after a statement");
            }
            lexer.separators();
        }
        return List.copyOf(all);
    }

    Statement statement() {
        lexer.enter();
        try {
            int at = lexer.at;
            var word = lexer.word();
            if (REFUSED.contains(word)) {
                throw lexer.failure(at, "'" + word + "' is outside the supported subset");
            }
            return switch (word) {
                case "if" -> control.conditional(at);
                case "while" -> control.loop(at);
                case "do" -> control.doLoop(at);
                case "for" -> control.forLoop(at);
                case "foreach" -> control.forEach(at);
                case "switch" -> control.choice(at);
                case "try" -> control.attempt(at);
                case "function" -> function(at);
                case "throw", "return", "break", "continue", "exit" -> jump(at, word);
                case "param" -> throw lexer.failure(at, "param must come first");
                default -> pipelineOrAssignment();
            };
        } finally {
            lexer.leave();
        }
    }

    private Statement function(int at) {
        lexer.keyword("function");
        lexer.blanks();
        int start = lexer.at;
        while (Lexer.namePart(lexer.peek()) || lexer.peek() == '-') {
            lexer.at++;
        }
        if (lexer.at == start) {
            throw lexer.failure(start, "a function name expected");
        }
        var name = lexer.text.substring(start, lexer.at);
        lexer.lines();
        var listed =
                lexer.peek() == '(' ? new ParameterParser(lexer, expressions).list() : List.<ScriptBlock.Parameter>of();
        lexer.lines();
        int open = lexer.at;
        lexer.expect("{");
        var block = block(open);
        lexer.expect("}");
        var parameters = listed.isEmpty() ? block.parameters() : listed;
        return new Statement.Function(at, name, new ScriptBlock(open, lexer.source, parameters, block.body()));
    }

    private Statement jump(int at, String word) {
        lexer.keyword(word);
        lexer.blanks();
        char c = lexer.peek();
        boolean bare = lexer.end() || c == ';' || c == '\n' || c == '}' || c == ')';
        if (word.equals("throw")) {
            return new Statement.Throw(at, bare ? null : pipelineOrAssignment());
        }
        if ((word.equals("break") || word.equals("continue")) && !bare) {
            throw lexer.failure(lexer.at, "labels are outside the supported subset");
        }
        return new Statement.Jump(at, word, bare ? null : pipelineOrAssignment());
    }

    Statement pipelineOrAssignment() {
        int at = lexer.at;
        if (!expressions.starts()) {
            return commands.pipeline(at, null);
        }
        var expression = expressions.expression();
        lexer.blanks();
        var two = lexer.text.substring(lexer.at, Math.min(lexer.at + 2, lexer.text.length()));
        if (COMPOUND.contains(two) || lexer.peek() == '=') {
            lexer.at += lexer.peek() == '=' ? 1 : 2;
            assertAssignable(expression);
            lexer.lines();
            var operator = two.startsWith("=") ? "=" : two.substring(0, 1);
            return new Statement.Assign(at, expression, operator, statement());
        }
        return commands.pipeline(at, new Statement.Value(at, expression));
    }

    private void assertAssignable(Expression target) {
        var inner = target instanceof Expression.Cast cast ? cast.value() : target;
        if (!(inner instanceof Expression.Variable
                || inner instanceof Expression.Member
                || inner instanceof Expression.Index)) {
            throw lexer.failure(target.at(), "this cannot be assigned to");
        }
    }

    /** A statement in parentheses. */
    Statement condition() {
        lexer.lines();
        lexer.expect("(");
        lexer.lines();
        var statement = pipelineOrAssignment();
        lexer.lines();
        lexer.expect(")");
        return statement;
    }

    List<Statement> braced() {
        lexer.lines();
        lexer.expect("{");
        var body = statements();
        lexer.expect("}");
        return body;
    }
}
