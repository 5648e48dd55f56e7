package io.slipway.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Caller.Role;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.GuestRig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

class ApiTokensTest {
    private static final Caller ADMIN = Caller.localOperator();
    private static final Caller ANNA = new Caller(TenantId.DEFAULT, "anna", Role.OPERATE);

    @TempDir
    Path folder;

    private GuestRig rig;
    private ApiTokens tokens;

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        tokens =
                new ApiTokens(rig.database, QuietAlarm.CODES, new QuietAlarm(), rig.ids, rig.clock, new SecureRandom());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    @Tag("F145")
    void aTokenStandsForItsBearerUntilItIsRevokedOrEnds() throws IOException {
        var created = tokens.create(ADMIN, ANNA, "ci", Optional.of(Duration.ofDays(1)));
        var text = created.text().reveal();

        assertThat(text).matches("slp_api_[A-Za-z0-9_-]{43}");
        assertThat(tokens.verify(text)).contains(ANNA);
        rig.clock.advance(Duration.ofDays(1));
        assertThat(tokens.verify(text)).isEmpty();

        var forever = tokens.create(ADMIN, ANNA, "x", Optional.empty());
        assertThat(tokens.revoke(ANNA, forever.token().id())).isTrue();
        assertThat(tokens.verify(forever.text().reveal())).isEmpty();
        assertThat(tokens.revoke(ANNA, forever.token().id())).as("again").isTrue();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(text);
            }
        }
    }

    @Test
    @Tag("F145")
    void whatIsNoTokenIsNobody() {
        var text = tokens.create(ADMIN, ADMIN, "x", Optional.empty()).text().reveal();

        for (var bad : new String[] {
            "",
            "slp_api_",
            text + "A",
            text.substring(1),
            text.substring(0, text.length() - 1) + "!",
            "SLP_API_" + text.substring(8)
        }) {
            assertThat(tokens.verify(bad)).as(bad).isEmpty();
        }
    }

    @Test
    @Tag("F145")
    void nobodyGivesMoreThanHeHas() {
        assertThat(refused(ANNA, new Caller(TenantId.DEFAULT, "anna", Role.ADMIN)))
                .isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(refused(ANNA, new Caller(TenantId.DEFAULT, "bert", Role.READ)))
                .isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(refused(ADMIN, new Caller(new TenantId("other"), "x", Role.READ)))
                .isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(tokens.create(ANNA, new Caller(TenantId.DEFAULT, "anna", Role.READ), "x", Optional.empty()))
                .isNotNull();
    }

    @Test
    @Tag("F145")
    void everyoneSeesAndRevokesHisOwnAndAdministratorsAll() {
        var annas = tokens.create(ADMIN, ANNA, "a", Optional.empty()).token();
        var admins = tokens.create(ADMIN, ADMIN, "b", Optional.empty()).token();

        assertThat(tokens.list(ANNA)).containsExactly(annas);
        assertThat(tokens.list(ADMIN)).containsExactly(annas, admins);
        assertThat(tokens.list(new Caller(new TenantId("other"), "x", Role.ADMIN)))
                .isEmpty();
        assertThat(tokens.revoke(ANNA, admins.id())).isFalse();
        assertThat(rig.column("select action from audit order by id")).containsOnly("api-token.create");
    }

    @Test
    void aLabelAndALifeAreChecked() {
        for (var bad : new String[] {"", "x".repeat(101), "a\nb"}) {
            assertThat(catchThrowableOfType(
                            SlipwayException.class, () -> tokens.create(ADMIN, ADMIN, bad, Optional.empty())))
                    .isNotNull();
        }
        assertThat(catchThrowableOfType(
                        SlipwayException.class, () -> tokens.create(ADMIN, ADMIN, "x", Optional.of(Duration.ZERO))))
                .isNotNull();
    }

    private ProblemCode refused(Caller caller, Caller bearer) {
        return catchThrowableOfType(SlipwayException.class, () -> tokens.create(caller, bearer, "x", Optional.empty()))
                .problem()
                .code();
    }

    @Test
    @Tag("F145")
    void aTokenThatEndsMakesNoneThatLivesLongerAndTheOwnerOfTheMachineDoes() {
        var day = tokens.create(ADMIN, ADMIN, "day", Optional.of(Duration.ofDays(1)))
                .token();
        var forever = tokens.create(ADMIN, ADMIN, "forever", Optional.empty()).token();

        assertThat(refusedBy(day, Optional.empty())).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(refusedBy(day, Optional.of(Duration.ofDays(1).plusMillis(1))))
                .isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(tokens.create(day, ANNA, "x", Optional.of(Duration.ofDays(1)))
                        .token()
                        .expiresAt())
                .isEqualTo(day.expiresAt());
        assertThat(tokens.create(forever, ANNA, "x", Optional.empty()).token().expiresAt())
                .isEmpty();
    }

    private ProblemCode refusedBy(ApiToken maker, Optional<Duration> life) {
        return catchThrowableOfType(SlipwayException.class, () -> tokens.create(maker, ANNA, "x", life))
                .problem()
                .code();
    }

    @Test
    void aTokenOfAKilledListenerIsGoneWhenTheNextOneOpens() {
        var entry = new AuditEntry(rig.ids.next(), ADMIN, "local-access.open", "x", Map.of(), rig.clock.instant());
        var killed = tokens.openLocal(ADMIN, "own programs", entry).text().reveal();
        var again = new AuditEntry(rig.ids.next(), ADMIN, "local-access.open", "x", Map.of(), rig.clock.instant());

        var next = tokens.openLocal(ADMIN, "own programs", again).text().reveal();

        assertThat(tokens.verify(killed)).isEmpty();
        assertThat(tokens.verify(next)).contains(ADMIN);
        assertThat(rig.column("select kind from api_token")).containsExactly("local");
    }
}
