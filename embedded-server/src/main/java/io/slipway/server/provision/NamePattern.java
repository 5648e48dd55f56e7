package io.slipway.server.provision;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes and checks the names of an order's VMs. */
public final class NamePattern {
    private static final Pattern NUMBER = Pattern.compile("\\{n(?::0?([1-5]))?}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final int NETBIOS = 15;

    private NamePattern() {}

    /**
     * The names of an order.
     *
     * @param windows whether the VM's name must also do as a Windows computer name
     * @throws io.slipway.server.base.SlipwayException INVALID_NAME naming each wrong one
     */
    public static List<String> names(ProvisionOrder order, boolean windows) {
        var names = order.names().isEmpty() ? expand(order) : order.names();
        var errors = new ArrayList<FieldError>();
        var seen = new HashSet<String>();
        for (int i = 0; i < names.size(); i++) {
            var mistake = mistake(names.get(i), windows, seen);
            if (mistake != null) {
                errors.add(new FieldError(order.names().isEmpty() ? "/name_pattern" : "/names/" + i, mistake));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.of(
                            ProblemCode.INVALID_NAME,
                            "A VM cannot have this name: " + errors.getFirst().message() + ".",
                            errors)
                    .exception();
        }
        return names;
    }

    private static @org.jspecify.annotations.Nullable String mistake(
            String name, boolean windows, HashSet<String> seen) {
        if (!NAME.matcher(name).matches()) {
            return "\"" + printable(name) + "\" is not 1 to 63 letters, digits or hyphens without a hyphen at its ends";
        }
        if (windows && name.length() > NETBIOS) {
            return "\"" + name + "\" has " + name.length() + " characters; Windows takes 15";
        }
        if (windows && name.chars().allMatch(Character::isDigit)) {
            return "\"" + name + "\" has only digits, which Windows refuses";
        }
        return seen.add(name.toLowerCase(Locale.ROOT)) ? null : "\"" + name + "\" occurs twice in the order";
    }

    private static String printable(String name) {
        var text = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static List<String> expand(ProvisionOrder order) {
        var pattern = order.namePattern().orElseThrow();
        var matcher = NUMBER.matcher(pattern);
        boolean numbered = matcher.find();
        int total = order.total();
        if (!numbered && total > 1) {
            pattern = pattern + "-{n}";
            matcher = NUMBER.matcher(pattern);
            numbered = matcher.find();
        }
        if (!numbered) {
            return List.of(pattern);
        }
        int first = order.firstNumber().orElse(1);
        var names = new ArrayList<String>();
        for (int n = first; n < first + total; n++) {
            names.add(NUMBER.matcher(pattern).replaceAll(number(matcher, n)));
        }
        return names;
    }

    private static String number(Matcher matcher, int n) {
        var digits = matcher.group(1);
        return digits == null ? Integer.toString(n) : String.format(Locale.ROOT, "%0" + digits + "d", n);
    }
}
