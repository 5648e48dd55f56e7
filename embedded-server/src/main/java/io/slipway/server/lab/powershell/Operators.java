package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Arithmetic, comparison and text operators (about_Operators and its children). */
final class Operators {
    private static final int LONGEST_RANGE = 100_000;

    private Operators() {}

    static @Nullable Object arithmetic(String operator, @Nullable Object left, @Nullable Object right) {
        if (operator.equals("+")) {
            return plus(left, right);
        }
        if (operator.equals("*") && left instanceof String text) {
            return text.repeat(Conversions.number(right).intValue());
        }
        return numeric(operator, Conversions.number(left), Conversions.number(right));
    }

    private static @Nullable Object plus(@Nullable Object left, @Nullable Object right) {
        if (Values.isList(left)) {
            var sum = Values.elements(left);
            if (right == null) {
                Values.addNullable(sum, null);
            } else {
                sum.addAll(Values.elements(right));
            }
            return sum;
        }
        if (left instanceof String text) {
            return text + Values.text(right);
        }
        if (left instanceof PsTable first && right instanceof PsTable second) {
            var sum = new PsTable();
            first.keys().forEach(key -> sum.put(key, first.get(key)));
            second.keys().forEach(key -> sum.put(key, second.get(key)));
            return sum;
        }
        if (left == null) {
            return right;
        }
        if (left instanceof NetObject object && right instanceof NetObject) {
            return object.call("op_Addition", List.of(right));
        }
        return numeric("+", Conversions.number(left), Conversions.number(right));
    }

    private static Object numeric(String operator, Number left, Number right) {
        if (left instanceof Double || right instanceof Double) {
            return floating(operator, left.doubleValue(), right.doubleValue());
        }
        long a = left.longValue();
        long b = right.longValue();
        if ((operator.equals("/") || operator.equals("%")) && b == 0) {
            throw new NetFailure("DivideByZeroException", "Attempted to divide by zero.");
        }
        try {
            return switch (operator) {
                case "+" -> narrow(Math.addExact(a, b), left, right);
                case "-" -> narrow(Math.subtractExact(a, b), left, right);
                case "*" -> narrow(Math.multiplyExact(a, b), left, right);
                case "/" -> a % b == 0 ? narrow(a / b, left, right) : (Object) ((double) a / b);
                default -> narrow(a % b, left, right);
            };
        } catch (ArithmeticException e) {
            return floating(operator, a, b);
        }
    }

    /** Ints stay ints; a result that does not fit becomes a double (about_Arithmetic_Operators). */
    private static Object narrow(long result, Number left, Number right) {
        if (left instanceof Long || right instanceof Long) {
            return result;
        }
        return result == (int) result ? (Object) (int) result : (Object) (double) result;
    }

