package io.slipway.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Sha256;
import io.slipway.server.guest.GuestRig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes into the database, past the program, becomes nobody by it and gains nothing. */
@Tag("F145")
class AccessRowTest {
    private static final String CHOSEN = "slp_api_" + "A".repeat(43);

    @TempDir
    Path folder;

    private final QuietAlarm alarm = new QuietAlarm();
    private GuestRig rig;
    private ApiTokens tokens;
    private Sessions sessions;

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        tokens = new ApiTokens(rig.database, QuietAlarm.CODES, alarm, rig.ids, rig.clock, new SecureRandom());
        sessions = new Sessions(rig.database, QuietAlarm.CODES, alarm, rig.ids, rig.clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void past(String statement) {
        assertThat(rig.database.<Integer>write(handle -> handle.execute(statement)))
                .as(statement)
                .isPositive();
    }

    private ApiTokens.Created token() {
        return tokens.create(GuestRig.ADMIN, GuestRig.ANNA, "ci", Optional.of(Duration.ofDays(1)));
    }

    private Sessions.Started session() {
        return sessions.enter(sessions.code(GuestRig.ANNA).reveal()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 'another'",
                "tenant_id = 'other'",
                "user_id = 'root'",
                "role = 'ADMIN'",
                "role = 'READ'",
                "kind = 'local'",
                "label = 'another'",
                "created_at = created_at + 1",
                "expires_at = expires_at + 1",
                "expires_at = null",
                "code = null",
                "code = ''",
                "code = upper(code)"
            })
    void aTokenWithAnyFieldChangedIsNoToken(String change) {
        var text = token().text().reveal();
        assertThat(tokens.verify(text)).contains(GuestRig.ANNA);

        past("update api_token set " + change);

        assertThat(tokens.verify(text)).isEmpty();
        assertThat(alarm.told).singleElement().asString().startsWith("altered API_TOKEN");
    }

    @Test
    void aTokenWhoseHashIsExchangedOrWhichIsWrittenAnewIsNoToken() {
        token();
        past("update api_token set role = 'ADMIN', token_hash = '" + Sha256.hex(CHOSEN) + "'");
        assertThat(tokens.verify(CHOSEN)).isEmpty();

        past("delete from api_token");
        var real = token();
        past("insert into api_token (id, tenant_id, user_id, label, role, kind, token_hash, created_at, code)"
                + " select 'x', tenant_id, 'operator', label, 'ADMIN', kind, '" + Sha256.hex(CHOSEN)
                + "', created_at, code from api_token");

        assertThat(tokens.verify(CHOSEN)).isEmpty();
        assertThat(tokens.verify(real.text().reveal())).as("the real one").contains(GuestRig.ANNA);
        assertThat(tokens.list(GuestRig.ADMIN))
                .filteredOn(ApiToken::altered)
                .singleElement()
                .satisfies(forged -> assertThat(forged.id()).isEqualTo("x"));
    }

    @Test
    void aRevokedTokenIsNotGoodAgainWhenItsEndIsTakenOutOfTheRow() {
        var made = token();
        var session = sessions.enter(sessions.code(made.token()).reveal()).orElseThrow();
        tokens.revoke(GuestRig.ADMIN, made.token().id());

        past("update api_token set revoked_at = null");
        past("update session set ended_at = null");

        assertThat(tokens.verify(made.text().reveal())).isEmpty();
        assertThat(sessions.verify(session.cookie().reveal())).isEmpty();
    }

    @Test
    void anAlteredTokenCanBeRevokedAndIsThenVouchedForAsEndedOnly() {
        var made = token();
        past("update api_token set role = 'ADMIN'");

        assertThat(tokens.revoke(GuestRig.ADMIN, made.token().id())).isTrue();

        assertThat(tokens.list(GuestRig.ADMIN)).noneMatch(ApiToken::altered).allMatch(one -> one.revokedAt()
                .isPresent());
        assertThat(alarm.told)
                .containsExactly("settled API_TOKEN " + made.token().id());
        past("update api_token set revoked_at = null");
        assertThat(tokens.verify(made.text().reveal())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 'another'",
                "tenant_id = 'other'",
                "user_id = 'root'",
                "role = 'ADMIN'",
                "page_hash = '00'",
                "created_at = created_at + 1",
                "seen_at = seen_at + 1",
                "expires_at = expires_at + 86400000",
                "opener = 'x'",
                "code = null"
            })
    void aSessionWithAnyFieldChangedIsNoSession(String change) {
        var started = session();
        assertThat(sessions.verify(started.cookie().reveal())).isPresent();

        past("update session set " + change);

        assertThat(sessions.verify(started.cookie().reveal())).isEmpty();
        assertThat(sessions.ownsPage(started.session(), started.pageToken().reveal()))
                .isFalse();
        assertThat(sessions.list(GuestRig.ADMIN)).isEmpty();
        assertThat(alarm.told).isNotEmpty().allMatch(line -> line.startsWith("altered SESSION"));
    }

    @Test
    void aCookieOfOnesOwnChoiceOpensNothing() {
        session();
        var chosen = "B".repeat(43);

        past("update session set id_hash = '" + Sha256.hex(chosen) + "'");

        assertThat(sessions.verify(chosen)).isEmpty();
    }

    @Test
    void aPageTokenOfOnesOwnChoiceChangesNothing() {
        var started = session();

        past("update session set page_hash = '" + Sha256.hex("chosen") + "'");

        assertThat(sessions.ownsPage(started.session(), "chosen")).isFalse();
    }

    @Test
    void aSessionThatIsUsedStaysVouchedForAndOneThatEndedStaysEnded() {
        var started = session();
        for (int i = 0; i < 5; i++) {
            rig.clock.advance(Duration.ofMinutes(50));
            assertThat(sessions.verify(started.cookie().reveal())).as("" + i).isPresent();
        }
        sessions.end(GuestRig.ANNA, started.session().id());

        past("update session set ended_at = null");

        assertThat(sessions.verify(started.cookie().reveal())).isEmpty();
    }

    @Test
    void aSessionDoesNotOutliveItsOpenerBecauseTheOpenersRowWasMended() {
        var made = token();
        var started = sessions.enter(sessions.code(made.token()).reveal()).orElseThrow();
        assertThat(sessions.verify(started.cookie().reveal())).isPresent();

        past("update api_token set expires_at = null");

        assertThat(sessions.verify(started.cookie().reveal())).isEmpty();
        assertThat(sessions.list(GuestRig.ADMIN)).isEmpty();
    }

    @Test
    void theCodesOfAnotherInstallationDoNotFit() {
        var text = token().text().reveal();
        var secret = new byte[AccessCodes.SECRET_BYTES];
        secret[0] = 1;
        var elsewhere =
                new ApiTokens(rig.database, AccessCodes.of(secret), alarm, rig.ids, rig.clock, new SecureRandom());

        assertThat(elsewhere.verify(text)).isEmpty();
        assertThat(tokens.verify(text)).isPresent();
    }

    @Test
    void theTokenOfTheMachineItselfIsVouchedForToo() {
        var opening =
                new AuditEntry(rig.ids.next(), GuestRig.ADMIN, "local-access.open", "x", Map.of(), rig.clock.instant());
        var local =
                tokens.openLocal(GuestRig.ADMIN, "own programs", opening).text().reveal();
        assertThat(tokens.verify(local)).contains(GuestRig.ADMIN);

        past("update api_token set token_hash = '" + Sha256.hex(CHOSEN) + "'");

        assertThat(tokens.verify(CHOSEN)).isEmpty();
    }
}
