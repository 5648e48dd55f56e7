package io.slipway.server.lab.sh;

import io.slipway.server.lab.sh.Syntax.Arithmetic;
import io.slipway.server.lab.sh.Syntax.Parameter;
import io.slipway.server.lab.sh.Syntax.Part;
import io.slipway.server.lab.sh.Syntax.Substitution;
import io.slipway.server.lab.sh.Syntax.SyntaxError;
import io.slipway.server.lab.sh.Syntax.Text;
import io.slipway.server.lab.sh.Syntax.Word;
import java.util.ArrayList;
import java.util.List;

/** Characters to words: quoting and expansions of POSIX XCU 2.2 and 2.6, plus bash's {@code $'...'}. */
final class Scanner {
    private static final String META = ";&|<>() \t\n";
    private static final char END = '\0';

    private final String text;
    private final boolean bash;
    private int at;

    Scanner(String text, boolean bash) {
        this.text = text;
        this.bash = bash;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return peekAt(0);
    }

    char peekAt(int offset) {
        return at + offset < text.length() ? text.charAt(at + offset) : END;
    }

    char next() {
        return atEnd() ? END : text.charAt(at++);
    }

    boolean accept(String token) {
        boolean there = text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    void expect(char wanted) throws SyntaxError {
        skipBlankLines();
        if (next() != wanted) {
            at--;
            throw unexpected();
        }
    }

    SyntaxError unexpected() {
        return new SyntaxError(
                atEnd() ? "Syntax error: end of file unexpected" : "Syntax error: \"" + peek() + "\" unexpected");
    }

    void skipBlanks() {
        while (true) {
            if (peek() == ' ' || peek() == '\t') {
                at++;
            } else if (peek() == '\\' && peekAt(1) == '\n') {
                at += 2;
            } else if (peek() == '#' && (at == 0 || META.indexOf(text.charAt(at - 1)) >= 0)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    void skipBlankLines() {
        skipBlanks();
        while (peek() == '\n') {
            at++;
            skipBlanks();
        }
    }

    boolean atEndOfCommand() {
        return atEnd() || ";&|)\n".indexOf(peek()) >= 0;
    }

    /** The unquoted word ahead, or an empty string. */
    String peekKeyword() {
        int end = at;
        while (end < text.length() && META.indexOf(text.charAt(end)) < 0) {
            if ("'\"\\$".indexOf(text.charAt(end)) >= 0) {
                return "";
            }
            end++;
        }
        return text.substring(at, end);
    }

    boolean acceptKeyword(String word) {
        skipBlanks();
        boolean there = peekKeyword().equals(word);
        at += there ? word.length() : 0;
        return there;
    }

    Word word() throws SyntaxError {
        int start = at;
        var parts = new ArrayList<Part>();
        var plain = new StringBuilder();
        while (!atEnd() && META.indexOf(peek()) < 0) {
            char c = next();
            if (c == '\\') {
                flush(plain, parts);
                parts.add(new Text(String.valueOf(next()), true));
            } else if (c == '\'') {
                flush(plain, parts);
                parts.add(new Text(until('\''), true));
            } else if (c == '"') {
                flush(plain, parts);
                doubleQuoted(parts);
            } else if (c == '$' && bash && peek() == '\'') {
                flush(plain, parts);
                at++;
                parts.add(new Text(ansiQuoted(), true));
            } else if (c == '$' && startsExpansion()) {
                flush(plain, parts);
                parts.add(expansion(false));
            } else if (c == '`') {
                throw new SyntaxError("back-quotes are outside the subset");
            } else {
                plain.append(c);
            }
        }
        flush(plain, parts);
        if (parts.isEmpty()) {
            throw unexpected();
        }
        return new Word(List.copyOf(parts), text.substring(start, at));
    }

    private static void flush(StringBuilder plain, List<Part> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Text(plain.toString(), false));
            plain.setLength(0);
        }
    }

    private String until(char quote) throws SyntaxError {
        int end = text.indexOf(quote, at);
        if (end < 0) {
            throw new SyntaxError("Syntax error: Unterminated quoted string");
        }
        var inside = text.substring(at, end);
        at = end + 1;
        return inside;
    }

    private void doubleQuoted(List<Part> parts) throws SyntaxError {
        var plain = new StringBuilder();
        while (true) {
            if (atEnd()) {
                throw new SyntaxError("Syntax error: Unterminated quoted string");
            }
            char c = next();
            if (c == '"') {
                parts.add(new Text(plain.toString(), true));
                return;
            } else if (c == '\\' && "$`\"\\\n".indexOf(peek()) >= 0) {
                char escaped = next();
                plain.append(escaped == '\n' ? "" : String.valueOf(escaped));
            } else if (c == '$' && startsExpansion()) {
                parts.add(new Text(plain.toString(), true));
                plain.setLength(0);
                parts.add(expansion(true));
            } else if (c == '`') {
                throw new SyntaxError("back-quotes are outside the subset");
            } else {
                plain.append(c);
            }
        }
    }

    private String ansiQuoted() throws SyntaxError {
        var plain = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '\'') {
                return plain.toString();
            } else if (c == END && atEnd()) {
                throw new SyntaxError("Syntax error: Unterminated quoted string");
            } else if (c == '\\') {
                char escaped = next();
                plain.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> escaped;
                        });
            } else {
                plain.append(c);
            }
        }
    }

    private boolean startsExpansion() {
        char c = peek();
        return Character.isLetterOrDigit(c) || c == '_' || "{(?$!#@*".indexOf(c) >= 0;
    }

    private Part expansion(boolean quoted) throws SyntaxError {
        if (accept("((")) {
            int end = text.indexOf("))", at);
            if (end < 0) {
                throw unexpected();
            }
            var inner = new Scanner(text.substring(at, end).replaceAll("\\s+", ""), bash);
            at = end + 2;
            return new Arithmetic(inner.word(), quoted);
        }
        if (accept("(")) {
            var body = Parser.nested(this);
            expect(')');
            return new Substitution(body, quoted);
        }
        if (accept("{")) {
            return braced(quoted);
        }
        if ("?$!#@*".indexOf(peek()) >= 0 || Character.isDigit(peek())) {
            return new Parameter(String.valueOf(next()), null, quoted);
        }
        return new Parameter(name(), null, quoted);
    }

    private Part braced(boolean quoted) throws SyntaxError {
        var name = "?$!#@*".indexOf(peek()) >= 0 ? String.valueOf(next()) : name();
        if (accept("}")) {
            return new Parameter(name, null, quoted);
        }
        if (!accept(":-")) {
            throw new SyntaxError("Bad substitution");
        }
        var inside = until('}');
        var fallback = inside.isEmpty()
                ? new Word(List.of(new Text("", true)), "")
                : new Scanner("\"" + inside.replace("\"", "") + "\"", bash).word();
        return new Parameter(name, fallback, quoted);
    }

    private String name() {
        int start = at;
        while (Character.isLetterOrDigit(peek()) || peek() == '_') {
            at++;
        }
        return text.substring(start, at);
    }
}
