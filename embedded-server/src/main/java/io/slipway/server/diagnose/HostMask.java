package io.slipway.server.diagnose;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts {@code host-1}, {@code address-1} and {@code node-1} in the place of the hosts' own names. Thread-safe. */
final class HostMask {
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private final Map<String, String> stands = new HashMap<>();
    private final Pattern pattern;

    /** What a host is called. */
    record Names(String name, String address, String node) {}

    HostMask(List<Names> hosts) {
        int number = 1;
        for (var host : hosts) {
            put(host.address(), "address-" + number);
            put(host.node(), "node-" + number);
            // A host that is called as its node is: the operator's name for it wins.
            put(host.name(), "host-" + number);
            number++;
        }
        var words = stands.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        this.pattern =
                words.isEmpty() ? NOTHING : Pattern.compile("(?i)(?<![A-Za-z0-9])(?:" + words + ")(?![A-Za-z0-9])");
    }

    private void put(String word, String stand) {
        if (!word.isBlank()) {
            stands.put(word.toLowerCase(Locale.ROOT), stand);
        }
    }

    String clean(String text) {
        return pattern.matcher(text).replaceAll(this::stand);
    }

    private String stand(MatchResult match) {
        return stands.getOrDefault(match.group().toLowerCase(Locale.ROOT), "host");
    }
}
