package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.slipway.desktop.ManualScheduler;
import io.slipway.desktop.notify.Balloon;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.watch.Work;
import io.slipway.server.base.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F180")
class FallbackTrayTest {
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Balloon BALLOON =
            new Balloon(Balloon.Tone.INFO, "PC-07 is ready", "Click to see it.", new Place.Overview());

    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> placed = new ArrayList<>();
    private final TrayModel first = model(Work.Server.STARTING);
    private final TrayModel second = model(Work.Server.STOPPED);
    private final Way one = new Way("one");
    private final Way two = new Way("two");

    @Test
    void theFirstWayThatWorksIsTakenAndTheReasonsOfTheOthersAreSaid() {
        one.refusal = TrayRefused.forGood("it does not like Tuesdays");
        var tray = tray(one, two);

        scheduler.pass(MOMENT);

        assertThat(tray.choice()).contains(new TrayChoice("two", List.of("one: it does not like Tuesdays")));
        assertThat(placed).containsExactly("two");
        assertThat(two.shown).containsExactly(first);
    }

    @Test
    void anErrorOfALibraryIsARefusalAndNoCrash() {
        one.error = new NoClassDefFoundError("com/sun/jna/Platform");
        var tray = tray(one, two);

        assertThatCode(() -> scheduler.pass(MOMENT)).doesNotThrowAnyException();

        assertThat(tray.choice().orElseThrow().name()).isEqualTo("two");
        assertThat(tray.choice().orElseThrow().refusals()).containsExactly("one: it failed with NoClassDefFoundError");
    }

    @Test
    void whenEveryWayFailsForGoodThereIsNoIconAndNoFurtherAttempt() {
        one.error = new Error("two JNA libraries");
        two.refusal = TrayRefused.forGood("no screen");
        var tray = tray(one, two);

        scheduler.pass(Duration.ofHours(1));

        assertThat(tray.choice().orElseThrow().visible()).isFalse();
        assertThat(one.attempts).isEqualTo(1);
        assertThat(scheduler.waiting()).isZero();
        assertThat(tray.tell(BALLOON)).isFalse();
    }

    @Test
    void theFirstAddMayFailWhileTheShellStartsAndIsTriedAgainWithGrowingPauses() {
        one.refusal = TrayRefused.forNow("the shell is starting");
        var tray = tray(one);

        scheduler.pass(MOMENT);
        assertThat(one.attempts).isEqualTo(1);
        scheduler.pass(Duration.ofSeconds(20));
        assertThat(one.attempts).isBetween(4, 6);
        one.refusal = null;
        tray.show(second);
        scheduler.pass(Duration.ofSeconds(80));

        assertThat(placed).containsExactly("none", "one");
        assertThat(one.shown.getLast()).isEqualTo(second);
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void aLostIconComesBackWithTheNewestModel() {
        var tray = tray(one);
        scheduler.pass(MOMENT);
        one.refusal = TrayRefused.forNow("the shell is away");
        one.lost.accept("the shell went away");
        scheduler.pass(MOMENT);
        assertThat(tray.choice()).contains(new TrayChoice("none", List.of("one: the shell went away")));
        assertThat(one.closed).isEqualTo(1);

        tray.show(second);
        one.refusal = null;
        scheduler.pass(Duration.ofMinutes(2));

        assertThat(placed).startsWith("one", "none").endsWith("one");
        assertThat(one.shown.getLast()).isEqualTo(second);
    }

    @Test
    void aLossThatIsToldTwiceOrTooLateTakesNothingAway() {
        var tray = tray(one);
        scheduler.pass(MOMENT);
        var old = one.lost;
        old.accept("gone");
        old.accept("gone");
        scheduler.pass(Duration.ofMinutes(2));
        assertThat(one.attempts).isEqualTo(2);

        old.accept("gone");
        scheduler.pass(Duration.ofMinutes(2));

        assertThat(one.attempts).isEqualTo(2);
        assertThat(tray.choice().orElseThrow().name()).isEqualTo("one");
    }

    @Test
    void anIconThatThrowsIsTakenAwayAndTriedAgain() {
        var tray = tray(one);
        scheduler.pass(MOMENT);
        one.showError = new IllegalStateException("the peer is gone");

        tray.show(second);
        scheduler.pass(MOMENT);
        assertThat(tray.choice().orElseThrow().visible()).isFalse();
        assertThat(tray.tell(BALLOON)).isFalse();
        one.showError = null;
        scheduler.pass(Duration.ofMinutes(2));

        assertThat(tray.choice().orElseThrow().visible()).isTrue();
    }

    @Test
    void aListenerThatThrowsDoesNotEndTheTray() {
        var tray = new FallbackTray(
                List.of(one),
                first,
                new Heard() {
                    @Override
                    public void placed(TrayChoice choice) {
                        throw new IllegalStateException("no window");
                    }
                },
                scheduler,
                FallbackTray.PATIENCE,
                new Random(7));
        tray.begin();

        scheduler.pass(MOMENT);
        tray.show(second);
        scheduler.pass(MOMENT);

        assertThat(one.shown).containsExactly(first, second);
    }

    @Test
    void noIconIsWantedWhenNoneIsAskedFor() {
        var tray = tray();

        scheduler.pass(Duration.ofMinutes(5));

        assertThat(tray.choice()).contains(new TrayChoice("none", List.of()));
        assertThat(placed).containsExactly("none");
    }

    private FallbackTray tray(TrayAdapter... adapters) {
        var patience = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Integer.MAX_VALUE);
        var tray = new FallbackTray(List.of(adapters), first, new Heard(), scheduler, patience, new Random(7));
        tray.begin();
        return tray;
    }

    private static TrayModel model(Work.Server server) {
        return new TrayWords(Locale.ENGLISH).model(TrayFacts.of(Work.none(server), false));
    }

    private class Heard implements TrayListener {
        @Override
        public void activated() {}

        @Override
        public void chosen(TrayAction action) {}

        @Override
        public void opened(Place place) {}

        @Override
        public void placed(TrayChoice choice) {
            placed.add(choice.name());
        }
    }

    /** A way that does what the test says. */
    private static final class Way implements TrayAdapter {
        private final String name;
        private final List<TrayModel> shown = new ArrayList<>();
        private @Nullable TrayRefused refusal;
        private @Nullable Error error;
        private @Nullable RuntimeException showError;
        private Consumer<String> lost = reason -> {};
        private int attempts;
        private int closed;

        private Way(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TrayIcon open(TrayModel model, TrayListener listener, Consumer<String> whenLost) throws TrayRefused {
            attempts++;
            if (refusal != null) {
                throw refusal;
            }
            if (error != null) {
                throw error;
            }
            lost = whenLost;
            shown.add(model);
            return new TrayIcon() {
                @Override
                public void show(TrayModel next) {
                    if (showError != null) {
                        throw showError;
                    }
                    shown.add(next);
                }

                @Override
                public boolean tell(Balloon balloon) {
                    if (showError != null) {
                        throw showError;
                    }
                    return true;
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }
}
