package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Methods of System.String. */
final class TextMethods {
    private TextMethods() {}

    static @Nullable Object call(String self, String name, List<Object> arguments) {
        var first = arguments.isEmpty() ? "" : Values.text(arguments.getFirst());
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "tolower", "tolowerinvariant" -> self.toLowerCase(Locale.ROOT);
            case "toupper", "toupperinvariant" -> self.toUpperCase(Locale.ROOT);
            case "trim" -> trim(self, arguments, true, true);
            case "trimstart" -> trim(self, arguments, true, false);
            case "trimend" -> trim(self, arguments, false, true);
            case "startswith" -> self.regionMatches(ignoresCase(arguments), 0, first, 0, first.length());
            case "endswith" ->
                self.regionMatches(ignoresCase(arguments), self.length() - first.length(), first, 0, first.length());
            case "contains" -> self.contains(first);
            case "indexof" -> self.indexOf(first);
            case "lastindexof" -> self.lastIndexOf(first);
            case "replace" -> self.replace(first, Values.text(arguments.get(1)));
            case "split" -> new ArrayList<Object>(List.of(self.split(separators(arguments), -1)));
            case "substring" -> substring(self, arguments);
            case "padleft" -> pad(self, arguments) + self;
            case "padright" -> self + pad(self, arguments);
            case "equals" -> self.equals(first);
            case "tostring" -> self;
            case "gettype" -> new NetObject("String").call("GetType", List.of());
            default -> throw Members.noMethod("String", name);
        };
    }

    /** The overloads with a StringComparison. */
    private static boolean ignoresCase(List<Object> arguments) {
        return arguments.size() > 1 && Values.text(arguments.get(1)).equals("OrdinalIgnoreCase");
    }

    private static Object substring(String self, List<Object> arguments) {
        int from = Conversions.number(arguments.getFirst()).intValue();
        int to = arguments.size() > 1
                ? from + Conversions.number(arguments.get(1)).intValue()
                : self.length();
        if (from < 0 || to < from || to > self.length()) {
            throw new NetFailure(
                    "ArgumentOutOfRangeException", "Index and length must refer to a location within the string.");
        }
        return self.substring(from, to);
    }

    private static String pad(String self, List<Object> arguments) {
        int width = Conversions.number(arguments.getFirst()).intValue();
        var fill = arguments.size() > 1 ? Values.text(arguments.get(1)) : " ";
        return fill.substring(0, 1).repeat(Math.max(0, width - self.length()));
    }

    /** Every character of every argument separates, as String.Split(char[]) does. */
    private static String separators(List<Object> arguments) {
        var all = new StringBuilder();
        for (var argument : arguments) {
            Values.elements(argument).forEach(one -> all.append(Values.text(one)));
        }
        return all.isEmpty() ? "\\s" : "[" + Pattern.quote(all.toString()) + "]";
    }

    private static String trim(String self, List<Object> arguments, boolean start, boolean end) {
        var characters = new StringBuilder();
        for (var argument : arguments) {
            Values.elements(argument).forEach(one -> characters.append(Values.text(one)));
        }
        int from = 0;
        int to = self.length();
        while (start && from < to && cut(self.charAt(from), characters)) {
            from++;
        }
        while (end && to > from && cut(self.charAt(to - 1), characters)) {
            to--;
        }
        return self.substring(from, to);
    }

    private static boolean cut(char c, CharSequence characters) {
        return characters.isEmpty()
                ? Character.isWhitespace(c)
                : characters.chars().anyMatch(one -> one == c);
    }
}
