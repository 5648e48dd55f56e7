package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads expressions by the ranks of about_Operator_Precedence. */
final class ExpressionParser {
    private static final Set<String> LOGICAL = Set.of("and", "or", "xor");
    private static final Set<String> BITWISE = Set.of("band", "bor", "bxor", "shl", "shr");

    private final Lexer lexer;
    private final PrimaryParser primaries;
    private final TextParser texts;
    private boolean commaEnds;

    ExpressionParser(Lexer lexer, Parser statements) {
        this.lexer = lexer;
        this.texts = new TextParser(lexer, statements);
        this.primaries = new PrimaryParser(lexer, statements, this, texts);
    }

    /** Whether the text here is read as an expression and not as a command. */
    boolean starts() {
        char c = lexer.peek();
        if (c == '-') {
            var word = lexer.dashWord();
            return !word.isEmpty() || Character.isDigit(lexer.peek(1)) || "-$(".indexOf(lexer.peek(1)) >= 0;
        }
        return Character.isDigit(c) || (c != '\0' && "$\"'([{@!,+".indexOf(c) >= 0);
    }

    Expression expression() {
        lexer.enter();
        try {
            return ranked(0);
        } finally {
            lexer.leave();
        }
    }

    /** An expression in which a comma separates, as in the arguments of a method. */
    Expression withoutComma() {
        boolean before = commaEnds;
        commaEnds = true;
        try {
            return expression();
        } finally {
            commaEnds = before;
        }
    }

    /** Ranks from weakest: logical, bitwise, comparison, sum, product, format, range. */
    private Expression ranked(int rank) {
        if (rank == 7) {
            return list();
        }
        var left = ranked(rank + 1);
        while (true) {
            int before = lexer.at;
            lexer.blanks();
            var operator = operator(rank);
            if (operator.isEmpty()) {
                lexer.at = before;
                return left;
            }
            int at = lexer.at;
            lexer.at += operator.length();
            lexer.lines();
            left = new Expression.Binary(at, name(operator), left, ranked(rank + 1));
        }
    }

    private static String name(String operator) {
        return operator.charAt(0) == '-' && operator.length() > 1
                ? operator.substring(1).toLowerCase(Locale.ROOT)
                : operator;
    }

    /** The operator of a rank as it stands here, or an empty text. */
    private String operator(int rank) {
        char c = lexer.peek();
        boolean assigns = lexer.peek(1) == '=';
        var word = lexer.dashWord();
        boolean fits =
                switch (rank) {
                    case 0 -> LOGICAL.contains(word);
                    case 1 -> BITWISE.contains(word);
                    case 2 -> comparison(word);
                    case 3 -> word.isEmpty() && (c == '+' || c == '-') && !assigns && lexer.peek(1) != c;
                    case 4 -> (c == '*' || c == '/' || c == '%') && !assigns;
                    case 5 -> word.equals("f");
                    default -> lexer.looking("..");
                };
        if (!fits) {
            return "";
        }
        return rank == 6 ? ".." : word.isEmpty() ? String.valueOf(c) : "-" + word;
    }

    private static boolean comparison(String word) {
        return Lexer.COMPARISONS.contains(word)
                || (word.length() > 1
                        && (word.charAt(0) == 'c' || word.charAt(0) == 'i')
                        && Lexer.COMPARISONS.contains(word.substring(1))
                        && !Set.of("cin", "cas", "iin", "ias", "cis", "iis").contains(word));
    }

    private Expression list() {
        int at = lexer.at;
        if (lexer.take(",")) {
            lexer.blanks();
            return new Expression.Sequence(at, List.of(unary()));
        }
        var first = unary();
        if (commaEnds) {
            return first;
        }
        var items = new ArrayList<Expression>(List.of(first));
        while (true) {
            int before = lexer.at;
            lexer.blanks();
            if (!lexer.take(",")) {
                lexer.at = before;
                return items.size() == 1 ? first : new Expression.Sequence(at, List.copyOf(items));
            }
            lexer.lines();
            items.add(unary());
        }
    }

