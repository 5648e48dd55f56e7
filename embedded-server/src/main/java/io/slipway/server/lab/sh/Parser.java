package io.slipway.server.lab.sh;

import io.slipway.server.lab.sh.Syntax.AndOr;
import io.slipway.server.lab.sh.Syntax.Assignment;
import io.slipway.server.lab.sh.Syntax.Branch;
import io.slipway.server.lab.sh.Syntax.Command;
import io.slipway.server.lab.sh.Syntax.For;
import io.slipway.server.lab.sh.Syntax.Group;
import io.slipway.server.lab.sh.Syntax.If;
import io.slipway.server.lab.sh.Syntax.Item;
import io.slipway.server.lab.sh.Syntax.Link;
import io.slipway.server.lab.sh.Syntax.Pipeline;
import io.slipway.server.lab.sh.Syntax.Redirect;
import io.slipway.server.lab.sh.Syntax.Sequence;
import io.slipway.server.lab.sh.Syntax.Simple;
import io.slipway.server.lab.sh.Syntax.SyntaxError;
import io.slipway.server.lab.sh.Syntax.Text;
import io.slipway.server.lab.sh.Syntax.While;
import io.slipway.server.lab.sh.Syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A recursive-descent parser of the shell subset. */
final class Parser {
    private static final Set<String> CLOSERS = Set.of("then", "else", "elif", "fi", "do", "done", "}");
    private static final Pattern ASSIGNMENT = Pattern.compile("^([A-Za-z_][A-Za-z0-9_]*)=");
    private static final int MAX_DEPTH = 40;

    private final Scanner in;
    private int depth;

    private Parser(Scanner in) {
        this.in = in;
    }

    /** @throws SyntaxError when the text is not in the subset */
    static Sequence parse(String text, boolean bash) throws SyntaxError {
        var parser = new Parser(new Scanner(text, bash));
        var sequence = parser.sequence();
        if (!parser.in.atEnd()) {
            throw parser.in.unexpected();
        }
        return sequence;
    }

    /** Parses up to the closing parenthesis of {@code $(}, which it leaves. */
    static Sequence nested(Scanner in) throws SyntaxError {
        return new Parser(in).sequence();
    }

    private Sequence sequence() throws SyntaxError {
        if (++depth > MAX_DEPTH) {
            throw new SyntaxError("too deeply nested");
        }
        var items = new ArrayList<Item>();
        in.skipBlankLines();
        while (!in.atEnd() && in.peek() != ')' && !CLOSERS.contains(in.peekKeyword())) {
            var list = andOr();
            in.skipBlanks();
            boolean background = in.peek() == '&' && in.peekAt(1) != '&';
            if (background || in.peek() == ';' || in.peek() == '\n') {
                in.next();
            } else if (!in.atEnd() && in.peek() != ')') {
                throw in.unexpected();
            }
            items.add(new Item(list, background));
            in.skipBlankLines();
        }
        depth--;
        return new Sequence(items);
    }

    private AndOr andOr() throws SyntaxError {
        var first = pipeline();
        var rest = new ArrayList<Link>();
        while (true) {
            in.skipBlanks();
            if (in.accept("&&")) {
                in.skipBlankLines();
                rest.add(new Link(true, pipeline()));
            } else if (in.accept("||")) {
                in.skipBlankLines();
                rest.add(new Link(false, pipeline()));
            } else {
                return new AndOr(first, rest);
            }
        }
    }

    private Pipeline pipeline() throws SyntaxError {
        in.skipBlanks();
        boolean negated = in.acceptKeyword("!");
        var commands = new ArrayList<Command>();
        commands.add(command());
        in.skipBlanks();
        while (in.peek() == '|' && in.peekAt(1) != '|') {
            in.next();
            in.skipBlankLines();
            commands.add(command());
            in.skipBlanks();
        }
        return new Pipeline(negated, commands);
    }

