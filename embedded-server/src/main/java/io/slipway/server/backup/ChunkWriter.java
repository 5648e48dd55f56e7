package io.slipway.server.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals what is written in chunks with AES-256-GCM (NIST SP 800-38D), the last one marked: the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizár (CRYPTO 2015). Closing writes the last chunk and leaves the target open.
 */
final class ChunkWriter extends OutputStream {
    private final OutputStream out;
    private final SecretKey key;
    private final byte[] front;
    private final byte[] plain = new byte[BackupFormat.CHUNK_BYTES];
    private int held;
    private long number;
    private boolean closed;

    /** @param front digest of the file's front; not copied */
    ChunkWriter(OutputStream out, SecretKey key, byte[] front) {
        this.out = out;
        this.key = key;
        this.front = front;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            // A full chunk waits until more comes: only then it is known not to be the last.
            if (held == plain.length) {
                seal(false);
            }
            int part = Math.min(left, plain.length - held);
            System.arraycopy(bytes, from, plain, held, part);
            held += part;
            from += part;
            left -= part;
        }
    }

    private void seal(boolean last) throws IOException {
        if (number >= BackupFormat.MOST_CHUNKS) {
            throw BackupFormat.tooLarge();
        }
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var parameters = new GCMParameterSpec(BackupFormat.TAG_BYTES * 8, BackupFormat.nonce(number));
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
            cipher.updateAAD(BackupFormat.aad(front, number, last));
            out.write(cipher.doFinal(plain, 0, held));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing in this runtime", e);
        }
        number++;
        held = 0;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            seal(true);
            Arrays.fill(plain, (byte) 0);
            out.flush();
        }
    }
}
