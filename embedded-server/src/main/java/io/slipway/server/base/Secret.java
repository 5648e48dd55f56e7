package io.slipway.server.base;

import java.nio.CharBuffer;
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

    /** The text itself. Call it only where the secret is handed over, and never keep the result in a field. */
    public synchronized String reveal() {
        return new String(value);
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

    private synchronized byte[] bytes() {
        return StandardCharsets.UTF_8.encode(CharBuffer.wrap(value)).array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return "***";
    }
}