    private Command command() throws SyntaxError {
        in.skipBlanks();
        if (in.peek() == '(') {
            in.next();
            var body = sequence();
            in.expect(')');
            return new Group(true, body, redirects());
        }
        return switch (in.peekKeyword()) {
            case "if" -> conditional();
            case "for" -> loop();
            case "while", "until" -> repeat();
            case "{" -> {
                in.acceptKeyword("{");
                var body = sequence();
                keyword("}");
                yield new Group(false, body, redirects());
            }
            default -> simple();
        };
    }

    private If conditional() throws SyntaxError {
        in.acceptKeyword("if");
        var branches = new ArrayList<Branch>();
        Sequence otherwise = null;
        var condition = sequence();
        keyword("then");
        branches.add(new Branch(condition, sequence()));
        while (in.acceptKeyword("elif")) {
            condition = sequence();
            keyword("then");
            branches.add(new Branch(condition, sequence()));
        }
        if (in.acceptKeyword("else")) {
            otherwise = sequence();
        }
        keyword("fi");
        return new If(branches, otherwise, redirects());
    }

    private For loop() throws SyntaxError {
        in.acceptKeyword("for");
        in.skipBlanks();
        var variable = in.word().bare();
        in.skipBlanks();
        keyword("in");
        var words = new ArrayList<Word>();
        in.skipBlanks();
        while (!in.atEnd() && in.peek() != ';' && in.peek() != '\n') {
            words.add(in.word());
            in.skipBlanks();
        }
        in.next();
        in.skipBlankLines();
        keyword("do");
        var body = sequence();
        keyword("done");
        return new For(variable, words, body, redirects());
    }

    private While repeat() throws SyntaxError {
        boolean until = in.acceptKeyword("until");
        if (!until) {
            in.acceptKeyword("while");
        }
        var condition = sequence();
        keyword("do");
        var body = sequence();
        keyword("done");
        return new While(until, condition, body, redirects());
    }

    private void keyword(String word) throws SyntaxError {
        in.skipBlankLines();
        if (!in.acceptKeyword(word)) {
            throw in.unexpected();
        }
    }

    private Simple simple() throws SyntaxError {
        var assignments = new ArrayList<Assignment>();
        var words = new ArrayList<Word>();
        var redirects = new ArrayList<Redirect>();
        in.skipBlanks();
        while (!in.atEndOfCommand()) {
            var redirect = redirect();
            if (redirect != null) {
                redirects.add(redirect);
            } else {
                var word = in.word();
                var assignment = words.isEmpty() ? assignment(word) : null;
                if (assignment != null) {
                    assignments.add(assignment);
                } else {
                    words.add(word);
                }
            }
            in.skipBlanks();
        }
        if (assignments.isEmpty() && words.isEmpty() && redirects.isEmpty()) {
            throw in.unexpected();
        }
        return new Simple(assignments, words, redirects);
    }

    private static @Nullable Assignment assignment(Word word) {
        if (!(word.parts().getFirst() instanceof Text text) || text.quoted()) {
            return null;
        }
        var match = ASSIGNMENT.matcher(text.text());
        if (!match.find()) {
            return null;
        }
        var parts = new ArrayList<Syntax.Part>();
        parts.add(new Text(text.text().substring(match.end()), false));
        parts.addAll(word.parts().subList(1, word.parts().size()));
        return new Assignment(match.group(1), new Word(parts, word.source()));
    }

    private List<Redirect> redirects() throws SyntaxError {
        var redirects = new ArrayList<Redirect>();
        in.skipBlanks();
        for (var redirect = redirect(); redirect != null; redirect = redirect()) {
            redirects.add(redirect);
            in.skipBlanks();
        }
        return redirects;
    }

    private @Nullable Redirect redirect() throws SyntaxError {
        int descriptor = -1;
        if (Character.isDigit(in.peek()) && (in.peekAt(1) == '>' || in.peekAt(1) == '<')) {
            descriptor = in.next() - '0';
        }
        if (in.accept("<<")) {
            throw new SyntaxError("here-documents are outside the subset");
        }
        for (var operator : List.of(">>", ">&", "<", ">")) {
            if (in.accept(operator)) {
                in.skipBlanks();
                int fallback = operator.equals("<") ? 0 : 1;
                return new Redirect(descriptor < 0 ? fallback : descriptor, operator, in.word());
            }
        }
        return null;
    }
}
