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
import java.util.Map;
import java.util.Optional;
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
        sessions =
                new Sessions(rig.database, QuietAlarm.CODES, new QuietAlarm(), rig.ids, rig.clock, new SecureRandom());
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
        for (int i = 0; i < 7; i++) {
            seen.add(sessions.code(GuestRig.ADMIN).reveal());
        }
        assertThat(seen).hasSize(7).allMatch(code -> code.matches("[A-Za-z0-9_-]{43}"));

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
        for (int i = 0; i < 8; i++) {
            sessions.code(GuestRig.ADMIN);
        }
        assertThatThrownBy(() -> sessions.code(GuestRig.ADMIN))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("one-time codes");

        assertThat(sessions.code(GuestRig.ANNA)).as("somebody else's pool").isNotNull();
        var stored = tokens().create(GuestRig.ADMIN, GuestRig.ADMIN, "ci", Optional.empty());
        assertThat(sessions.code(stored.token()))
                .as("the same user's token has its own")
                .isNotNull();
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

    private ApiTokens tokens() {
        return new ApiTokens(rig.database, QuietAlarm.CODES, new QuietAlarm(), rig.ids, rig.clock, new SecureRandom());
    }

    private Sessions.Started enter(ApiToken opener) {
        return sessions.enter(sessions.code(opener).reveal()).orElseThrow();
    }

    @Test
    @Tag("F137")
    void aSessionEndsWithTheStoredTokenThatOpenedItAndNoOtherDoes() {
        var tokens = tokens();
        var revoked = tokens.create(GuestRig.ADMIN, GuestRig.ANNA, "ci", Optional.empty());
        var other = tokens.create(GuestRig.ADMIN, GuestRig.ANNA, "other", Optional.empty());
        var mine = enter(revoked.token());
        var theirs = enter(other.token());
        var owners = enter();
        var waiting = sessions.code(revoked.token()).reveal();

        tokens.revoke(GuestRig.ADMIN, revoked.token().id());

        assertThat(sessions.verify(mine.cookie().reveal())).isEmpty();
        assertThat(sessions.enter(waiting)).as("a code asked for before").isEmpty();
        assertThat(sessions.verify(theirs.cookie().reveal())).isPresent();
        assertThat(sessions.verify(owners.cookie().reveal())).isPresent();
        assertThat(sessions.list(GuestRig.ADMIN)).hasSize(2);
        assertThat(rig.column("select object from audit where action = 'session.end'"))
                .containsExactly(mine.session().id());
    }

    @Test
    @Tag("F137")
    void aSessionEndsWhenTheTokenThatOpenedItExpiresHoweverBusyItIs() {
        var token = tokens().create(GuestRig.ADMIN, GuestRig.ANNA, "ci", Optional.of(Duration.ofHours(1)));
        var started = enter(token.token());

        assertThat(started.session().expiresAt())
                .isEqualTo(token.token().expiresAt().orElseThrow());
        rig.clock.advance(Duration.ofMinutes(50));
        assertThat(sessions.verify(started.cookie().reveal())).isPresent();
        rig.clock.advance(Duration.ofMinutes(10));
        assertThat(sessions.verify(started.cookie().reveal())).isEmpty();
    }

    @Test
    @Tag("F145")
    void aSessionOfTheMachinesOwnerStaysWhenTheCommandThatOpenedItHasEnded() {
        var tokens = tokens();
        var opening =
                new AuditEntry(rig.ids.next(), GuestRig.ADMIN, "cli.command", "open", Map.of(), rig.clock.instant());
        var local = tokens.openLocal(GuestRig.ADMIN, "own programs", opening);
        var started = enter(tokens.present(local.text().reveal()).orElseThrow());

        tokens.closeLocal();

        assertThat(tokens.verify(local.text().reveal())).isEmpty();
        assertThat(sessions.verify(started.cookie().reveal())).isPresent();
        assertThat(rig.column("select id from api_token")).as("no row is left").isEmpty();
        assertThat(rig.column("select action from audit order by seq"))
                .as("one row for the command, two for the login")
                .containsExactly("cli.command", "session.code", "session.start");
    }
}
