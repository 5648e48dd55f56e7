package io.slipway.server.base;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A text that must not leak: a password, a token, a key.
 *
 * <p>{@code toString} gives three stars, Jackson finds no property, and {@link #close} wipes the characters. Thread-safe.
 */
public final class Secret implements AutoCloseable {
    private final char[] value;

    private Secret(char[] value) {
        this.value = value;
    }

    /** Wraps a copy of the characters; the caller wipes its own. */
    public static Secret of(char[] value) {
        return new Secret(value.clone());
    }

    /** Wraps a text that already lives on the heap as a string, for example one parsed from a request. */
    public static Secret of(String value) {
        return new Secret(value.toCharArray());
    }

    /**
     * Wraps text in UTF-8 without making a string of it; the caller wipes its own bytes.
     *
     * @throws CharacterCodingException when the bytes are not UTF-8
     */
    public static Secret ofUtf8(byte[] utf8, int offset, int length) throws CharacterCodingException {
        var chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8, offset, length));
        var value = new char[chars.remaining()];
        chars.get(value);
        Arrays.fill(chars.array(), '\0');
        return new Secret(value);
    }

    /** The text itself. Call it only where the secret is handed over, and never keep the result in a field. */
    public synchronized String reveal() {
        return new String(value);
    }

    /** A copy of the characters, for libraries that take them; the caller wipes it. */
    public synchronized char[] chars() {
        return value.clone();
    }

    /** The text in UTF-8; the caller wipes it. */
    public synchronized byte[] utf8() {
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(value));
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /** Number of UTF-16 units. */
    public synchronized int length() {
        return value.length;
    }

    /** Overwrites the characters; the secret is empty of meaning afterwards. */
    @Override
    public synchronized void close() {
        Arrays.fill(value, '\0');
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Secret secret)) {
            return false;
        }
        var mine = utf8();
        var its = secret.utf8();
        boolean same = MessageDigest.isEqual(mine, its);
        Arrays.fill(mine, (byte) 0);
        Arrays.fill(its, (byte) 0);
        return same;
    }

    @Override
    public int hashCode() {
        var bytes = utf8();
        int hash = Arrays.hashCode(bytes);
        Arrays.fill(bytes, (byte) 0);
        return hash;
    }

    @Override
    public String toString() {
        return "***";
    }
}
