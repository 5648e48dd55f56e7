package io.slipway.server.vault.key;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * 32 bytes as 24 English words and back: BIP-39, list and checksum, without its key derivation. Pure.
 *
 * <p>Each word is 11 bits; the last carries 8 bits of the bytes' SHA-256, so that of 256 wrong lists 255 are noticed. The
 * first four letters tell all words apart.
 */
public final class RecoveryWords {
    /** How many words there are. */
    public static final int COUNT = 24;

    private static final int BYTES = 32;
    private static final int BITS = 11;
    private static final int LIST = 1 << BITS;
    private static final int LONGEST = 1024;
    private static final List<String> WORDS = load();
    private static final Map<String, Integer> NUMBERS = numbers();

    private RecoveryWords() {}

    /** The words of 32 bytes. */
    public static List<String> of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("the secret has " + secret.length + " bytes");
        }
        var words = new ArrayList<String>();
        int bits = 0;
        int held = 0;
        for (int i = 0; i <= BYTES; i++) {
            held = held << 8 | (i < BYTES ? secret[i] : checksum(secret)) & 0xff;
            bits += 8;
            if (bits >= BITS) {
                bits -= BITS;
                words.add(WORDS.get(held >>> bits & LIST - 1));
                held &= (1 << bits) - 1;
            }
        }
        return words;
    }

    /** The 32 bytes of a list as people type it, or empty when the count, a word or the checksum is wrong. */
    public static Optional<byte[]> parse(String text) {
        var typed = text.strip().toLowerCase(Locale.ROOT).split("\\s+", COUNT + 2);
        if (text.length() > LONGEST || typed.length != COUNT) {
            return Optional.empty();
        }
        var secret = new byte[BYTES + 1];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (var word : typed) {
            var number = NUMBERS.get(word);
            if (number == null) {
                return Optional.empty();
            }
            held = held << BITS | number;
            bits += BITS;
            while (bits >= 8) {
                bits -= 8;
                secret[at++] = (byte) (held >>> bits);
                held &= (1 << bits) - 1;
            }
        }
        var bytes = Arrays.copyOf(secret, BYTES);
        boolean whole = checksum(bytes) == secret[BYTES];
        Arrays.fill(secret, (byte) 0);
        return whole ? Optional.of(bytes) : Optional.empty();
    }

    private static byte checksum(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret)[0];
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing in this runtime", e);
        }
    }

    private static List<String> load() {
        try (InputStream in =
                Objects.requireNonNull(RecoveryWords.class.getResourceAsStream("bip39-english.txt"), "word list")) {
            var words = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (words.size() != LIST) {
                throw new IllegalStateException("the word list has " + words.size() + " words");
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Integer> numbers() {
        var numbers = new HashMap<String, Integer>();
        for (int i = 0; i < WORDS.size(); i++) {
            numbers.put(WORDS.get(i), i);
        }
        return Map.copyOf(numbers);
    }
}
