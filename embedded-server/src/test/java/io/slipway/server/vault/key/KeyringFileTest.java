package io.slipway.server.vault.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.vault.key.Keyring.Recovery;
import io.slipway.server.vault.key.KeyringFile.Damaged;
import io.slipway.server.vault.key.KeyringFile.Loaded;
import io.slipway.server.vault.key.KeyringFile.Missing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringFileTest {
    private static final byte[] KEY = new byte[32];
    private static final Keyring KEYRING = new Keyring(
            new KeyBinding("0123456789abcdef0123456789abcdef", KeyWrap.keyId(KEY)),
            new Wrapped(ProtectorKind.KEY_FILE, Map.of("file", "vault.key"), new byte[60]),
            Optional.of(new Recovery(new byte[60], Instant.parse("2026-11-21T10:00:00.123Z"))),
            true,
            List.of("00112233445566aa"));

    @TempDir
    Path folder;

    private KeyringFile file;
    private Path path;

    @BeforeEach
    void open() {
        file = new KeyringFile(folder);
        path = folder.resolve("vault.json");
    }

    @Test
    void whatIsSavedComesBackAndOnlyTheKeysHolderWroteIt() throws IOException {
        assertThat(file.load()).isEqualTo(new Missing());

        file.save(KEYRING, KEY);

        var loaded = (Loaded) file.load();
        assertThat(loaded.keyring()).isEqualTo(KEYRING);
        assertThat(loaded.writtenBy(KEY)).isTrue();
        assertThat(loaded.writtenBy(new byte[] {1})).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void everyChangeOfAFieldIsRefusedOrNoticed() throws IOException {
        file.save(KEYRING, KEY);
        var good = Files.readString(path);
        String[][] changes = {
            {"slipway-vault", "other-vault"},
            {"\"version\" : 1", "\"version\" : 2"},
            {"0123456789abcdef0123456789abcdef", "1123456789abcdef0123456789abcdef"},
            {"key-file", "passphrase"},
            {"key-file", "magic"},
            {"vault.key", "vault-0000000000000000.key"},
            {"\"file\"", "\"files\""},
            {"2026-11-21", "2026-11-22"},
            {"2026-11-21", "20261121"},
            {"00112233445566aa", "00112233445566ab"},
            {"00112233445566aa", "../../etc/passwd"},
            {"AAAAAAAA", "AAAABAAA"},
            {"\"recovery\"", "\"recover\""},
            {"\"format\"", "\"more\" : 1, \"format\""},
            {"\"format\"", "\"version\" : 1, \"format\""},
        };
        for (var change : changes) {
            assertThat(good).contains(change[0]);
            Files.writeString(path, good.replaceFirst(Pattern.quote(change[0]), change[1]));
            var found = file.load();
            boolean noticed = found instanceof Damaged || found instanceof Loaded loaded && !loaded.writtenBy(KEY);
            assertThat(noticed).as("%s -> %s", change[0], change[1]).isTrue();
        }
    }

    @Test
    void aRecoverySlotTakenAwayIsNoticed() {
        file.save(KEYRING, KEY);
        var code = ((Loaded) file.load()).code();
        var without = new Keyring(KEYRING.binding(), KEYRING.main(), Optional.empty(), true, KEYRING.formerKeys());

        assertThat(new Loaded(without, code).writtenBy(KEY)).isFalse();
    }

    @Test
    void noDamageGetsThroughOrBreaksOut() throws IOException {
        file.save(KEYRING, KEY);
        var good = Files.readAllBytes(path);
        var random = new Random(130);
        for (int i = 0; i < 3000; i++) {
            var bytes = good.clone();
            int cuts = 1 + random.nextInt(3);
            for (int c = 0; c < cuts; c++) {
                bytes[random.nextInt(bytes.length)] = (byte) (' ' + random.nextInt(95));
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            Files.write(path, bytes);

            var found = file.load();

            if (found instanceof Loaded loaded && loaded.writtenBy(KEY)) {
                assertThat(loaded.keyring())
                        .as(new String(bytes, StandardCharsets.ISO_8859_1))
                        .isEqualTo(KEYRING);
            }
        }
        Files.write(path, new byte[1 << 20]);
        assertThat(file.load()).isInstanceOf(Damaged.class);
        Files.writeString(path, "[".repeat(10_000));
        assertThat(file.load()).isInstanceOf(Damaged.class);
    }
}
