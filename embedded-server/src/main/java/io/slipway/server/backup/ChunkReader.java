package io.slipway.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Opens what {@link ChunkWriter} sealed. Bytes come out only from chunks that are whole, in their place and of this file; the
 * end comes only after the chunk that was written as the last.
 */
final class ChunkReader extends InputStream {
    private static final int SEALED_BYTES = BackupFormat.CHUNK_BYTES + BackupFormat.TAG_BYTES;

    private final InputStream in;
    private final SecretKey key;
    private final byte[] front;
    private byte[] next;
    private byte[] plain = new byte[0];
    private int at;
    private long number;
    private boolean ended;

    /** @param front digest of the file's front; not copied */
    ChunkReader(InputStream in, SecretKey key, byte[] front) throws IOException {
        this.in = in;
        this.key = key;
        this.front = front;
        this.next = in.readNBytes(SEALED_BYTES);
    }

    @Override
    public int read() throws IOException {
        return more() ? plain[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int part = Math.min(length, plain.length - at);
        System.arraycopy(plain, at, bytes, offset, part);
        at += part;
        return part;
    }

    /** Inflaters ask whether another member follows; what is not opened yet counts. */
    @Override
    public int available() {
        return plain.length - at + (ended ? 0 : 1);
    }

    private boolean more() throws IOException {
        while (at == plain.length) {
            if (ended) {
                return false;
            }
            open();
        }
        return true;
    }

    private void open() throws IOException {
        var sealed = next;
        next = in.readNBytes(SEALED_BYTES);
        boolean last = next.length == 0;
        if (sealed.length < BackupFormat.TAG_BYTES || number >= BackupFormat.MOST_CHUNKS) {
            throw BackupFormat.damaged("The backup is cut off or longer than any backup.");
        }
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var parameters = new GCMParameterSpec(BackupFormat.TAG_BYTES * 8, BackupFormat.nonce(number));
            cipher.init(Cipher.DECRYPT_MODE, key, parameters);
            cipher.updateAAD(BackupFormat.aad(front, number, last));
            plain = cipher.doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw BackupFormat.damaged("The backup is cut off, or was changed after it was made.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing in this runtime", e);
        }
        at = 0;
        number++;
        ended = last;
    }
}
