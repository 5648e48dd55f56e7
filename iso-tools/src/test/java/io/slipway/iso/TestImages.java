package io.slipway.iso;

import io.slipway.iso.read.IsoEntry;
import io.slipway.iso.read.IsoReader;
import io.slipway.iso.read.Lint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Images and helpers that several tests need. */
public final class TestImages {
    /** 2026-11-21T12:00:00Z. */
    public static final Instant TIME = Instant.parse("2026-11-21T12:00:00Z");

    private TestImages() {}

    /** A generator whose numbers are the same in every run. */
    public static RandomGenerator seeded(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Bytes that look random and are the same in every run. */
    public static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        seeded(seed).nextBytes(bytes);
        return bytes;
    }

    /** The start of a FAT12 file system of that many bytes, at least 512. */
    public static byte[] fat(int length) {
        byte[] bytes = new byte[length];
        byte[] head = {
            (byte) 0xeb, 0x3c, (byte) 0x90, 'M', 'S', 'D', 'O', 'S', '5', '.', '0', 0, 2, 1, 1, 0, 2, (byte) 224, 0
        };
        System.arraycopy(head, 0, bytes, 0, head.length);
        int sectors = length / 512;
        if (sectors < 65_536) {
            bytes[19] = (byte) sectors;
            bytes[20] = (byte) (sectors >> 8);
        } else {
            for (int i = 0; i < 4; i++) {
                bytes[32 + i] = (byte) (sectors >> 8 * i);
            }
        }
        System.arraycopy(text("FAT12   "), 0, bytes, 54, 8);
        bytes[510] = 0x55;
        bytes[511] = (byte) 0xaa;
        return bytes;
    }

    /** UTF-8 of a text. */
    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The disc that each Windows machine gets: three files, 60 KiB. */
    public static IsoBuilder configDisc() {
        return IsoImage.builder()
                .volumeId("PROVISION")
                .profile(Profile.WINDOWS_CONFIG)
                .timestamp(TIME)
                .file("autounattend.xml", noise(40_000, 1))
                .file("provision.json", noise(1_440, 2))
                .file("START.ps1", noise(20_000, 3));
    }

    /** An empty disc of every view. */
    public static IsoBuilder bridge() {
        return IsoImage.builder()
                .volumeId("BRIDGE")
                .profile(Profile.custom("BRIDGE", java.util.Set.of(View.values())))
                .timestamp(TIME);
    }

    /** An empty disc without a consumer's rules. */
    public static IsoBuilder data() {
        return IsoImage.builder().volumeId("DATA").timestamp(TIME);
    }

    /** The whole image in memory. */
    public static byte[] bytes(IsoImage image) throws IOException {
        var out = new ByteArrayOutputStream((int) image.size());
        image.writeTo(out);
        return out.toByteArray();
    }

    /** Opens the image after the linter found nothing. */
    public static IsoReader linted(byte[] image) throws IOException {
        var reader = IsoReader.open(image);
        var findings = Lint.check(reader);
        if (!findings.isEmpty()) {
            throw new AssertionError("linter: " + findings);
        }
        return reader;
    }

    /** Path to contents: "d" for a directory, "l target" for a link, SHA-256 for a file. */
    public static Map<String, String> contents(IsoReader reader, View view) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (var entry : reader.entries(view)) {
            contents.put(entry.path().substring(1), describe(entry));
        }
        return contents;
    }

    private static String describe(IsoEntry entry) throws IOException {
        return switch (entry.kind()) {
            case DIRECTORY -> "d";
            case LINK -> "l " + entry.linkTarget();
            case SPECIAL -> "s";
            case FILE -> sha256(entry.bytes(Integer.MAX_VALUE));
        };
    }

    /** SHA-256 in hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
