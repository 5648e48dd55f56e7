package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.OperationLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The host's tasks: their state, their logs, and which of them are ours. Deletes nothing and starts nothing. */
final class RestTasks {
    private static final int LINES = 500;
    private static final int MOST_EDGES = 5000;
    private static final int NEWEST = 50;
    private static final int MOST_CANDIDATES = 500;

    private final RestNode node;
    private final Pace pace;

    RestTasks(RestNode node, Pace pace) {
        this.node = node;
        this.pace = pace;
    }

    /** @param exit once it has ended: {@code OK}, {@code WARNINGS: n} or an error text */
    record Status(Operations.State state, String exit) {}

    private String path() {
        return "/nodes/" + node.node() + "/tasks";
    }

    Status status(String upid) {
        var answer = node.ask(path() + "/" + upid + "/status");
        if (!answer.succeeded()) {
            if (answer.text().contains("no such task")) {
                return new Status(Operations.State.GONE, "");
            }
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not tell the state of a task", answer)
                    .exception();
        }
        var json = node.json("a task", answer);
        return Lenient.text(json, "status").filter("running"::equals).isPresent()
                ? new Status(Operations.State.RUNNING, "")
                : new Status(
                        Operations.State.FINISHED,
                        Lenient.text(json, "exitstatus").orElse("unexpected status"));
    }

    /** Start of our newest task in seconds of the host's clock; 0 when we have none. */
    long newestStart() {
        return own(Map.of("source", "all", "limit", Integer.toString(NEWEST))).stream()
                .mapToLong(Upid::startSeconds)
                .max()
                .orElse(0);
    }

    /** The newest task that an intent led to. */
    Optional<String> find(RestAttempt intent) {
        var query = new TreeMap<>(Map.of(
                "source", "all", "limit", Integer.toString(MOST_CANDIDATES), "since", Long.toString(intent.since())));
        return own(query).stream()
                .filter(upid -> upid.startSeconds() >= intent.since())
                .filter(upid ->
                        intent.types().contains(upid.type()) && intent.subject().equals(upid.subject()))
                .filter(upid -> intent.logEnd().isEmpty() || says(upid.text(), intent.logEnd()))
                .map(Upid::text)
                .findFirst();
    }

    private List<Upid> own(Map<String, String> query) {
        var found = new ArrayList<Upid>();
        for (var row : Lenient.rows(node.get("its tasks", path(), query))) {
            Lenient.text(row, "upid")
                    .flatMap(Upid::parse)
                    .filter(upid -> upid.user().equals(node.host().tokenId()))
                    .ifPresent(found::add);
        }
        found.sort(java.util.Comparator.comparingLong(Upid::startSeconds).reversed());
        return found;
    }

    private boolean says(String upid, String end) {
        return log(upid, 0, NEWEST).stream().anyMatch(line -> line.endsWith(end));
    }

    /** Everything the task has said so far, up to a limit that no clone reaches. */
    String edges(String upid) {
        return String.join("\n", log(upid, 0, MOST_EDGES));
    }

    private List<String> log(String upid, int from, int most) {
        var answer = node.ask(
                path() + "/" + upid + "/log", Map.of("start", Integer.toString(from), "limit", Integer.toString(most)));
        var lines = new ArrayList<String>();
        if (answer.succeeded()) {
            Lenient.rows(node.json("a task", answer)).forEach(row -> lines.add(line(row)));
        }
        // What the API says of an empty file.
        return lines.equals(List.of("no content")) ? List.of() : lines;
    }

    private static String line(JsonNode row) {
        return Lenient.text(row, "t").orElse("");
    }

    /** Watches a task to its end. */
    Operations.End watch(String upid, Duration silence, OperationLog log) {
        var tail = new TaskTail(log);
        var lastWord = pace.now();
        for (int look = 0; ; look++) {
            // The state first: what the task says before it ends is then certainly in the log that follows.
            var status = pace.acrossLosses(() -> status(upid));
            int seen = tail.count();
            var piece = pace.acrossLosses(() -> log(upid, seen, LINES));
            piece.forEach(tail::accept);
            boolean more = piece.size() >= LINES;
            if (!piece.isEmpty()) {
                lastWord = pace.now();
            }
            if (status.state() != Operations.State.RUNNING && !more) {
                return tail.end(status);
            }
            if (log.cancelled()) {
                throw Operations.cancelled();
            }
            if (pace.over(lastWord, silence)) {
                throw Operations.silent(silence);
            }
            if (!more) {
                pace.rest(look);
            }
        }
    }
}
