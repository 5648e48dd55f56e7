package io.slipway.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorSecretsTest {
    private static final Caller ANNA = new Caller(TenantId.DEFAULT, "anna", Caller.Role.ADMIN);
    private static final Caller STRANGER = new Caller(new TenantId("other"), "eve", Caller.Role.ADMIN);
    private static final SecretTarget HOST = SecretTarget.hostPassword("host-1");

    @TempDir
    Path folder;

    private final Redactor redactor = new Redactor();
    private SqliteDatabase database;
    private OperatorSecrets secrets;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
        secrets = secrets(new SecretBox(new byte[32], new SecureRandom()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    @Tag("F128")
    void aSecretIsSealedOpenedRotatedAndDeleted() {
        var made = secrets.create(ANNA, "corp join", Secret.of(" pässwörd with spaces "));

        assertThat(made.version()).isEqualTo(1);
        assertThat(made.state()).isEqualTo(SecretMeta.State.SET);
        assertThat(value(made, 1)).isEqualTo(" pässwörd with spaces ");
        var rotated = secrets.rotate(ANNA, "corp join", Secret.of("second"));
        assertThat(rotated.version()).isEqualTo(2);
        assertThat(rotated.rotatedAt()).isPresent();
        assertThat(value(made, 2)).isEqualTo("second");
        assertThat(value(made, 1)).as("running work keeps its version").isEqualTo(" pässwörd with spaces ");
        secrets.delete(ANNA, made.id());
        assertThat(secrets.list(TenantId.DEFAULT)).isEmpty();
        assertThat(code(() -> value(made, 1))).isEqualTo(ProblemCode.SECRET_NOT_FOUND);
        assertThat(column("select count(*) from secret_version")).containsExactly("0");
    }

    @Test
    @Tag("F129")
    void everyVersionHasItsOwnDataKeyAndNonce() {
        var made = secrets.create(ANNA, "a", Secret.of("same"));
        secrets.rotate(ANNA, "a", Secret.of("same"));

        assertThat(column("select nonce from secret_version")).doesNotHaveDuplicates();
        assertThat(column("select ciphertext from secret_version")).doesNotHaveDuplicates();
        assertThat(column("select json_extract(aad, '$.dataKey') from secret_version"))
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(value(made, 2)).isEqualTo("same");
    }

    @Test
    @Tag("F129")
    void aRowThatWasSwappedMovedRelabelledOrAlteredDoesNotOpen() {
        var one = secrets.create(ANNA, "one", Secret.of("first"));
        secrets.rotate(ANNA, "one", Secret.of("first, again"));
        var two = secrets.create(ANNA, "two", Secret.of("other"));
        var changes = List.of(
                // Rows of two secrets exchanged, whole and in parts.
                "update secret_version set (nonce, ciphertext, aad) = (select nonce, ciphertext, aad from secret_version x"
                        + " where x.secret_id = '" + two.id() + "') where secret_id = '" + one.id() + "'",
                "update secret_version set (nonce, ciphertext) = (select nonce, ciphertext from secret_version x"
                        + " where x.secret_id = '" + two.id() + "') where secret_id = '" + one.id() + "'",
                // An old version in the place of the new one.
                "update secret_version set (nonce, ciphertext, aad) = (select nonce, ciphertext, aad from secret_version x"
                        + " where x.secret_id = '" + one.id() + "' and x.n = 1) where secret_id = '" + one.id()
                        + "' and n = 2",
                "update secret_version set aad = json_set(aad, '$.version', 2) where secret_id = '" + one.id()
                        + "' and n = 1",
                "update secret_version set aad = json_set(aad, '$.tenant', 'other')",
                "update secret_version set aad = json_set(aad, '$.label', 'x')",
                "update secret_version set aad = json_set(aad, '$.secretId', 'x')",
                "update secret_version set aad = json_set(aad, '$.dataKeyNonce', nonce)",
                "update secret_version set aad = json_set(aad, '$.dataKey', ciphertext)",
                "update secret set label = 'two' where id = '" + one.id() + "'",
                "update secret_version set alg = 'none'",
                "update secret_version set nonce = '!'",
                "update secret_version set ciphertext = substr(ciphertext, 5)");
        for (var change : changes) {
            var before = column("select secret_id || '|' || n || '|' || alg || '|' || nonce || '|' || ciphertext || '|'"
                    + " || aad from secret_version");
            change(change);

            assertThat(List.of(opens(one, 1), opens(one, 2), opens(two, 1)))
                    .as(change)
                    .contains(ProblemCode.CONFIG_ERROR);

            restore(before);
            change("update secret set label = 'one' where id = '" + one.id() + "'");
            assertThat(value(one, 2)).as(change).isEqualTo("first, again");
        }
    }

    @Test
    @Tag("F129")
    void anOlderVersionThatTheDatabaseCallsTheNewestDoesNotOpen() {
        var made = secrets.create(ANNA, "one", Secret.of("leaked"));
        secrets.rotate(ANNA, "one", Secret.of("renewed"));
        secrets.rotate(ANNA, "one", Secret.of("renewed again"));
        secrets.bind(ANNA, HOST, "one");

        change("update secret set current_version = 1");
        var bound = secrets.bound(TenantId.DEFAULT, HOST).orElseThrow();
        assertThat(code(() -> secrets.open(ANNA, bound, "test"))).isEqualTo(ProblemCode.CONFIG_ERROR);
        assertThat(opens(made, 3)).as("newest, called a former one").isEqualTo(ProblemCode.CONFIG_ERROR);
        change("delete from secret_version where n > 1");
        assertThat(opens(made, 1)).isEqualTo(ProblemCode.CONFIG_ERROR);

        assertThat(secrets.rotate(ANNA, "one", Secret.of("entered again")).version())
                .isEqualTo(2);
        assertThat(value(made, 2)).isEqualTo("entered again");
    }

    @Test
    @Tag("F129")
    void aSecretOfAnotherTenantDoesNotOpenWhenItsRowsAreGivenToIt() {
        var made = secrets.create(ANNA, "one", Secret.of("first"));

        change("update secret set tenant_id = 'other'");
        change("update secret_version set tenant_id = 'other', aad = json_set(aad, '$.tenant', 'other')");

        assertThat(code(() -> secrets.open(STRANGER, new SecretRef(made.id(), 1), "test")))
                .isEqualTo(ProblemCode.CONFIG_ERROR);
    }

    @Test
    @Tag("F131")
    void aFieldIsBoundOnceAndPointsToTheSecretGivenLast() {
        var one = secrets.create(ANNA, "one", Secret.of("first"));
        var two = secrets.create(ANNA, "two", Secret.of("other"));

        var before = secrets.bind(ANNA, HOST, "one");
        var after = secrets.bind(ANNA, HOST, "two");

        assertThat(before.secretId()).isEqualTo(one.id());
        assertThat(after.secretId()).isEqualTo(two.id());
        assertThat(secrets.bindings(TenantId.DEFAULT)).containsExactly(after);
        assertThat(code(() -> secrets.delete(ANNA, two.id()))).isEqualTo(ProblemCode.WRONG_STATE);
        secrets.delete(ANNA, one.id());
        assertThat(secrets.unbind(ANNA, HOST)).isTrue();
        assertThat(secrets.unbind(ANNA, HOST)).isFalse();
        secrets.delete(ANNA, two.id());
    }

    @Test
    @Tag("F131")
    @Tag("F137")
    void anotherTenantsSecretDoesNotExist() {
        var made = secrets.create(ANNA, "one", Secret.of("first"));
        secrets.bind(ANNA, HOST, "one");

        assertThat(secrets.list(STRANGER.tenant())).isEmpty();
        assertThat(secrets.bindings(STRANGER.tenant())).isEmpty();
        assertThat(secrets.bound(STRANGER.tenant(), HOST)).isEmpty();
        assertThat(code(() -> secrets.require(STRANGER.tenant(), made.id()))).isEqualTo(ProblemCode.SECRET_NOT_FOUND);
        assertThat(code(() -> secrets.bind(STRANGER, HOST, made.id()))).isEqualTo(ProblemCode.SECRET_NOT_FOUND);
        assertThat(code(() -> secrets.rotate(STRANGER, made.id(), Secret.of("x"))))
                .isEqualTo(ProblemCode.SECRET_NOT_FOUND);
        assertThat(code(() -> secrets.delete(STRANGER, made.id()))).isEqualTo(ProblemCode.SECRET_NOT_FOUND);
        assertThat(code(() -> secrets.open(STRANGER, new SecretRef(made.id(), 1), "test")))
                .isEqualTo(ProblemCode.SECRET_NOT_FOUND);
        assertThat(secrets.unbind(STRANGER, HOST)).isFalse();
        assertThat(value(made, 1)).isEqualTo("first");
    }

    @Test
    @Tag("F133")
    void aSecretUnderALostKeyAsksToBeEnteredAgain() {
        var made = secrets.create(ANNA, "one", Secret.of("first"));
        var otherKey = new byte[32];
        otherKey[0] = 1;
        var later = secrets(new SecretBox(otherKey, new SecureRandom()));

        assertThat(later.require(TenantId.DEFAULT, "one").state()).isEqualTo(SecretMeta.State.NEEDS_REENTRY);
        assertThat(code(() -> later.open(ANNA, new SecretRef(made.id(), 1), "test")))
                .isEqualTo(ProblemCode.SECRET_REENTRY_REQUIRED);
        assertThat(later.rotate(ANNA, "one", Secret.of("again")).state()).isEqualTo(SecretMeta.State.SET);
        try (var lease = later.open(ANNA, new SecretRef(made.id(), 2), "test")) {
            assertThat(lease.value().reveal()).isEqualTo("again");
        }
    }

    @Test
    void anOpenedValueIsWipedAndLeavesTheRedactor() {
        var made = secrets.create(ANNA, "one", Secret.of("correct-horse"));

        var lease = secrets.open(ANNA, new SecretRef(made.id(), 1), "test");

        assertThat(redactor.clean("a correct-horse")).isEqualTo("a ***");
        var value = lease.value();
        lease.close();
        assertThat(value.reveal()).isEqualTo("\0".repeat(13));
    }

    @Test
    void equalLabelsAreToldApartByTheirIds() {
        var made = secrets.create(ANNA, "one", Secret.of("first"));
        secrets.create(ANNA, "one", Secret.of("second"));

        assertThat(code(() -> secrets.require(TenantId.DEFAULT, "one"))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(secrets.require(TenantId.DEFAULT, made.id()).label()).isEqualTo("one");
    }

    @Test
    void whatIsKeptForAnObjectGoesWithItUnlessSomethingElseReadsIt() {
        secrets.keep(ANNA, HOST, "password of host a", Secret.of("first"));
        secrets.keep(ANNA, HOST, "password of host a", Secret.of("second"));
        var kept = secrets.require(TenantId.DEFAULT, "password of host a");
        assertThat(kept.version()).isEqualTo(2);
        var profile = new SecretTarget(SecretScope.PROFILE, "p", "/user/password");
        secrets.bind(ANNA, profile, kept.id());

        secrets.release(ANNA, SecretScope.HOST, "host-1");
        assertThat(secrets.list(TenantId.DEFAULT)).hasSize(1);
        secrets.release(ANNA, SecretScope.PROFILE, "p");

        assertThat(secrets.list(TenantId.DEFAULT)).isEmpty();
    }

    @Test
    void aNewPasswordForOneHostLeavesASecretThatOthersReadAsItIs() {
        var shared = secrets.create(ANNA, "root of the rack", Secret.of("first"));
        var second = SecretTarget.hostPassword("host-2");
        secrets.bind(ANNA, HOST, shared.id());
        secrets.bind(ANNA, second, shared.id());

        secrets.keep(ANNA, HOST, "password of host a", Secret.of("second"));

        assertThat(secrets.bound(TenantId.DEFAULT, second)).contains(new SecretRef(shared.id(), 1));
        var own = secrets.bound(TenantId.DEFAULT, HOST).orElseThrow();
        assertThat(own.id()).isNotEqualTo(shared.id());
        try (var lease = secrets.open(ANNA, own, "test")) {
            assertThat(lease.value().reveal()).isEqualTo("second");
        }
    }

    @Test
    void aUseThatCannotBeAuditedOpensNothing() {
        var made = secrets.create(ANNA, "one", Secret.of("correct-horse"));
        change("create trigger full before insert on audit begin select raise(abort, 'disk full'); end");

        assertThatThrownBy(() -> value(made, 1)).hasMessageContaining("disk full");

        change("drop trigger full");
        assertThat(value(made, 1)).isEqualTo("correct-horse");
    }

    @Test
    void anOldRowMovesOnceHoweverOftenItIsTried() {
        var older = new Secrets(
                database,
                new SecretBox(new byte[32], new SecureRandom()),
                Ids.system(),
                InstantSource.system(),
                new SecureRandom());
        older.put(TenantId.DEFAULT, "host-host-1", "host password", Secret.of("first"));

        secrets.move(ANNA, "host-host-1", HOST, "password of host a", Secret.of("first"));
        secrets.move(ANNA, "host-host-1", HOST, "password of host a", Secret.of("stale"));

        assertThat(older.get(TenantId.DEFAULT, "host-host-1")).isEmpty();
        var ref = secrets.bound(TenantId.DEFAULT, HOST).orElseThrow();
        try (var lease = secrets.open(ANNA, ref, "test")) {
            assertThat(lease.value().reveal()).isEqualTo("first");
        }
        assertThat(secrets.list(TenantId.DEFAULT)).hasSize(1);
    }

    @Test
    @Tag("F128")
    void aCiphertextOfThisVaultIsTakenOverAndAnyOtherIsRefused() {
        var made = secrets.create(ANNA, "one", Secret.of("first"));
        var sealed = database.read(
                        handle -> OperatorSecretsSql.version(handle, TenantId.DEFAULT, new SecretRef(made.id(), 1)))
                .orElseThrow();

        var adopted = secrets.adopt(ANNA, "one", sealed);

        assertThat(value(adopted, 1)).isEqualTo("first");
        assertThat(code(() -> secrets.adopt(ANNA, "two", sealed))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(code(() -> secrets.adopt(STRANGER, "one", sealed))).isEqualTo(ProblemCode.BAD_REQUEST);
        var foreign = new SealedSecret(sealed.alg(), "0123", sealed.nonce(), sealed.ciphertext(), sealed.aadMeta());
        assertThat(code(() -> secrets.adopt(ANNA, "one", foreign))).isEqualTo(ProblemCode.BAD_REQUEST);
        var altered = new SealedSecret(
                sealed.alg(), sealed.keyId(), sealed.nonce(), "AAAA" + sealed.ciphertext(), sealed.aadMeta());
        assertThat(code(() -> secrets.adopt(ANNA, "one", altered))).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(secrets.list(TenantId.DEFAULT)).hasSize(2);
    }

    @Test
    void everyChangeAndEveryUseIsInTheAuditTrail() {
        var made = secrets.create(ANNA, "one", Secret.of("first-value"));
        secrets.rotate(ANNA, "one", Secret.of("second-value"));
        secrets.bind(ANNA, HOST, "one");
        value(made, 2);
        secrets.unbind(ANNA, HOST);
        secrets.delete(ANNA, "one");

        assertThat(column("select actor || ' ' || action from audit order by id"))
                .containsExactly(
                        "anna secret.create",
                        "anna secret.rotate",
                        "anna secret.bind",
                        "anna secret.use",
                        "anna secret.unbind",
                        "anna secret.delete");
        assertThat(String.join(" ", column("select detail from audit"))).doesNotContain("-value");
    }

    @Test
    @Tag("F128")
    void noFileHoldsAValueInClear() throws IOException {
        secrets.create(ANNA, "one", Secret.of("correct-horse-battery"));

        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("correct-horse");
            }
        }
    }

    private OperatorSecrets secrets(SecretBox box) {
        return new OperatorSecrets(database, box, Ids.system(), InstantSource.system(), new SecureRandom(), redactor);
    }

    private String value(SecretMeta meta, int version) {
        try (var lease = secrets.open(ANNA, new SecretRef(meta.id(), version), "test")) {
            return lease.value().reveal();
        }
    }

    /** The code of the refusal, or INTERNAL_ERROR when it opened. */
    private ProblemCode opens(SecretMeta meta, int version) {
        var thrown = catchThrowableOfType(SlipwayException.class, () -> value(meta, version));
        return thrown == null ? ProblemCode.INTERNAL_ERROR : thrown.problem().code();
    }

    private void restore(List<String> rows) {
        for (var row : rows) {
            var part = row.split("\\|", -1);
            database.write(handle -> handle.execute(
                    "update secret_version set alg = ?, nonce = ?, ciphertext = ?, aad = ? where secret_id = ? and n = ?",
                    part[2],
                    part[3],
                    part[4],
                    part[5],
                    part[0],
                    Integer.parseInt(part[1])));
        }
    }

    private List<String> column(String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private void change(String sql) {
        database.write(handle -> handle.execute(sql));
    }

    private static ProblemCode code(ThrowingCallable call) {
        var thrown = catchThrowableOfType(SlipwayException.class, call);
        assertThat(thrown).as("nothing thrown").isNotNull();
        return thrown.problem().code();
    }
}
