package io.slipway.server.vault.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecoveryWordsTest {
    /** Vectors of the BIP-39 reference implementation (trezor/python-mnemonic, vectors.json). */
    @Test
    void thePublishedVectorsHold() {
        assertThat(words("00".repeat(32))).isEqualTo("abandon ".repeat(23) + "art");
        assertThat(words("ff".repeat(32))).isEqualTo("zoo ".repeat(23) + "vote");
        assertThat(words("7f".repeat(32)))
                .isEqualTo(
                        "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth"
                                + " useful legal winner thank year wave sausage worth title");
        assertThat(words("68a79eaca2324873eacc50cb9c6eca8cc68ea5d936f98787c60c7ebc74e6ce7c"))
                .isEqualTo("hamster diagram private dutch cause delay private meat slide toddler razor book happy fancy"
                        + " gospel tennis maple dilemma loan word shrug inflict delay length");
    }

    @Test
    void everySecretComesBackHoweverItIsTyped() {
        var random = new Random(39);
        for (int i = 0; i < 500; i++) {
            var secret = new byte[32];
            random.nextBytes(secret);
            var text = String.join(" ", RecoveryWords.of(secret));

            assertThat(RecoveryWords.parse(text)).hasValue(secret);
            assertThat(RecoveryWords.parse("  " + text.toUpperCase(Locale.ROOT).replace(" ", "\n ") + "\t"))
                    .hasValue(secret);
        }
    }

    @Test
    void aWrongCountAnUnknownWordAndMostExchangesAreNoticed() {
        var random = new Random(40);
        var secret = new byte[32];
        random.nextBytes(secret);
        var words = RecoveryWords.of(secret);

        assertThat(RecoveryWords.parse(String.join(" ", words.subList(0, 23)))).isEmpty();
        assertThat(RecoveryWords.parse(String.join(" ", words) + " zoo")).isEmpty();
        assertThat(RecoveryWords.parse(String.join(" ", words).replace(words.get(3), "slipway")))
                .isEmpty();
        assertThat(RecoveryWords.parse("")).isEmpty();
        assertThat(RecoveryWords.parse("a ".repeat(100_000))).isEmpty();
        int unnoticed = 0;
        for (int i = 0; i < 1000; i++) {
            var mixed = new ArrayList<>(words);
            Collections.shuffle(mixed, random);
            unnoticed += RecoveryWords.parse(String.join(" ", mixed)).isPresent() ? 1 : 0;
        }
        assertThat(unnoticed).isLessThan(20);
    }

    private static String words(String hex) {
        return String.join(" ", RecoveryWords.of(HexFormat.of().parseHex(hex)));
    }
}
