package io.slipway.server.web.openapi;

import java.util.List;
import java.util.Optional;

/**
 * The API for people: what a page shows. Everything is plain text, to be escaped by whoever renders it.
 *
 * @param groups in the order of reading
 * @param shapes the documents that requests and answers hold, by name
 */
public record ApiGuide(String title, String introduction, List<Group> groups, List<Shape> shapes) {
    public ApiGuide {
        groups = List.copyOf(groups);
        shapes = List.copyOf(shapes);
    }

    /** The shape of that name, or empty. */
    public Optional<Shape> shape(String name) {
        return shapes.stream().filter(shape -> shape.name().equals(name)).findFirst();
    }

    /**
     * Operations that belong together.
     *
     * @param name short, fit for an anchor
     */
    public record Group(String name, String title, String description, List<Entry> entries) {
        public Group {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One operation.
     *
     * @param id unique, fit for an anchor
     * @param listener {@code admin} or {@code LAN}
     * @param proof how the caller shows who he is, and the role that he needs
     * @param takes the body, empty when it reads none
     */
    public record Entry(
            String id,
            String method,
            String path,
            String listener,
            String proof,
            String summary,
            List<Input> inputs,
            Optional<Body> takes,
            List<Answer> answers,
            List<Refusal> refusals) {
        public Entry {
            inputs = List.copyOf(inputs);
            answers = List.copyOf(answers);
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * A parameter.
     *
     * @param place {@code path}, {@code query} or {@code header}
     * @param type in words, with its bounds
     */
    public record Input(String name, String place, boolean required, String type, String description) {}

    /**
     * What a request holds.
     *
     * @param shape name of its shape, empty for a file
     */
    public record Body(String mediaType, boolean required, Optional<String> shape, String description) {}

    /**
     * What is answered when the work was done.
     *
     * @param mediaType empty when there is no body
     * @param shape name of its shape, empty for a file
     */
    public record Answer(
            int status, Optional<String> mediaType, Optional<String> shape, String description, List<String> headers) {
        public Answer {
            headers = List.copyOf(headers);
        }
    }

    /** A problem that may be answered instead. */
    public record Refusal(int status, String code, String nextStep, boolean retryable) {}

    /**
     * A document.
     *
     * @param type in words, when it is no object
     * @param strict whether further members are refused
     * @param example as JSON, indented
     */
    public record Shape(
            String name, String description, String type, boolean strict, List<Member> members, String example) {
        public Shape {
            members = List.copyOf(members);
        }
    }

    /**
     * A member of a document.
     *
     * @param name with those of the documents around it, such as {@code limits.slots} or {@code items[].id}
     * @param type in words, with its bounds
     * @param shape the shape it holds, when that has a name
     */
    public record Member(String name, boolean required, String type, Optional<String> shape, String description) {}
}
