package io.slipway.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.BackupOrigin;
import io.slipway.server.vault.key.KeyBinding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file's form: whatever was changed, cut off, moved, repeated or taken from another file is refused. */
class ChunkTest {
    private static final int SEALED = BackupFormat.CHUNK_BYTES + BackupFormat.TAG_BYTES;

    private final SplittableRandom random = new SplittableRandom(20261121);
    private final SecretKey key = new SecretKeySpec(bytes(32), "AES");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void whatWasWrittenComesBackAndTheWholeFileIsRead(int size) throws IOException {
        var plain = bytes(size);

        var file = file(header(), plain);

        assertThat(read(file)).isEqualTo(plain);
        assertThat(file).hasSize(front(file) + size + Math.max(1, Math.ceilDiv(size, 65_536)) * 16);
    }

    @Test
    void oneFlippedBitAnywhereIsRefused() throws IOException {
        var file = file(header(), bytes(150_000));
        int front = front(file);
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < front; i++) {
            positions.add(i);
        }
        for (int chunk = 0; chunk < 3; chunk++) {
            int start = front + chunk * SEALED;
            int end = Math.min(start + SEALED, file.length);
            positions.addAll(List.of(start, start + 1, end - 17, end - 16, end - 1));
        }
        for (int i = 0; i < 300; i++) {
            positions.add(random.nextInt(file.length));
        }

        for (int at : positions) {
            var changed = file.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(refused(() -> read(changed)))
                    .as("bit at " + at)
                    .isIn(ProblemCode.BACKUP_DAMAGED, ProblemCode.BACKUP_TOO_NEW);
        }
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() throws IOException {
        var file = file(header(), bytes(3 * 65_536));
        int front = front(file);
        var lengths = new ArrayList<>(List.of(0, 1, front - 1, front, front + 15, front + 16, file.length - 1));
        for (int chunk = 1; chunk < 3; chunk++) {
            lengths.addAll(List.of(front + chunk * SEALED - 1, front + chunk * SEALED, front + chunk * SEALED + 1));
        }
        for (int i = 0; i < 200; i++) {
            lengths.add(random.nextInt(file.length));
        }

        for (int length : lengths) {
            assertThat(refused(() -> read(Arrays.copyOf(file, length))))
                    .as("cut to " + length)
                    .isEqualTo(ProblemCode.BACKUP_DAMAGED);
        }
    }

    @Test
    void chunksThatAreMovedRepeatedLeftOutOrAppendedAreRefused() throws IOException {
        var file = file(header(), bytes(4 * 65_536));

        assertThat(refused(() -> read(joined(file, 1, 0, 2, 3)))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> read(joined(file, 0, 0, 1, 2, 3)))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> read(joined(file, 0, 2, 3)))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> read(joined(file, 0, 1, 2, 3, 3)))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> read(Arrays.copyOf(file, file.length + 1)))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(read(joined(file, 0, 1, 2, 3))).hasSize(4 * 65_536);
    }

    @Test
    void theHeaderOfAnotherFileIsRefusedEvenUnderTheSameKey() throws IOException {
        var one = file(header(), bytes(1000));
        var other = file(header(), bytes(1000));

        var mixed = new ByteArrayOutputStream();
        mixed.write(one, 0, front(one));
        mixed.write(other, front(other), other.length - front(other));

        assertThat(refused(() -> read(mixed.toByteArray()))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
    }

    @Test
    void aLaterVersionIsNamedAsSuchAndAnythingElseIsNoBackup() throws IOException {
        var file = file(header(), bytes(10));
        var later = file.clone();
        later["slipway-backup ".length()] = '2';

        assertThat(refused(() -> read(later))).isEqualTo(ProblemCode.BACKUP_TOO_NEW);
        assertThat(refused(() -> read("PK\3\4 something".getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> read("slipway-backup 123456789012\n".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(ProblemCode.BACKUP_DAMAGED);
    }

    @Test
    void aHeaderThatIsTooLongOrHasOtherFieldsIsRefusedBeforeItIsRead() throws IOException {
        assertThat(refused(() -> read(withHeader(Integer.MAX_VALUE, "{}")))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> read(withHeader(-1, "{}")))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        var more = Json.write(header().json().put("more", 1));
        assertThat(refused(() -> read(withHeader(more.length(), more)))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        for (var field : List.of("created_at", "product", "tenant", "installation", "key_id", "salt", "chunk_bytes")) {
            var json = header().json();
            json.remove(field);
            var text = Json.write(json);
            assertThat(refused(() -> read(withHeader(text.length(), text))))
                    .as(field)
                    .isEqualTo(ProblemCode.BACKUP_DAMAGED);
        }
    }

    @Test
    void contentBeyondTheBoundsIsNotReadOn() throws IOException {
        var first = "{\"content\":1,\"audit\":{\"hash\":\"" + "0".repeat(64) + "\",\"seq\":1}}\n";

        assertThat(refused(() -> content(first))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> content(first + "x".repeat(11 << 20) + "\n"))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> content(first + "{\"end\":1}\n"))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> content(first + "{\"end\":0}\nmore"))).isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> content(first + "{\"part\":\"vm\",\"row\":{}}\n{\"end\":1}\n")))
                .isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(refused(() -> content(first.replace("\"content\":1", "\"content\":2") + "{\"end\":0}\n")))
                .isEqualTo(ProblemCode.BACKUP_TOO_NEW);
        var setting = "{\"part\":\"setting\",\"row\":{\"name\":\"a\",\"value\":\"b\"}}\n";
        assertThat(refused(() -> content(first + setting + setting + "{\"end\":2}\n")))
                .as("twice the same key")
                .isEqualTo(ProblemCode.BACKUP_DAMAGED);
        assertThat(content(first + setting + "{\"end\":1}\n").rows().count()).isEqualTo(1);
    }

    private static BackupContent content(String text) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var out = new java.util.zip.GZIPOutputStream(zipped)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return BackupContent.read(new ByteArrayInputStream(zipped.toByteArray()));
    }

    private static byte[] withHeader(int length, String json) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("slipway-backup 1\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static byte[] joined(byte[] file, int... chunks) {
        int front = front(file);
        var out = new ByteArrayOutputStream();
        out.write(file, 0, front);
        for (int chunk : chunks) {
            int start = front + chunk * SEALED;
            out.write(file, start, Math.min(SEALED, file.length - start));
        }
        return out.toByteArray();
    }

    private static int front(byte[] file) {
        int line = "slipway-backup 1\n".length();
        return line + 4 + ByteBuffer.wrap(file, line, 4).getInt();
    }

    private BackupHeader header() {
        var origin = new BackupOrigin(new KeyBinding("0".repeat(32), "1".repeat(16)), Optional.empty());
        return new BackupHeader(Instant.EPOCH, "1.0", TenantId.DEFAULT, origin, bytes(32));
    }

    private byte[] file(BackupHeader header, byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        var front = BackupFormat.write(header, out);
        try (var chunks = new ChunkWriter(out, key, front.digest())) {
            chunks.write(plain);
        }
        return out.toByteArray();
    }

    private byte[] read(byte[] file) throws IOException {
        var in = new ByteArrayInputStream(file);
        var front = BackupFormat.read(in);
        return new ChunkReader(in, key, front.digest()).readAllBytes();
    }

    private byte[] bytes(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static ProblemCode refused(ThrowingCallable call) {
        var thrown = catchThrowableOfType(SlipwayException.class, call);
        assertThat(thrown).as("nothing thrown").isNotNull();
        return thrown.problem().code();
    }
}