    private static Object floating(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> a % b;
        };
    }

    static Object bitwise(String operator, @Nullable Object left, @Nullable Object right) {
        var first = Conversions.number(left);
        long a = first.longValue();
        long b = Conversions.number(right).longValue();
        boolean wide = first instanceof Long;
        return switch (operator) {
            case "band" -> Numbers.narrow(a & b);
            case "bor" -> Numbers.narrow(a | b);
            case "bxor" -> Numbers.narrow(a ^ b);
            case "shl" -> wide ? (Object) (a << (b & 63)) : (Object) ((int) a << (b & 31));
            default -> wide ? (Object) (a >> (b & 63)) : (Object) ((int) a >> (b & 31));
        };
    }

    /** Equality after converting the right side to the left side's type (about_Comparison_Operators). */
    static boolean equal(@Nullable Object left, @Nullable Object right, boolean exact) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        if (left instanceof String text) {
            var other = Values.text(right);
            return exact ? text.equals(other) : text.equalsIgnoreCase(other);
        }
        if (left instanceof Boolean flag) {
            return flag == Values.truth(right);
        }
        if (left instanceof Number number) {
            if (right instanceof String text && (text.isBlank() || Numbers.parse(text) == null)) {
                return text.isBlank() && number.doubleValue() == 0;
            }
            return (right instanceof Number || right instanceof String || right instanceof Boolean)
                    && number.doubleValue() == Conversions.number(right).doubleValue();
        }
        return left.equals(right)
                || (left instanceof NetObject && Values.text(left).equals(Values.text(right)));
    }

    static int order(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String text) {
            return text.compareToIgnoreCase(Values.text(right));
        }
        if (left instanceof NetObject object && right instanceof NetObject) {
            return Conversions.number(object.call("CompareTo", List.of(right))).intValue();
        }
        return Double.compare(
                Conversions.number(left).doubleValue(),
                Conversions.number(right).doubleValue());
    }

    static Pattern regex(String expression, boolean exact) {
        try {
            return Pattern.compile(expression, exact ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException e) {
            throw new NetFailure("ArgumentException", "parsing \"" + expression + "\" - " + e.getDescription());
        }
    }

    /** The pattern of {@code -like} (about_Wildcards): {@code *}, {@code ?} and {@code [a-z]}. */
    static Pattern wildcard(String expression, boolean exact) {
        var regex = new StringBuilder();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            int close = c == '[' ? expression.indexOf(']', i + 2) : -1;
            if (close > 0) {
                regex.append('[')
                        .append(expression
                                .substring(i + 1, close)
                                .replace("\\", "\\\\")
                                .replace("^", "\\^"))
                        .append(']');
                i = close;
            } else if (c == '`' && i + 1 < expression.length()) {
                regex.append(Pattern.quote(String.valueOf(expression.charAt(++i))));
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        int flags = Pattern.DOTALL | (exact ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return Pattern.compile(regex.toString(), flags);
    }

    static Object replace(@Nullable Object left, @Nullable Object right, boolean exact) {
        var pair = Values.elements(right);
        var pattern = regex(pair.isEmpty() ? "" : Values.text(pair.getFirst()), exact);
        var with = pair.size() > 1 ? Values.text(pair.get(1)).replace("\\", "\\\\") : "";
        if (Values.isList(left)) {
            var all = new ArrayList<Object>();
            Values.elements(left)
                    .forEach(one -> all.add(pattern.matcher(Values.text(one)).replaceAll(with)));
            return all;
        }
        return pattern.matcher(Values.text(left)).replaceAll(with);
    }

    static Object split(@Nullable Object left, @Nullable Object right, boolean exact) {
        var parts = new ArrayList<Object>();
        for (var one : Values.elements(left)) {
            parts.addAll(List.of(regex(Values.text(right), exact).split(Values.text(one), -1)));
        }
        return parts;
    }

    static String join(@Nullable Object left, String separator) {
        var parts = new ArrayList<String>();
        Values.elements(left).forEach(one -> parts.add(Values.text(one)));
        return String.join(separator, parts);
    }

    static Object range(@Nullable Object left, @Nullable Object right) {
        int from = Conversions.number(left).intValue();
        int to = Conversions.number(right).intValue();
        if (Math.abs((long) to - from) > LONGEST_RANGE) {
            throw new NetFailure(NetExceptions.RUNTIME, "a range of more than 100000 elements is not supported here");
        }
        var all = new ArrayList<Object>();
        for (int i = from; from <= to ? i <= to : i >= to; i += from <= to ? 1 : -1) {
            all.add(i);
        }
        return all;
    }

    /** {@code -f} with the formats D, X, N0, 00 and no format (composite formatting of .NET). */
    static String format(String pattern, List<Object> arguments) {
        var result = new StringBuilder();
        var matcher = Pattern.compile("\\{\\{|\\}\\}|\\{(\\d{1,3})(?:,(-?\\d{1,3}))?(?::([^}]*))?\\}|[{}]")
                .matcher(pattern);
        int from = 0;
        while (matcher.find()) {
            result.append(pattern, from, matcher.start());
            from = matcher.end();
            if (matcher.group(1) != null) {
                int index = Integer.parseInt(matcher.group(1));
                if (index >= arguments.size()) {
                    throw new NetFailure("FormatException", "Index (zero based) must be less than the argument list.");
                }
                result.append(pad(formatted(arguments.get(index), matcher.group(3)), matcher.group(2)));
            } else if (matcher.group().length() == 2) {
                result.append(matcher.group().charAt(0));
            } else {
                throw new NetFailure("FormatException", "Input string was not in a correct format.");
            }
        }
        return result.append(pattern.substring(from)).toString();
    }

    private static String pad(String text, @Nullable String width) {
        if (width == null) {
            return text;
        }
        int columns = Integer.parseInt(width);
        var blanks = " ".repeat(Math.max(0, Math.abs(columns) - text.length()));
        return columns > 0 ? blanks + text : text + blanks;
    }

    static String formatted(@Nullable Object value, @Nullable String format) {
        if (format == null || format.isEmpty() || value instanceof String) {
            return Values.text(value);
        }
        if (value instanceof NetObject object) {
            return Values.text(object.call("ToString", List.of(format)));
        }
        if (!(value instanceof Number number) || !format.matches("[DdXx][0-9]{0,2}|0+")) {
            throw new NetFailure("FormatException", "the format '" + format + "' is outside the supported subset");
        }
        char kind = format.charAt(0);
        int digits = kind == '0' ? format.length() : format.length() == 1 ? 1 : Integer.parseInt(format.substring(1));
        var base =
                kind == 'x' || kind == 'X' ? Long.toHexString(number.longValue()) : String.valueOf(number.longValue());
        var padded = "0".repeat(Math.max(0, digits - base.length())) + base;
        return kind == 'X' ? padded.toUpperCase(Locale.ROOT) : padded;
    }
}
