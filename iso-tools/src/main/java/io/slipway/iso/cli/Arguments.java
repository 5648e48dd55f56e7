package io.slipway.iso.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A parsed command line: words, options with a value, and switches. */
final class Arguments {
    /** The command line cannot be understood. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    private final Deque<String> words = new ArrayDeque<>();
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> switches = new HashSet<>();

    Arguments(List<String> arguments, Set<String> withValue, Set<String> withoutValue) {
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (argument.startsWith("--") && equals > 0 && withValue.contains(argument.substring(0, equals))) {
                put(argument.substring(0, equals), argument.substring(equals + 1));
            } else if (withValue.contains(argument)) {
                if (++i == arguments.size()) {
                    throw new UsageException(argument + " needs a value.");
                }
                put(argument, arguments.get(i));
            } else if (withoutValue.contains(argument)) {
                switches.add(argument);
            } else if (argument.startsWith("-") && argument.length() > 1) {
                unknown.add(argument);
            } else {
                words.add(argument);
            }
        }
        if (!unknown.isEmpty()) {
            throw new UsageException("Unknown option: " + String.join(", ", unknown) + ".");
        }
    }

    private void put(String option, String value) {
        if (values.put(option, value) != null) {
            throw new UsageException(option + " was given twice.");
        }
    }

    String word(String what) {
        String word = words.poll();
        if (word == null) {
            throw new UsageException(what + " is missing.");
        }
        return word;
    }

    Optional<String> nextWord() {
        return Optional.ofNullable(words.poll());
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    boolean has(String option) {
        return switches.contains(option);
    }

    void end() {
        if (!words.isEmpty()) {
            throw new UsageException("Unexpected: " + String.join(" ", words) + ".");
        }
    }
}
