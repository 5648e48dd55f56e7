package io.slipway.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Ids;
import io.slipway.server.base.ProblemCode;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final TenantId OTHER = new TenantId("other");

    @TempDir
    Path folder;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSecretComesBackByItsIdForItsTenantOnly() {
        var secrets = vault().secrets();

        var id = secrets.put(TenantId.DEFAULT, "host-password", Secret.of("pässwörd"));

        assertThat(vault().secrets().get(TenantId.DEFAULT, id)).contains(Secret.of("pässwörd"));
        assertThat(secrets.get(OTHER, id)).isEmpty();
        secrets.put(TenantId.DEFAULT, id, "host-password", Secret.of("next"));
        assertThat(secrets.get(TenantId.DEFAULT, id)).contains(Secret.of("next"));
        secrets.remove(OTHER, id);
        assertThat(secrets.get(TenantId.DEFAULT, id)).isPresent();
        secrets.remove(TenantId.DEFAULT, id);
        assertThat(secrets.get(TenantId.DEFAULT, id)).isEmpty();
    }

    @Test
    @Tag("F052")
    void noFileOfTheFolderHoldsASecretInClear() throws IOException {
        var id = vault().secrets().put(TenantId.DEFAULT, "host-password", Secret.of("correct-horse-battery"));
        vault().files().write(folder.resolve("x.sealed"), "x", "staple-of-the-file".getBytes(StandardCharsets.UTF_8));

        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s %s", file, id)
                        .doesNotContain("correct-horse")
                        .doesNotContain("staple-of");
            }
        }
    }

    @Test
    void aRowMovedToAnotherIdTenantOrLabelDoesNotOpen() {
        var secrets = vault().secrets();
        var id = secrets.put(TenantId.DEFAULT, "a", Secret.of("one"));

        change("update sealed_secret set id = 'moved' where id = ?", id);
        assertThat(code(() -> secrets.get(TenantId.DEFAULT, "moved"))).isEqualTo(ProblemCode.CONFIG_ERROR);
        change("update sealed_secret set id = ?", id);
        assertThat(secrets.get(TenantId.DEFAULT, id)).isPresent();
        change("update sealed_secret set tenant_id = 'other' where id = ?", id);
        assertThat(code(() -> secrets.get(OTHER, id))).isEqualTo(ProblemCode.CONFIG_ERROR);
        change("update sealed_secret set tenant_id = 'default', label = 'b' where id = ?", id);
        assertThat(code(() -> secrets.get(TenantId.DEFAULT, id))).isEqualTo(ProblemCode.CONFIG_ERROR);
        change("update sealed_secret set label = 'a', ciphertext = '!' where id = ?", id);
        assertThat(code(() -> secrets.get(TenantId.DEFAULT, id))).isEqualTo(ProblemCode.CONFIG_ERROR);
    }

    @Test
    void aNamedKeyIsMadeOnceAndDiffersByName() {
        var first = vault().secrets().key(TenantId.DEFAULT, "signing", 32);

        assertThat(vault().secrets().key(TenantId.DEFAULT, "signing", 32))
                .hasSize(32)
                .isEqualTo(first);
        assertThat(vault().secrets().key(TenantId.DEFAULT, "other", 32)).isNotEqualTo(first);
    }

    @Test
    void aSealedFileKnowsItsNameAndLabel() throws IOException {
        var files = vault().files();
        var file = folder.resolve("x.sealed");
        files.write(file, "label", new byte[] {1, 2, 3});

        assertThat(files.read(file, "label").orElseThrow()).containsExactly(1, 2, 3);
        assertThat(code(() -> files.read(file, "another"))).isEqualTo(ProblemCode.CONFIG_ERROR);
        Files.move(file, folder.resolve("y.sealed"));
        assertThat(code(() -> files.read(folder.resolve("y.sealed"), "label"))).isEqualTo(ProblemCode.CONFIG_ERROR);
        assertThat(files.read(file, "label")).isEqualTo(Optional.empty());
        Files.writeString(file, "{]");
        assertThat(code(() -> files.read(file, "label"))).isEqualTo(ProblemCode.CONFIG_ERROR);
    }

    @Test
    void sealingTheSameTwiceGivesDifferentTexts() {
        var box = vault().box();
        var context = new SealContext(TenantId.DEFAULT, "a", "b");

        assertThat(box.seal(context, new byte[8])).isNotEqualTo(box.seal(context, new byte[8]));
        assertThat(box.keyId()).hasSize(16);
    }

    private Vault vault() {
        return Vault.open(VaultSetup.usual(folder), database, Ids.system(), InstantSource.system(), new SecureRandom());
    }

    private void change(String sql, String id) {
        database.write(handle -> handle.execute(sql, id));
    }

    private static ProblemCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        var thrown = catchThrowableOfType(SlipwayException.class, call);
        assertThat(thrown).as("nothing thrown").isNotNull();
        return thrown.problem().code();
    }
}
