package io.slipway.iso;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the volume descriptors of a remastered image take over from the source. Live systems find their disc by its UUID,
 * which libblkid makes from the dates, so these are kept to the byte.
 *
 * @param texts system, volume set, publisher, preparer and application identifier
 * @param dates creation, modification, expiration and effective date (ECMA-119 8.4.26.1), 17 bytes each; empty for own ones
 */
record KeptVolume(List<String> texts, byte[] dates) {
    static final KeptVolume NONE = new KeptVolume(List.of("", "", "", "", "SLIPWAY ISO-TOOLS"), new byte[0]);

    private static final int DATES = 813;
    private static final int DATE = 17;
    private static final int[][] TEXTS = {{8, 32}, {190, 128}, {318, 128}, {446, 128}, {574, 128}};

    /** Reads the fields of a primary volume descriptor; dates that are none are left out. */
    static KeptVolume of(byte[] descriptor, boolean withDates) {
        List<String> texts = new ArrayList<>();
        for (int[] text : TEXTS) {
            texts.add(text(descriptor, text[0], text[1]));
        }
        byte[] dates = Arrays.copyOfRange(descriptor, DATES, DATES + 4 * DATE);
        boolean good = withDates;
        for (int i = 0; i < 4; i++) {
            good &= isDate(dates, i * DATE);
        }
        return new KeptVolume(List.copyOf(texts), good ? dates : new byte[0]);
    }

    /** Some writers fill with NUL where the standard wants blanks. */
    private static String text(byte[] descriptor, int at, int length) {
        String text = new String(descriptor, at, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end))
                .replaceAll("\\p{Cntrl}", " ")
                .stripTrailing();
    }

    private static boolean isDate(byte[] dates, int at) {
        boolean unset = dates[at + 16] == 0;
        for (int i = 0; i < 16; i++) {
            if (dates[at + i] < '0' || dates[at + i] > '9') {
                return false;
            }
            unset &= dates[at + i] == '0';
        }
        int month = 10 * (dates[at + 4] - '0') + dates[at + 5] - '0';
        int day = 10 * (dates[at + 6] - '0') + dates[at + 7] - '0';
        int quarters = dates[at + 16];
        return unset || month >= 1 && month <= 12 && day >= 1 && day <= 31 && quarters >= -48 && quarters <= 52;
    }
}
