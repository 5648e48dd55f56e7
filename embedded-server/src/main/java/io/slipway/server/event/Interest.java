package io.slipway.server.event;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a subscriber wants to hear of: whole topics, and single objects of others.
 *
 * @param topics heard of whole
 * @param objects ids by topic
 */
public record Interest(Set<Topic> topics, Map<Topic, Set<String>> objects) {
    private static final int MOST_WORDS = 32;
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Map<String, Topic> ONE =
            Map.of("job", Topic.JOBS, "vm", Topic.VMS, "host", Topic.HOSTS, "profile", Topic.PROFILES);

    public Interest {
        topics = Set.copyOf(topics);
        var copy = new EnumMap<Topic, Set<String>>(Topic.class);
        objects.forEach((topic, ids) -> copy.put(topic, Set.copyOf(ids)));
        objects = Map.copyOf(copy);
    }

    /** Everything of the tenant. */
    public static Interest all() {
        return new Interest(EnumSet.allOf(Topic.class), Map.of());
    }

    /** Whole topics. */
    public static Interest of(Topic... topics) {
        return new Interest(Set.of(topics), Map.of());
    }

    /** One job. */
    public static Interest job(String id) {
        return new Interest(Set.of(), Map.of(Topic.JOBS, Set.of(id)));
    }

    /**
     * Reads a list such as {@code job:0190...,vms}: topics by their names, one object as {@code job:}, {@code vm:}, {@code host:}
     * or {@code profile:} and its id.
     *
     * @throws SlipwayException BAD_REQUEST naming the first word that is none
     */
    public static Interest parse(String list) {
        var words = list.split(",", -1);
        if (words.length > MOST_WORDS) {
            throw wrong("more than " + MOST_WORDS + " words");
        }
        var topics = EnumSet.noneOf(Topic.class);
        var objects = new EnumMap<Topic, Set<String>>(Topic.class);
        for (var word : words) {
            int colon = word.indexOf(':');
            var one = colon < 0 ? null : ONE.get(word.substring(0, colon));
            if (one != null && REF.matcher(word.substring(colon + 1)).matches()) {
                objects.computeIfAbsent(one, none -> new HashSet<>()).add(word.substring(colon + 1));
            } else {
                topics.add(Topic.find(word).orElseThrow(() -> wrong("\"" + shown(word) + "\"")));
            }
        }
        return new Interest(topics, objects);
    }

    private static String shown(String word) {
        return word.length() > 40 ? word.substring(0, 40) + "…" : word;
    }

    private static SlipwayException wrong(String what) {
        return Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "The topics cannot be " + what + ".",
                        "Name topics, divided by commas: "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Topic.values())
                                                .map(Topic::word)
                                                .toList())
                                + ", or one object as job:ID, vm:ID, host:ID, profile:ID.")
                .exception();
    }

    /** Whether the subscriber wants to hear of it. */
    public boolean takes(Event event) {
        if (topics.contains(event.topic())) {
            return true;
        }
        if (topics.contains(Topic.AUDIT) && (event.topic() == Topic.SECRETS || event.topic() == Topic.TOKENS)) {
            return true;
        }
        var ids = objects.get(event.topic());
        return ids != null && ids.contains(event.ref());
    }
}
