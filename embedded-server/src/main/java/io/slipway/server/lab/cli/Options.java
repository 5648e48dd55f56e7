package io.slipway.server.lab.cli;

import io.slipway.server.lab.pve.PveError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Parsed arguments in the manner of PVE::CLIHandler: positionals, options with one or two dashes, and what follows
 * {@code --}.
 */
record Options(List<String> positional, Map<String, String> values, List<String> extra) {
    /** Options that may stand without a value, which then is 1. */
    private static final Set<String> BOOLEANS = Set.of(
            "full",
            "purge",
            "destroy-unreferenced-disks",
            "skiplock",
            "forceStop",
            "verbose",
            "current",
            "force",
            "protection",
            "onboot",
            "keepActive",
            "enabled",
            "quiet",
            "nooutput",
            "human-readable",
            "noheader",
            "noborder",
            "errors",
            "template",
            "synchronous",
            "overrule-shutdown",
            "keep-hugepages",
            "pretty");

    static Options parse(List<String> args, Predicate<String> known, String usage) throws PveError {
        var positional = new ArrayList<String>();
        var values = new TreeMap<String, String>();
        for (int i = 0; i < args.size(); i++) {
            var arg = args.get(i);
            if (arg.equals("--")) {
                return new Options(positional, values, List.copyOf(args.subList(i + 1, args.size())));
            }
            if (!arg.startsWith("-") || arg.length() < 2) {
                positional.add(arg);
                continue;
            }
            var name = arg.replaceFirst("^--?", "");
            int equals = name.indexOf('=');
            String value = null;
            if (equals > 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            }
            if (!known.test(name)) {
                throw new PveError("Unknown option: " + name + "\n400 unable to parse option\n" + usage);
            }
            boolean hasNext = i + 1 < args.size();
            if (value == null && BOOLEANS.contains(name)) {
                value = hasNext && args.get(i + 1).matches("0|1|yes|no|true|false|on|off") ? args.get(++i) : "1";
            } else if (value == null && hasNext) {
                value = args.get(++i);
            } else if (value == null) {
                throw new PveError("Option " + name + " requires an argument\n400 unable to parse option\n" + usage);
            }
            values.put(name, value.replaceFirst("^(yes|true|on)$", "1").replaceFirst("^(no|false|off)$", "0"));
        }
        return new Options(positional, values, List.of());
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    String get(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }

    boolean isSet(String name) {
        return "1".equals(values.get(name));
    }

    int number(String name, int fallback) {
        var text = values.get(name);
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : fallback;
    }

    /** The positional argument, or the failure a missing one causes. */
    String at(int index, String usage) throws PveError {
        if (index >= positional.size()) {
            throw new PveError("400 not enough arguments\n" + usage);
        }
        return positional.get(index);
    }

    /** A machine number from 100 to 999999999, as a positional or an option. */
    static int vmid(String parameter, String text) throws PveError {
        if (!text.matches("[1-9][0-9]{2,8}")) {
            throw PveError.Parameter.format(parameter, "value does not look like a valid VM ID");
        }
        return Integer.parseInt(text);
    }
}
