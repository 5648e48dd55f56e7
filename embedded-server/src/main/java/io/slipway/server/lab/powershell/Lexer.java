package io.slipway.server.lab.powershell;

import java.util.Locale;
import java.util.Set;

/**
 * Reads characters and words of a script. PowerShell has two ways to read the same characters (about_Parsing); the parsers
 * know which one applies and ask for what may come.
 */
final class Lexer {
    /** Operators of about_Operators that start with a dash and take two operands, without their c/i prefix. */
    static final Set<String> COMPARISONS = Set.of(
            "eq",
            "ne",
            "gt",
            "ge",
            "lt",
            "le",
            "like",
            "notlike",
            "match",
            "notmatch",
            "contains",
            "notcontains",
            "in",
            "notin",
            "replace",
            "split",
            "join",
            "is",
            "isnot",
            "as");

    private static final int DEEPEST = 200;

    final Source source;
    final String text;
    int at;
    private int depth;

    Lexer(Source source) {
        this.source = source;
        this.text = source.text();
    }

    ScriptException failure(int offset, String message) {
        return source.failure(offset, message);
    }

    /** Bounds the recursion of the parsers, so that a hostile text cannot exhaust the stack. */
    void enter() {
        if (++depth > DEEPEST) {
            throw failure(at, "nested too deeply");
        }
    }

    void leave() {
        depth--;
    }

    boolean end() {
        return at >= text.length();
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    boolean looking(String expected) {
        return text.startsWith(expected, at);
    }

    boolean take(String expected) {
        if (!looking(expected)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    void expect(String expected) {
        if (!take(expected)) {
            throw failure(at, "'" + expected + "' expected");
        }
    }

    /** Blanks, comments and line continuations. */
    void blanks() {
        while (!end()) {
            char c = peek();
            if (c == ' ' || c == '\t' || c == '\f' || c == '\u00a0') {
                at++;
            } else if (c == '`' && peek(1) == '\n') {
                at += 2;
            } else if (looking("<#")) {
                int close = text.indexOf("#>", at + 2);
                if (close < 0) {
                    throw failure(at, "the comment has no end");
                }
                at = close + 2;
            } else if (c == '#') {
                int close = text.indexOf('\n', at);
                at = close < 0 ? text.length() : close;
            } else {
                return;
            }
        }
    }

    /** Blanks and line ends. */
    void lines() {
        blanks();
        while (peek() == '\n' && !end()) {
            at++;
            blanks();
        }
    }

    /** Blanks, line ends and semicolons. */
    void separators() {
        lines();
        while (peek() == ';') {
            at++;
            lines();
        }
    }

    static boolean nameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    static boolean namePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** The word at this place in lower case, or an empty text; does not move. */
    String word() {
        int close = at;
        while (close < text.length() && (namePart(text.charAt(close)) || (text.charAt(close) == '-' && close > at))) {
            close++;
        }
        return close > at && nameStart(peek()) ? text.substring(at, close).toLowerCase(Locale.ROOT) : "";
    }

    /** Takes a keyword if it stands here as a whole word. */
    boolean keyword(String expected) {
        if (!word().equals(expected)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    String name(String what) {
        int start = at;
        while (namePart(peek())) {
            at++;
        }
        if (at == start) {
            throw failure(at, what + " expected");
        }
        return text.substring(start, at);
    }

    /** The operator behind a dash in lower case, such as {@code eq}, or an empty text; does not move. */
    String dashWord() {
        if (peek() != '-' || !Character.isLetter(peek(1))) {
            return "";
        }
        int close = at + 1;
        while (close < text.length() && Character.isLetter(text.charAt(close))) {
            close++;
        }
        return text.substring(at + 1, close).toLowerCase(Locale.ROOT);
    }

    /** The name inside {@code [...]}, for example {@code string[]} or {@code Net.IPAddress}. */
    String typeName() {
        int start = at;
        expect("[");
        int open = 1;
        while (open > 0) {
            char c = peek();
            if (end() || !(namePart(c) || c == '.' || c == '[' || c == ']' || c == ',' || c == ' ' || c == '+')) {
                throw failure(start, "a type name in brackets expected");
            }
            open += c == '[' ? 1 : c == ']' ? -1 : 0;
            at++;
        }
        return text.substring(start + 1, at - 1).trim();
    }

    /** A single-quoted text; two quotes stand for one (about_Quoting_Rules). */
    String verbatim() {
        int start = at;
        expect("'");
        var value = new StringBuilder();
        while (true) {
            if (end()) {
                throw failure(start, "the text has no closing quote");
            }
            char c = text.charAt(at++);
            if (c == '\'' && peek() != '\'') {
                return value.toString();
            }
            if (c == '\'') {
                at++;
            }
            value.append(c);
        }
    }

    /** A single-quoted here-string: everything between the line of {@code @'} and the line that starts with {@code '@}. */
    String verbatimHere() {
        int start = at;
        int from = hereBody("@'");
        int close = text.indexOf("\n'@", from - 1);
        if (close < 0) {
            throw failure(start, "the here-string has no end");
        }
        at = close + 3;
        return close < from ? "" : text.substring(from, close);
    }

    /** The offset of the first line of a here-string's body. */
    int hereBody(String opening) {
        int start = at;
        expect(opening);
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
        if (peek() != '\n') {
            throw failure(start, "a here-string starts on the line after its opening");
        }
        return ++at;
    }

    /** What a backtick and the following character stand for (about_Special_Characters); moves behind both. */
    char escape() {
        at++;
        if (end()) {
            throw failure(at - 1, "a backtick at the end of the script");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '0' -> '\0';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> '\u000b';
            default -> c;
        };
    }
}
