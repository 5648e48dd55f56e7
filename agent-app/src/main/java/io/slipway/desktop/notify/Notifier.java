package io.slipway.desktop.notify;

import io.slipway.desktop.shell.Place;
import io.slipway.desktop.watch.Work;
import io.slipway.server.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells the operator what ended, what failed and what needs a decision: one message for each job at its end, however many VMs it
 * has, and one for each condition that begins to hold.
 *
 * <p>What was told is stored, so a restart tells only what is new. It is stored after the message is shown: a crash in between
 * tells it twice, which is better than never. Used by one thread at a time.
 */
public final class Notifier implements Consumer<Work> {
    /** More messages than this at once become one. */
    private static final int AT_ONCE = 3;

    /**
     * A condition told before the last start is taken for gone when it has not come back this long after this one: what waits
     * is found again only when the vault, the hosts and the network have been looked at.
     */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private final Parts parts;
    private final Instant started;
    private final Set<String> seenHere = new HashSet<>();
    private Told told;

    /**
     * What a notifier works with.
     *
     * @param inView whether the focused window shows a place right now; then nothing is said about it
     * @param language of the messages; asked each time
     */
    public record Parts(
            JobEnds ends,
            NotificationMemory memory,
            BalloonSink sink,
            Predicate<Place> inView,
            Supplier<Locale> language,
            InstantSource clock) {}

    public Notifier(Parts parts) {
        this.parts = parts;
        this.started = parts.clock().instant();
        this.told = Told.read(parts.memory(), started);
        // The first start's instant is kept: a job that ends while the program is killed must be told at the next one.
        told.write(parts.memory());
    }

    @Override
    public void accept(Work work) {
        if (work.server() != Work.Server.RUNNING) {
            return;
        }
        var words = new NotificationWords(parts.language().get());
        var before = told;
        tellEnds(work, words);
        tellStanding(work, words);
        if (!told.equals(before)) {
            told.write(parts.memory());
        }
    }

    private record Ended(Job job, JobEnd end) {}

    private void tellEnds(Work work, NotificationWords words) {
        var fresh = new ArrayList<Ended>();
        for (var job : parts.ends().since(told.since())) {
            if (job.endedAt().filter(at -> !told.hasEnd(job.id(), at)).isPresent()) {
                fresh.add(new Ended(job, JobEnd.of(job, parts.ends().runs(job.id()), work.vmOfRun())));
            }
        }
        say(fresh.stream().map(Ended::end).filter(this::wanted).toList(), words);
        for (var ended : fresh) {
            told = told.withEnd(ended.job().id(), ended.job().endedAt().orElseThrow());
        }
    }

    private boolean wanted(JobEnd end) {
        return end.kind().filter(kind -> parts.memory().enabled(kind)).isPresent()
                && !parts.inView().test(end.opens());
    }

    private void say(List<JobEnd> ends, NotificationWords words) {
        if (ends.size() > AT_ONCE) {
            tell(words.several(ends.stream().flatMap(end -> end.kind().stream()).toList()));
            return;
        }
        for (var end : ends) {
            end.kind().ifPresent(kind -> tell(words.ended(end, kind)));
        }
    }

    private void tellStanding(Work work, NotificationWords words) {
        var holding = Standing.of(work, words);
        boolean enabled = parts.memory().enabled(NotificationKind.NEEDS_YOU);
        holding.forEach((name, balloon) -> {
            if (!told.standing().contains(name) && enabled && !parts.inView().test(balloon.opens())) {
                tell(balloon);
            }
        });
        seenHere.addAll(holding.keySet());
        boolean settled = parts.clock().instant().isAfter(started.plus(SETTLING));
        var kept = told.standing().stream()
                .filter(name -> holding.containsKey(name) || !settled && !seenHere.contains(name))
                .collect(Collectors.toCollection(HashSet::new));
        kept.addAll(holding.keySet());
        told = told.withStanding(kept);
    }

    private void tell(Balloon balloon) {
        // Where no place shows it, the icon or the window still tells the state.
        var unused = parts.sink().tell(balloon);
    }
}
