package io.slipway.server.web.live;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.event.Interest;
import io.slipway.server.event.Topic;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** What a client says on the events' socket (requirements D.3). Anything else is {@link Wrong}, never an exception. */
sealed interface ClientMessage {
    /** Wants to hear of a topic. */
    record Subscribe(String topic) implements ClientMessage {}

    /** No longer wants to. */
    record Unsubscribe(String topic) implements ClientMessage {}

    /** Is there. */
    record Ping() implements ClientMessage {}

    /** Is none of these. */
    record Wrong(String why) implements ClientMessage {}

    /** Longest message in bytes and characters. */
    int LONGEST = 8 << 10;

    /** The topics of the socket. */
    Map<String, Set<Topic>> TOPICS = Map.of(
            "notifications", Set.of(Topic.NOTIFICATIONS),
            "jobs", Set.of(Topic.JOBS),
            "inventory", Set.of(Topic.VMS, Topic.HOSTS),
            "all", Set.of(Topic.NOTIFICATIONS, Topic.JOBS, Topic.VMS, Topic.HOSTS));

    /** One job. */
    Pattern ONE_JOB = Pattern.compile("jobs:([A-Za-z0-9][A-Za-z0-9._-]{0,99})");

    static ClientMessage parse(String text) {
        if (text.length() > LONGEST) {
            return new Wrong("The message is longer than " + LONGEST + " characters.");
        }
        try {
            return Json.parse(text) instanceof ObjectNode object
                    ? parse(object)
                    : new Wrong("A message is a JSON object.");
        } catch (JacksonException | SlipwayException e) {
            return new Wrong("The message is not valid JSON.");
        }
    }

    private static ClientMessage parse(ObjectNode object) {
        return switch (object.path("type").asString("")) {
            case "ping" -> object.size() == 1 ? new Ping() : new Wrong("A ping has no other members.");
            case "subscribe" -> topic(object).<ClientMessage>map(Subscribe::new).orElseGet(ClientMessage::noTopic);
            case "unsubscribe" ->
                topic(object).<ClientMessage>map(Unsubscribe::new).orElseGet(ClientMessage::noTopic);
            default -> new Wrong("The type must be subscribe, unsubscribe or ping.");
        };
    }

    private static Wrong noTopic() {
        return new Wrong("The one other member is topic: notifications, jobs, jobs:ID, inventory or all.");
    }

    private static Optional<String> topic(ObjectNode object) {
        var topic = object.path("topic");
        return object.size() == 2 && topic.isString()
                ? Optional.of(topic.stringValue())
                        .filter(name -> TOPICS.containsKey(name)
                                || ONE_JOB.matcher(name).matches())
                : Optional.empty();
    }

    /** What the topics of a socket stand for. */
    static Interest interest(Set<String> names) {
        var topics = EnumSet.noneOf(Topic.class);
        var jobs = new HashSet<String>();
        for (var name : names) {
            var one = ONE_JOB.matcher(name);
            if (one.matches()) {
                jobs.add(one.group(1));
            } else {
                topics.addAll(TOPICS.getOrDefault(name, Set.of()));
            }
        }
        return new Interest(topics, jobs.isEmpty() ? Map.of() : Map.of(Topic.JOBS, jobs));
    }
}
