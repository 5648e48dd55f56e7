package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.shell.Place;
import io.slipway.desktop.tray.Clicks.Meaning;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClicksTest {
    private static final Place JOB = new Place.Jobs(Optional.of("job-7"));

    private final Clicks clicks = new Clicks();

    @Test
    void aClickWithItsActionIsOneClickInEitherOrder() {
        clicks.pressed(1000);
        assertThat(clicks.acted(1050)).contains(new Meaning.Icon());
        assertThat(clicks.clicked(1050)).isEmpty();

        clicks.pressed(9000);
        assertThat(clicks.clicked(9050)).contains(new Meaning.Icon());
        assertThat(clicks.acted(9050)).isEmpty();
    }

    @Test
    void aDoubleClickOpensOnce() {
        clicks.pressed(1000);
        assertThat(clicks.clicked(1080)).isPresent();
        clicks.pressed(1200);
        assertThat(clicks.acted(1200)).isEmpty();
        assertThat(clicks.clicked(1280)).isEmpty();
    }

    @Test
    void anActionWithoutAPressBelongsToTheMessageOnce() {
        clicks.told(JOB, 1000);

        assertThat(clicks.acted(4000)).contains(new Meaning.Message(JOB));
        assertThat(clicks.acted(6000)).contains(new Meaning.Icon());
    }

    @Test
    void aClickOnTheIconIsNotTakenForOneOnTheMessage() {
        clicks.told(JOB, 1000);
        clicks.pressed(4000);

        assertThat(clicks.acted(4000)).contains(new Meaning.Icon());
        assertThat(clicks.acted(9000)).contains(new Meaning.Icon());
    }

    @Test
    void anOldMessageIsGone() {
        clicks.told(JOB, 1000);

        assertThat(clicks.acted(1000 + Clicks.MESSAGE_MILLIS)).contains(new Meaning.Icon());
    }

    @Test
    void theKeyboardChoosesTheIcon() {
        assertThat(clicks.acted(1000)).contains(new Meaning.Icon());
    }
}
