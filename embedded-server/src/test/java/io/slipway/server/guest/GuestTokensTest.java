package io.slipway.server.guest;

import static io.slipway.server.guest.GuestRig.ADMIN;
import static io.slipway.server.guest.GuestRig.ANNA;
import static io.slipway.server.guest.GuestRig.BERT;
import static io.slipway.server.guest.GuestRig.OTHER_VM;
import static io.slipway.server.guest.GuestRig.STRANGER;
import static io.slipway.server.guest.GuestRig.VM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class GuestTokensTest {
    @TempDir
    static Path folder;

    private static GuestRig rig;

    @BeforeAll
    static void open() {
        rig = new GuestRig(folder);
    }

    @AfterEach
    void wipe() {
        rig.wipe();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @Test
    @Tag("F050")
    void aTokenIsASignedJwtWithTheRequiredClaims() {
        var issued = rig.tokens.issue(ANNA, TokenOrder.of(VM));

        var header = part(issued.text().reveal(), 0);
        var claims = part(issued.text().reveal(), 1);
        assertThat(header.path("alg").asString()).isEqualTo("HS256");
        assertThat(claims.path("typ").asString()).isEqualTo("provision");
        assertThat(claims.path("sub").asString()).isEqualTo("anna");
        assertThat(claims.path("vm").asString()).isEqualTo(VM);
        assertThat(claims.path("tid").asString()).isEqualTo("default");
        assertThat(claims.path("jti").asString()).isNotEmpty();
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(30 * 86_400);
        assertThat(issued.expiresAt().getEpochSecond())
                .isEqualTo(claims.path("exp").asLong());
    }

    @Test
    @Tag("F050")
    @Tag("F054")
    void anotherAlgorithmNoneAndAnotherTypeAreRefused() throws JOSEException {
        var good = rig.token(VM);
        var payload = good.split("\\.")[1];

        assertThat(refusal(encode("{\"alg\":\"none\"}") + "." + payload + ".")).isEqualTo("algorithm");
        assertThat(refusal(encode("{\"alg\":\"HS512\",\"typ\":\"JWT\"}") + "." + payload + ".AAAA"))
                .isEqualTo("algorithm");
        assertThat(refusal(encode("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"crit\":[\"x\"]}") + "." + payload + ".AAAA"))
                .isEqualTo("malformed");
        assertThat(refusal(signed(claims -> claims.claim("typ", "session")))).isEqualTo("type");
        assertThat(refusal(signed(claims -> claims.claim("vm", null)))).isEqualTo("malformed");
        assertThat(refusal(signed(claims -> claims.claim("tid", "NOT A TENANT"))))
                .isEqualTo("malformed");
    }

    @Test
    @Tag("F051")
    void theLifetimeComesFromTheVariableAndARequestMayShortenIt() {
        var twoDays = TokenLifetime.of(Map.of("PROVISION_TOKEN_TTL_DAYS", "2"), Optional.of("9"));
        var tokens = GuestTokens.open(rig.database, rig.vault, rig.ids, rig.clock, twoDays);

        var standard = tokens.issue(ANNA, TokenOrder.of(VM));
        var shorter = tokens.issue(ANNA, order(Duration.ofSeconds(60)));

        assertThat(Duration.between(standard.issuedAt(), standard.expiresAt()).toSeconds())
                .isEqualTo(172_800);
        assertThat(Duration.between(shorter.issuedAt(), shorter.expiresAt()).toSeconds())
                .isEqualTo(60);
    }

    @Test
    @Tag("F051")
    void aLifetimeOutOfRangeIsRefusedNotClamped() {
        assertThat(problem(() -> rig.tokens.issue(ANNA, order(Duration.ofSeconds(59)))))
                .isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(problem(() -> rig.tokens.issue(ANNA, order(Duration.ofDays(31)))))
                .isEqualTo(ProblemCode.BAD_REQUEST);
        for (var bad : new String[] {"0", "-1", "2.5", "3651", "", "two", "99999999999"}) {
            assertThat(problem(() -> TokenLifetime.of(Map.of(TokenLifetime.VARIABLE, bad), Optional.empty())))
                    .as(bad)
                    .isEqualTo(ProblemCode.CONFIG_ERROR);
        }
        assertThat(TokenLifetime.of(Map.of(), Optional.of("7")).standard()).isEqualTo(Duration.ofDays(7));
        assertThat(TokenLifetime.of(Map.of(), Optional.empty())).isEqualTo(TokenLifetime.DEFAULT);
    }

    @Test
    @Tag("F052")
    void noFileOfTheStoreHoldsTheTokenOrTheKeyInClear() throws IOException {
        var text = rig.token(VM);
        rig.tokens.validate(text, VM);
        var key = rig.vault.secrets().key(TenantId.DEFAULT, "guest-token-signing-key", 32);

        for (var file : files(folder)) {
            var raw = Files.readString(file, ISO_8859_1);
            assertThat(raw).as(file.toString()).doesNotContain(text).doesNotContain(text.split("\\.")[2]);
            assertThat(raw)
                    .as(file.toString())
                    .doesNotContain(Base64.getEncoder().encodeToString(key));
            assertThat(raw).as(file.toString()).doesNotContain(new String(key, ISO_8859_1));
        }
        assertThat(files(folder))
                .extracting(file -> file.getFileName().toString())
                .contains("slipway.db", "slipway.db-wal");
    }

    @Test
    @Tag("F053")
    void issuingAgainKeepsTheRowAndKillsTheOlderToken() {
        var first = rig.tokens.issueForRun(ANNA, "run-1", VM, Optional.empty());
        rig.tokens.markUsed(TenantId.DEFAULT, first.tokenId());

        var second = rig.tokens.issueForRun(ANNA, "run-1", VM, Optional.empty());

        assertThat(second.tokenId()).isEqualTo(first.tokenId());
        assertThat(refusal(first.text().reveal())).isEqualTo("unknown");
        assertThat(rig.tokens.validate(second.text().reveal(), VM).state()).isEqualTo(TokenState.ACTIVE);
        assertThat(rig.column("select count(*) from guest_token")).containsExactly("1");
        assertThat(rig.column("select used_at from guest_token")).containsOnlyNulls();
    }

    @Test
    @Tag("F053")
    void manyIssuesAtOnceLeaveOneRowAndOneGoodToken() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var issued = new ArrayList<Future<IssuedToken>>();
            for (int i = 0; i < 50; i++) {
                issued.add(threads.submit(() -> rig.tokens.issue(ANNA, TokenOrder.of(VM))));
            }
            var texts = new ArrayList<String>();
            for (var token : issued) {
                texts.add(token.get().text().reveal());
            }
            assertThat(texts.stream().filter(GuestTokensTest::accepted)).hasSize(1);
        }
        assertThat(rig.column("select count(*) from guest_token")).containsExactly("1");
    }

    @Test
    @Tag("F054")
    void everyRefusalIs401AndSaysItsOwnReasonInTheRequiredOrder() {
        var good = rig.token(VM);

        assertThat(refusal("")).isEqualTo("missing");
        assertThat(refusal("a.b.c")).isEqualTo("malformed");
        assertThat(refusal(good.substring(0, good.length() - 4) + "AAAA")).isEqualTo("signature");
        assertThat(refusal(good, OTHER_VM)).isEqualTo("vm_mismatch");
        rig.tokens.revokeByVm(ANNA, VM);
        assertThat(refusal(good, OTHER_VM)).as("the VM comes before the row").isEqualTo("vm_mismatch");
        assertThat(refusal(good)).isEqualTo("revoked");
        var newer = rig.token(VM);
        assertThat(refusal(good)).isEqualTo("unknown");
        rig.tokens.markUsed(
                TenantId.DEFAULT, rig.tokens.find(ANNA, VM).orElseThrow().id());
        assertThat(refusal(newer)).isEqualTo("used");
        rig.clock.advance(Duration.ofDays(30));
        assertThat(refusal(newer, OTHER_VM)).as("expiry comes before the VM").isEqualTo("expired");
    }

    @Test
    @Tag("F054")
    void theUuidIsComparedWithoutCaseAndMustBeOne() {
        var good = rig.token(VM.toUpperCase(Locale.ROOT));

        assertThat(rig.tokens.validate(good, VM.toUpperCase(Locale.ROOT)).vmUuid())
                .isEqualTo(VM);
        assertThat(problem(() -> rig.tokens.validate(good, "nonsense"))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(problem(() -> rig.tokens.validate(good, VM + "\n"))).isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @Test
    @Tag("F055")
    void anExpiredTokenIsWrittenAsExpiredWhenItIsSeen() {
        var token = rig.token(VM);
        rig.clock.advance(Duration.ofDays(30).minusSeconds(1));
        assertThat(accepted(token)).isTrue();
        rig.clock.advance(Duration.ofSeconds(1));

        assertThat(refusal(token)).isEqualTo("expired");

        assertThat(rig.tokens.find(ANNA, VM).orElseThrow().state()).isEqualTo(TokenState.EXPIRED);
        assertThat(rig.column("select actor || ' ' || object from audit where action = 'guest-token.expired'"))
                .containsExactly("vm:" + VM + " "
                        + rig.tokens.find(ANNA, VM).orElseThrow().id());
    }

    @Test
    @Tag("F190")
    void aSignedTokenThatIsRefusedIsInTheTrailOnceAMinuteAndAMadeUpTextIsNot() {
        var token = rig.token(VM);
        rig.tokens.revokeByVm(ANNA, VM);

        for (int i = 0; i < 100; i++) {
            assertThat(refusal(token)).isEqualTo("revoked");
            assertThat(refusal("a.b." + i)).isEqualTo("malformed");
        }
        rig.clock.advance(Duration.ofMinutes(2));
        assertThat(refusal(token)).isEqualTo("revoked");

        assertThat(rig.column("select actor || ' ' || outcome || ' ' || detail from audit"
                        + " where action = 'guest-token.refused' order by seq"))
                .containsExactly("vm:" + VM + " revoked {}", "vm:" + VM + " revoked {\"more_before\":\"99\"}");
    }

    @Test
    @Tag("F055")
    void aRevokedOrUsedTokenDoesNotBecomeExpired() {
        var token = rig.token(VM);
        rig.tokens.revokeByVm(ANNA, VM);
        rig.clock.advance(Duration.ofDays(31));

        assertThat(refusal(token)).isEqualTo("expired");

        assertThat(rig.tokens.find(ANNA, VM).orElseThrow().state()).isEqualTo(TokenState.REVOKED);
    }

    @Test
    @Tag("F055")
    void usingNotesTheTimeOnceAndOnlyFromActive() {
        rig.token(VM);
        var id = rig.tokens.find(ANNA, VM).orElseThrow().id();
        rig.tokens.markUsed(TenantId.DEFAULT, id);
        var usedAt = rig.tokens.find(ANNA, VM).orElseThrow().usedAt();
        rig.clock.advance(Duration.ofMinutes(5));

        rig.tokens.markUsed(TenantId.DEFAULT, id);
        rig.tokens.revokeByVm(ANNA, VM);

        var row = rig.tokens.find(ANNA, VM).orElseThrow();
        assertThat(row.state()).isEqualTo(TokenState.USED);
        assertThat(row.usedAt()).isPresent().isEqualTo(usedAt);
    }

    @Test
    @Tag("F056")
    void revokingByIdAndByVmEndsThatTokenOnly() {
        var byId = rig.token(VM);
        var byVm = rig.token(OTHER_VM);
        var third = rig.token("5f0c2f5e-7a53-4d0e-9d54-0f6f5a3c1b33");

        assertThat(rig.tokens.revoke(
                        ANNA, rig.tokens.find(ANNA, VM).orElseThrow().id()))
                .isTrue();
        assertThat(rig.tokens.revokeByVm(ADMIN, OTHER_VM)).isTrue();

        assertThat(refusal(byId)).isEqualTo("revoked");
        assertThat(refusal(byVm, OTHER_VM)).isEqualTo("revoked");
        assertThatCode(() -> rig.tokens.validate(third, "5f0c2f5e-7a53-4d0e-9d54-0f6f5a3c1b33"))
                .doesNotThrowAnyException();
        assertThat(rig.tokens.revoke(
                        BERT, rig.tokens.find(ADMIN, VM).orElseThrow().id()))
                .isFalse();
        assertThat(rig.tokens.revoke(ANNA, "no such id")).isFalse();
        assertThat(rig.column("select count(*) from audit where action = 'guest-token.revoke'"))
                .containsExactly("2");
    }

    @Test
    @Tag("F056")
    void revokingARunLeavesAUsedTokenUsed() {
        var first = rig.tokens.issueForRun(ANNA, "run-1", VM, Optional.empty());
        var second = rig.tokens.issueForRun(ANNA, "run-2", OTHER_VM, Optional.empty());
        rig.tokens.markUsed(TenantId.DEFAULT, second.tokenId());

        for (var run : new String[] {"run-1", "run-2"}) {
            rig.database.write(handle -> {
                GuestTokensSql.revokeByRun(handle, TenantId.DEFAULT, run);
                return run;
            });
        }

        assertThat(refusal(first.text().reveal())).isEqualTo("revoked");
        assertThat(rig.tokens.ofRun(TenantId.DEFAULT, "run-2").orElseThrow().state())
                .isEqualTo(TokenState.USED);
    }

    @Test
    @Tag("F057")
    void onlyTheOwnerOrAnAdministratorOfTheTenantMayIssue() {
        var existing = rig.token(VM);

        assertThat(problem(() -> rig.tokens.issue(BERT, TokenOrder.of(VM)))).isEqualTo(ProblemCode.FORBIDDEN);
        var reader = new Caller(TenantId.DEFAULT, "anna", Caller.Role.READ);
        assertThat(problem(() -> rig.tokens.issue(reader, TokenOrder.of(VM)))).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(accepted(existing)).isTrue();
        assertThat(rig.tokens.find(BERT, VM)).isEmpty();

        var byAdmin = rig.tokens.issue(ADMIN, TokenOrder.of(VM));

        assertThat(part(byAdmin.text().reveal(), 1).path("sub").asString()).isEqualTo("anna");
    }

    @Test
    @Tag("F057")
    void theRegistryOwnsAVmAcrossTenants() {
        register(VM, "default", "bert");

        assertThat(problem(() -> rig.tokens.issue(ANNA, TokenOrder.of(VM)))).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(problem(() -> rig.tokens.issue(STRANGER, TokenOrder.of(VM)))).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(rig.tokens.issue(BERT, TokenOrder.of(VM)).tokenId()).isNotEmpty();
    }

    @Test
    @Tag("F057")
    void aTransactionThatFailsLeavesTheOlderTokenAlive() {
        var older = rig.token(VM);
        var prepared = rig.tokens.prepare(ANNA, TokenOrder.of(VM));

        var thrown = catchThrowableOfType(
                IllegalStateException.class,
                () -> rig.database.write(handle -> {
                    GuestTokensSql.save(handle, prepared);
                    throw new IllegalStateException("the caller's own statement failed");
                }));

        assertThat(thrown).isNotNull();
        assertThat(accepted(older)).isTrue();
    }

    @Test
    void theFirstShowingIsNotedOnceAndForgottenWithANewToken() {
        var text = rig.token(VM);
        assertThat(rig.tokens.find(ANNA, VM).orElseThrow().firstSeenAt()).isEmpty();
        rig.tokens.validate(text, VM);
        var seen = rig.tokens.find(ANNA, VM).orElseThrow().firstSeenAt();
        rig.clock.advance(Duration.ofMinutes(1));

        rig.tokens.validate(text, VM);

        assertThat(rig.tokens.find(ANNA, VM).orElseThrow().firstSeenAt())
                .isPresent()
                .isEqualTo(seen);
        rig.token(VM);
        assertThat(rig.tokens.find(ANNA, VM).orElseThrow().firstSeenAt()).isEmpty();
    }

    @Test
    void theSigningKeyOutlivesARestart() {
        var text = rig.token(VM);
        rig.close();

        rig = new GuestRig(folder);

        assertThat(accepted(text)).isTrue();
    }

    private static TokenOrder order(Duration life) {
        return new TokenOrder(VM, Optional.of(life), Optional.empty(), Optional.empty());
    }

    private static boolean accepted(String token) {
        try {
            rig.tokens.validate(token, VM);
            return true;
        } catch (SlipwayException e) {
            return false;
        }
    }

    private static String refusal(String token) {
        return refusal(token, VM);
    }

    private static String refusal(String token, String vmUuid) {
        var thrown = catchThrowableOfType(SlipwayException.class, () -> rig.tokens.validate(token, vmUuid));
        assertThat(thrown).as("accepted").isNotNull();
        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.TOKEN_INVALID);
        return thrown.problem().context().getOrDefault("reason", "");
    }

    private static ProblemCode problem(ThrowingCallable call) {
        var thrown = catchThrowableOfType(SlipwayException.class, call);
        assertThat(thrown).as("nothing thrown").isNotNull();
        return thrown.problem().code();
    }

    /** A token under our own key, with changed claims. */
    private static String signed(Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        var now = rig.clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .jwtID("x")
                .subject("anna")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(100)))
                .claim("typ", "provision")
                .claim("vm", VM)
                .claim("tid", "default");
        change.accept(claims);
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .build();
        var jwt = new SignedJWT(header, claims.build());
        jwt.sign(new MACSigner(rig.vault.secrets().key(TenantId.DEFAULT, "guest-token-signing-key", 32)));
        return jwt.serialize();
    }

    private static void register(String vmUuid, String tenant, String user) {
        rig.database.write(handle -> handle.execute("""
                insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, node, limits,
                    state, created_at) values ('h', 'default', 'h', 'pve', 'a', 22, 'u', '{}', 'p', 'n', '{}', 'ok', 0)
                """));
        rig.database.write(handle -> handle.execute("""
                insert into vm (id, tenant_id, user_id, host_id, vm_uuid, name, state, addresses, metadata, created_at)
                values ('v', ?, ?, 'h', ?, 'vm', 'present', '[]', '{}', 0)
                """, tenant, user, vmUuid));
    }

    private static ObjectNode part(String token, int index) {
        var text = new String(Base64.getUrlDecoder().decode(token.split("\\.")[index]), UTF_8);
        return Json.parseObject(text);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("vault.key"))
                    .toList();
        }
    }
}
