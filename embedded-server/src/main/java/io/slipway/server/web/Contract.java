package io.slipway.server.web;

import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a route takes, answers and refuses: the part of its declaration that the API's description is made from.
 *
 * <p>Schemas are named; the package {@code web.openapi} has them. What every route shares (a missing token, too many requests)
 * is not repeated here.
 *
 * @param id group and name, such as {@code hosts.list}; never changed once published, for clients are generated from it
 * @param takes the request's body, empty when the route reads none
 * @param replies what it answers when it did its work
 * @param refuses problems of this route's own
 */
public record Contract(String id, Optional<Body> takes, List<Reply> replies, Set<ProblemCode> refuses) {
    /** Media type of most bodies and answers. */
    public static final String JSON = "application/json";

    /** Media type of messages that go on until one side ends it (WHATWG HTML, section 9.2). */
    public static final String EVENT_STREAM = "text/event-stream";

    /** A route that nobody described yet. */
    public static final Contract NONE = new Contract("", Optional.empty(), List.of(), Set.of());

    public Contract {
        replies = List.copyOf(replies);
        var sorted = EnumSet.noneOf(ProblemCode.class);
        sorted.addAll(refuses);
        refuses = Collections.unmodifiableSet(sorted);
    }

    /**
     * A request's body.
     *
     * @param schema name of its schema, empty for a file
     * @param required whether it may be left out
     */
    public record Body(String mediaType, Optional<String> schema, boolean required) {}

    /**
     * An answer.
     *
     * @param mediaType empty for an answer without a body
     * @param schema name of its schema, empty for a file
     * @param headers names of the headers it has besides those of every answer
     */
    public record Reply(int status, Optional<String> mediaType, Optional<String> schema, Set<String> headers) {
        public Reply {
            headers = Collections.unmodifiableSet(new TreeSet<>(headers));
        }
    }

    /** A described route. */
    public static Contract of(String id) {
        return NONE.as(id);
    }

    /** The same under this id. */
    public Contract as(String newId) {
        return new Contract(newId, takes, replies, refuses);
    }

    /** Takes a JSON document of this schema. */
    public Contract takes(String schema) {
        return taking(new Body(JSON, Optional.of(schema), true));
    }

    /** Takes a JSON document of this schema, or no body at all. */
    public Contract mayTake(String schema) {
        return taking(new Body(JSON, Optional.of(schema), false));
    }

    /** Takes a file. */
    public Contract takesFile(String mediaType) {
        return taking(new Body(mediaType, Optional.empty(), true));
    }

    private Contract taking(Body body) {
        return new Contract(id, Optional.of(body), replies, refuses);
    }

    /** Answers 200 with a JSON document of this schema. */
    public Contract answers(String schema) {
        return answers(200, schema);
    }

    /** Answers a JSON document of this schema. */
    public Contract answers(int status, String schema) {
        return replying(new Reply(status, Optional.of(JSON), Optional.of(schema), Set.of()));
    }

    /** Answers 200 with something that is no JSON. */
    public Contract sends(String mediaType) {
        return sends(200, mediaType);
    }

    /** Answers something that is no JSON. */
    public Contract sends(int status, String mediaType) {
        return replying(new Reply(status, Optional.of(mediaType), Optional.empty(), Set.of()));
    }

    /** Answers 200 with messages of this schema, until one side ends it. */
    public Contract streams(String schema) {
        return replying(new Reply(200, Optional.of(EVENT_STREAM), Optional.of(schema), Set.of()));
    }

    /** Whether an answer of it does not end by itself. */
    public boolean endless() {
        return replies.stream().anyMatch(reply -> reply.mediaType().equals(Optional.of(EVENT_STREAM)));
    }

    /** Answers without a body. */
    public Contract answersNothing(int status) {
        return replying(new Reply(status, Optional.empty(), Optional.empty(), Set.of()));
    }

    /** The latest answer comes with these headers. */
    public Contract headers(String... names) {
        var more = new ArrayList<>(replies);
        var last = more.removeLast();
        more.add(new Reply(last.status(), last.mediaType(), last.schema(), Set.of(names)));
        return new Contract(id, takes, more, refuses);
    }

    private Contract replying(Reply reply) {
        var more = new ArrayList<>(replies);
        more.add(reply);
        return new Contract(id, takes, more, refuses);
    }

    /** Refuses with these problems too. */
    public Contract refuses(ProblemCode... codes) {
        return refuses(Set.of(codes));
    }

    /** Refuses with these problems too. */
    public Contract refuses(Set<ProblemCode> codes) {
        var more = EnumSet.noneOf(ProblemCode.class);
        more.addAll(refuses);
        more.addAll(codes);
        return new Contract(id, takes, replies, more);
    }
}