    private Expression unary() {
        int at = lexer.at;
        lexer.enter();
        try {
            var word = lexer.dashWord();
            if (Set.of("not", "bnot", "join", "split").contains(word)) {
                lexer.at += word.length() + 1;
                lexer.blanks();
                return new Expression.Unary(at, word, unary());
            }
            if (lexer.take("!")) {
                lexer.blanks();
                return new Expression.Unary(at, "not", unary());
            }
            if (lexer.looking("++") || lexer.looking("--")) {
                int delta = lexer.peek() == '+' ? 1 : -1;
                lexer.at += 2;
                return new Expression.Step(at, postfix(), delta, true);
            }
            if (lexer.peek() == '-' || lexer.peek() == '+') {
                var sign = String.valueOf(lexer.text.charAt(lexer.at++));
                lexer.blanks();
                return new Expression.Unary(at, sign, unary());
            }
            return lexer.peek() == '[' ? castOrType() : postfix();
        } finally {
            lexer.leave();
        }
    }

    private Expression castOrType() {
        int at = lexer.at;
        var type = lexer.typeName();
        if (lexer.looking("::")) {
            return postfixOf(new Expression.TypeName(at, type));
        }
        int before = lexer.at;
        lexer.blanks();
        if (type.equalsIgnoreCase("ordered") && lexer.looking("@{")) {
            return postfixOf(primaries.table(at, true));
        }
        if (starts()
                && lexer.peek() != ','
                && (lexer.peek() != '-' || lexer.dashWord().isEmpty())) {
            return new Expression.Cast(at, type, unary());
        }
        lexer.at = before;
        return new Expression.TypeName(at, type);
    }

    Expression postfix() {
        return postfixOf(primary());
    }

    /** Members, calls, indexes and {@code ++}, none of which may stand behind a blank. */
    private Expression postfixOf(Expression first) {
        var value = first;
        while (true) {
            int at = lexer.at;
            if (lexer.looking("::") || (lexer.peek() == '.' && memberFollows())) {
                boolean fixed = lexer.take("::");
                lexer.at += fixed ? 0 : 1;
                if (fixed && !(value instanceof Expression.TypeName)) {
                    throw lexer.failure(at, "a static member needs a type in brackets");
                }
                value = member(at, value);
            } else if (lexer.peek() == '[') {
                lexer.at++;
                lexer.lines();
                var index = inner();
                lexer.lines();
                lexer.expect("]");
                value = new Expression.Index(at, value, index);
            } else if (lexer.looking("++") || lexer.looking("--")) {
                value = new Expression.Step(at, value, lexer.peek() == '+' ? 1 : -1, false);
                lexer.at += 2;
            } else {
                return value;
            }
        }
    }

    private boolean memberFollows() {
        char next = lexer.peek(1);
        return Lexer.nameStart(next) || next == '$' || next == '\'' || next == '"';
    }

    private Expression member(int at, Expression target) {
        var name = lexer.peek() == '$' || lexer.peek() == '\'' || lexer.peek() == '"'
                ? primary()
                : new Expression.Constant(at, lexer.name("a member name"));
        if (lexer.peek() != '(') {
            return new Expression.Member(at, target, name);
        }
        lexer.at++;
        var arguments = new ArrayList<Expression>();
        lexer.lines();
        while (!lexer.take(")")) {
            arguments.add(withoutComma());
            lexer.lines();
            if (lexer.take(",")) {
                lexer.lines();
            } else if (lexer.peek() != ')') {
                throw lexer.failure(lexer.at, "',' or ')' expected");
            }
        }
        return new Expression.Call(at, target, name, List.copyOf(arguments));
    }

    /** An expression inside brackets, where a comma makes a list again. */
    private Expression inner() {
        boolean before = commaEnds;
        commaEnds = false;
        try {
            return expression();
        } finally {
            commaEnds = before;
        }
    }

    /** Inside any bracket a comma makes a list again. */
    Expression primary() {
        boolean before = commaEnds;
        commaEnds = false;
        try {
            return primaries.primary();
        } finally {
            commaEnds = before;
        }
    }

    Expression variable() {
        return texts.variable();
    }

    Expression expandableWord(String ends) {
        return texts.word(ends);
    }
}
