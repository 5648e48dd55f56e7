package io.slipway.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Caller;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.GuestRig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    @TempDir
    Path folder;

    private GuestRig rig;
    private Sessions sessions;

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        sessions = new Sessions(rig.database, rig.ids, rig.clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Sessions.Started enter() {
        return sessions.enter(sessions.code(GuestRig.ADMIN).reveal()).orElseThrow();
    }

    @Test
    @Tag("F145")
    void aCodeHas256BitsWorksOnceAndLivesAMinute() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            seen.add(sessions.code(GuestRig.ADMIN).reveal());
        }
        assertThat(seen).hasSize(20).allMatch(code -> code.matches("[A-Za-z0-9_-]{43}"));

        var code = seen.iterator().next();
        assertThat(sessions.enter(code)).isPresent();
        assertThat(sessions.enter(code)).as("used").isEmpty();
        rig.clock.advance(Duration.ofSeconds(60));
        assertThat(seen).allMatch(old -> sessions.enter(old).isEmpty());
        assertThat(sessions.enter("")).isEmpty();
        assertThat(rig.column("select count(*) from session")).containsExactly("1");
    }

    @Test
    void manyUsesOfOneCodeAtOnceOpenOneSession() throws Exception {
        var code = sessions.code(GuestRig.ADMIN).reveal();
        Callable<Boolean> use = () -> sessions.enter(code).isPresent();
        int opened = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result :
                    threads.invokeAll(IntStream.range(0, 20).mapToObj(i -> use).toList())) {
                opened += result.get() ? 1 : 0;
            }
        }

        assertThat(opened).isEqualTo(1);
    }

    @Test
    void tooManyWaitingCodesAreRefusedUntilTheyEnd() {
        for (int i = 0; i < 32; i++) {
            sessions.code(GuestRig.ADMIN);
        }
        assertThatThrownBy(() -> sessions.code(GuestRig.ADMIN))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("one-time codes");

        rig.clock.advance(Duration.ofSeconds(60));
        assertThat(sessions.code(GuestRig.ADMIN)).isNotNull();
    }

    @Test
    @Tag("F145")
    void aSessionEndsWhenIdleAndAfterTwelveHoursWhateverHappens() {
        var cookie = enter().cookie().reveal();
        rig.clock.advance(Duration.ofMinutes(59));
        assertThat(sessions.verify(cookie)).isPresent();
        rig.clock.advance(Duration.ofMinutes(60));
        assertThat(sessions.verify(cookie)).as("idle for an hour").isEmpty();

        var busy = enter().cookie().reveal();
        for (int i = 0; i < 14; i++) {
            assertThat(sessions.verify(busy)).as("half hour %s", i).isPresent();
            rig.clock.advance(Duration.ofMinutes(50));
        }
        rig.clock.advance(Duration.ofMinutes(20));
        assertThat(sessions.verify(busy)).as("twelve hours").isEmpty();
    }

    @Test
    void theStoreHoldsNeitherCookieNorPageTokenNorCode() {
        var code = sessions.code(GuestRig.ADMIN).reveal();
        var started = sessions.enter(code).orElseThrow();

        var rows = rig.column("select id || id_hash || page_hash from session");
        rows.addAll(rig.column("select object || detail from audit"));

        assertThat(String.join(" ", rows))
                .doesNotContain(
                        code, started.cookie().reveal(), started.pageToken().reveal());
        assertThat(started.toString()).doesNotContain(started.cookie().reveal());
    }

    @Test
    void thePageTokenBelongsToItsSession() {
        var one = enter();
        var two = enter();

        assertThat(sessions.ownsPage(one.session(), one.pageToken().reveal())).isTrue();
        assertThat(sessions.ownsPage(one.session(), two.pageToken().reveal())).isFalse();
        assertThat(sessions.ownsPage(one.session(), "")).isFalse();
    }

    @Test
    @Tag("F137")
    void usersSeeAndEndTheirOwnSessionsAndAdministratorsThoseOfTheirTenant() {
        var session = enter().session();
        var anna = sessions.enter(sessions.code(GuestRig.ANNA).reveal()).orElseThrow();

        assertThat(sessions.list(GuestRig.ADMIN)).hasSize(2);
        assertThat(sessions.list(GuestRig.ANNA)).hasSize(1);
        assertThat(sessions.list(GuestRig.STRANGER)).isEmpty();
        assertThat(sessions.end(GuestRig.STRANGER, session.id())).isFalse();
        assertThat(sessions.end(GuestRig.ANNA, session.id())).isFalse();
        assertThat(sessions.end(GuestRig.ADMIN, anna.session().id())).isTrue();
        assertThat(sessions.verify(anna.cookie().reveal())).isEmpty();
        assertThat(anna.session().caller().role()).isEqualTo(Caller.Role.OPERATE);
        assertThat(rig.column("select action from audit where action like 'session.%' order by seq"))
                .containsExactly("session.code", "session.start", "session.code", "session.start", "session.end");
    }
}
