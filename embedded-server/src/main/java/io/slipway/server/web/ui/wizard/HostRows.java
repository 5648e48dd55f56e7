package io.slipway.server.web.ui.wizard;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.host.LostHost;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.Storage;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The hosts to choose from, the best first. */
record HostRows(List<Row> rows, String chosen, boolean asked, Text text) {
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int GIB_SHIFT = 30;

    /**
     * A host as it stands.
     *
     * @param detail what it told of itself; empty while it was not asked
     * @param blocked why it cannot be chosen; empty when it can
     * @param best whether it has the most room
     */
    record Row(Host host, String detail, String blocked, long room, boolean best) {
        boolean answered() {
            return !detail.isEmpty();
        }
    }

    /** What is known without asking anybody. */
    static HostRows known(PageFrame frame, List<Host> all, Hosts hosts, List<LostHost> lost, String chosen) {
        Map<String, LostHost> silent = lost.stream().collect(Collectors.toMap(LostHost::hostId, Function.identity()));
        var text = frame.text("webwizard");
        var words = ProblemWords.of(frame.look().language());
        var rows = all.stream()
                .map(host -> {
                    var refused = hosts.trust().refusal(host).map(problem -> said(words, problem));
                    var gone = Optional.ofNullable(silent.get(host.id()))
                            .map(one -> text.get("host.lost", frame.times().moment(one.since(), frame.now())));
                    return new Row(host, "", refused.or(() -> gone).orElse(""), 0, false);
                })
                .sorted(order())
                .toList();
        return new HostRows(rows, chosen, false, text);
    }

    /** Asks all of them now, and waits for none longer than ten seconds. */
    static HostRows asked(PageFrame frame, List<Host> all, Hosts hosts, String chosen) {
        var words = ProblemWords.of(frame.look().language());
        var executor = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
        try {
            var answers = executor.invokeAll(
                    all.stream()
                            .<Callable<Row>>map(host -> () -> ask(frame, words, hosts, host))
                            .toList(),
                    PATIENCE.toMillis(),
                    TimeUnit.MILLISECONDS);
            var rows = new ArrayList<Row>();
            for (int i = 0; i < all.size(); i++) {
                rows.add(answer(frame, all.get(i), answers.get(i)));
            }
            return new HostRows(best(rows), chosen, true, frame.text("webwizard"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemCode.HOST_OFFLINE, "The question was broken off.")
                    .exception();
        } finally {
            executor.shutdownNow();
        }
    }

    private static Row ask(PageFrame frame, ProblemWords words, Hosts hosts, Host host) {
        var refused = hosts.trust().refusal(host);
        if (refused.isPresent()) {
            return new Row(host, "", said(words, refused.get()), 0, false);
        }
        try {
            var probe = hosts.check(host);
            return new Row(host, detail(frame, probe), "", room(probe), false);
        } catch (SlipwayException e) {
            return new Row(host, "", said(words, e.problem()), 0, false);
        }
    }

    private static Row answer(PageFrame frame, Host host, Future<Row> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException e) {
            return new Row(host, "", frame.text("webwizard").get("host.slow", PATIENCE.toSeconds()), 0, false);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a host could not be looked at", e.getCause());
        }
    }

    private static String said(ProblemWords words, Problem problem) {
        return words.line(problem) + " " + words.nextStep(problem);
    }

    private static String detail(PageFrame frame, HostProbe probe) {
        return frame.text("wizard")
                .get(
                        "host.detail",
                        probe.product(),
                        probe.version(),
                        probe.cpus(),
                        probe.memoryBytes() >> GIB_SHIFT,
                        room(probe) >> GIB_SHIFT);
    }

    private static long room(HostProbe probe) {
        return probe.storages().stream()
                .filter(storage -> storage.active() && storage.content().contains("images"))
                .mapToLong(Storage::availableBytes)
                .sum();
    }

    /** The one with the most room is said to be best where there is a choice. */
    private static List<Row> best(List<Row> rows) {
        var sorted = rows.stream().sorted(order()).toList();
        boolean choice = sorted.stream().filter(Row::answered).count() > 1;
        return !choice
                ? sorted
                : Stream.concat(
                                sorted.stream()
                                        .limit(1)
                                        .map(row -> new Row(row.host(), row.detail(), row.blocked(), row.room(), true)),
                                sorted.stream().skip(1))
                        .toList();
    }

    private static Comparator<Row> order() {
        return Comparator.comparing((Row row) -> !row.blocked().isEmpty())
                .thenComparing(Comparator.comparingLong(Row::room).reversed())
                .thenComparing(row -> row.host().name());
    }

    /** Whether the row is the chosen one; where nothing is chosen yet, the best is. */
    boolean chosen(Row row) {
        if (!row.blocked().isEmpty()) {
            return false;
        }
        boolean named = rows.stream()
                .anyMatch(other -> is(other, chosen) && other.blocked().isEmpty());
        return named ? is(row, chosen) : chosen.isEmpty() && asked && row.equals(rows.getFirst());
    }

    private static boolean is(Row row, String wanted) {
        return row.host().id().equals(wanted) || row.host().name().equals(wanted);
    }

    /** Whether something was chosen that is not registered, or not any more. */
    boolean vanished() {
        return !chosen.isEmpty() && rows.stream().noneMatch(row -> is(row, chosen));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }
}
