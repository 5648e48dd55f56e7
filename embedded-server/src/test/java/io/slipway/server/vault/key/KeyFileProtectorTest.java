package io.slipway.server.vault.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileProtectorTest extends KeyProtectorContract {
    @TempDir
    Path folder;

    @Override
    protected KeyProtector protector() {
        return new KeyFileProtector(folder, new SecureRandom());
    }

    @Test
    void theFileIsTheUsersOwnAndOneThatOthersCanReadIsNotUsed() throws IOException {
        var key = key();
        var wrapped = protector().wrap(binding(key), key);
        var file = folder.resolve(wrapped.parameters().get("file"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(protector().unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Unavailable.class);
    }

    @Test
    void aMissingDamagedOrForeignFileRefuses() throws IOException {
        var key = key();
        var wrapped = protector().wrap(binding(key), key);
        var file = folder.resolve(wrapped.parameters().get("file"));
        var good = Files.readString(file);

        for (var bad : new String[] {"", good.substring(1), good.replace("\n", "0\n"), "x".repeat(10_000)}) {
            Files.writeString(file, bad);
            assertThat(protector().unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Refused.class);
        }
        var other = protector().wrap(binding(key), key);
        Files.copy(folder.resolve(other.parameters().get("file")), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(protector().unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Refused.class);
        Files.delete(file);
        assertThat(protector().unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Refused.class);
    }

    @Test
    void aNameThatLeavesTheFolderIsNotRead() throws IOException {
        var key = key();
        var wrapped = protector().wrap(binding(key), key);
        for (var name : new String[] {"../vault.key", "/etc/passwd", "vault-0.key", "vault.key/..", ""}) {
            var changed = new Wrapped(wrapped.kind(), Map.of("file", name), wrapped.blob());
            assertThat(protector().unwrap(binding(key), changed)).isInstanceOf(Unwrapping.Refused.class);
        }
    }
}
