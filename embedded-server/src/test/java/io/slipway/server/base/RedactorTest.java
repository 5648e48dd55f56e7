package io.slipway.server.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactorTest {
    private static final String SECRET = "Kan'ari\"en&<vogel>/77 $ü`";
    private static final String ALPHABET = "abcXYZ019 +/=%&<>\"'\\$`{}:;,._-äß€";

    private final AtomicLong nanos = new AtomicLong();
    private final Redactor redactor = new Redactor(nanos::get);

    static Stream<String> spellings() {
        var utf8 = SECRET.getBytes(StandardCharsets.UTF_8);
        var url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        return Stream.of(
                SECRET,
                Json.write(SECRET),
                Json.write(SECRET).replace("ü", "\\u00fc"),
                Json.write(SECRET).replace("/", "\\/"),
                "Kan'ari\"en&amp;&lt;vogel&gt;/77 $ü`",
                "Kan&apos;ari&quot;en&amp;&lt;vogel&gt;/77 $ü`",
                "Kan&#39;ari&#34;en&#38;&#60;vogel&#62;/77 $ü`",
                url,
                url.replace("+", "%20"),
                url.replace("%C3%BC", "%c3%bc")
                        .replace("%2F", "%2f")
                        .replace("%3C", "%3c")
                        .replace("%3E", "%3e"),
                "'Kan'\\''ari\"en&<vogel>/77 $ü`'",
                "'Kan'\"'\"'ari\"en&<vogel>/77 $ü`'",
                "\"Kan'ari\\\"en&<vogel>/77 \\$ü\\`\"",
                "'Kan''ari\"en&<vogel>/77 $ü`'",
                "\"Kan'ari`\"en&<vogel>/77 `$ü``\"",
                Base64.getEncoder().encodeToString(utf8),
                Base64.getUrlEncoder().withoutPadding().encodeToString(utf8),
                utf16(SECRET + "Password"),
                utf16(SECRET + "AdministratorPassword"),
                HexFormat.of().formatHex(utf8));
    }

    private static String utf16(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    @Tag("F135")
    void aSecretIsFoundHoweverItIsSpelt(String spelt) {
        redactor.learn(SECRET);

        var cleaned = redactor.clean("before " + spelt + " after");

        assertThat(cleaned).startsWith("before ").endsWith(" after").contains("***");
        for (int i = 0; i + 6 <= spelt.length(); i++) {
            assertThat(cleaned).doesNotContain(spelt.substring(i, i + 6));
        }
    }

    @Test
    @Tag("F135")
    void aSecretInsideALongerBase64TextIsFoundAtEveryPosition() {
        redactor.learn("correct-horse-battery");
        for (var before : List.of("", "r", "ro", "root:", "root::")) {
            for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
                var bytes = (before + "correct-horse-battery\n").getBytes(charset);
                var encoded = Base64.getEncoder().encodeToString(bytes);

                var cleaned = redactor.clean("Authorization: Basic " + encoded);

                assertThat(cleaned.length()).as(encoded).isLessThan("Authorization: Basic ***".length() + 24);
                assertThat(cleaned).contains("***");
            }
        }
    }

    @Test
    void aKeyOfManyLinesIsFoundLineByLine() {
        redactor.learn("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n-----END KEY-----\n");

        assertThat(redactor.clean("line: AQEFAASCBKcwggSjAgEAAoIB")).isEqualTo("line: ***");
        assertThat(redactor.clean("-----BEGIN KEY-----")).isEqualTo("-----BEGIN KEY-----");
    }

    @Test
    void whatLooksLikeATokenOfOursIsMaskedUnseen() {
        assertThat(redactor.clean("token eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIwMTkifQ.c2lnbmF0dXJl!"))
                .isEqualTo("token ***!");
        assertThat(redactor.clean("slp_api_0123456789012345678901234567890123456789012"))
                .isEqualTo("***");
    }

    @Test
    void shortValuesAndOtherTextsStay() {
        redactor.learn("abc");

        assertThat(redactor.clean("abc, and slp_api is no token")).isEqualTo("abc, and slp_api is no token");
        assertThat(redactor.clean("")).isEmpty();
    }

    @Test
    void theLongerOfTwoOverlappingSecretsLeavesNoRest() {
        redactor.learn("secret");
        redactor.learn("secretary");
        redactor.learn("tary-of-state");

        assertThat(redactor.clean("a secretary-of-state!")).isEqualTo("a ***!");
    }

    @Test
    void aSecretIsForgottenAMinuteAfterItsLastHolderLetGo() {
        var first = redactor.hold(List.of("correct-horse"));
        var second = redactor.hold(List.of("correct-horse"));

        first.close();
        first.close();
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
        assertThat(redactor.clean("correct-horse")).isEqualTo("***");
        second.close();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(redactor.clean("correct-horse")).isEqualTo("***");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(redactor.clean("correct-horse")).isEqualTo("correct-horse");
    }

    @Test
    void manyValuesComeAndGoWithoutATrace() {
        var holds = new ArrayList<Redactor.Hold>();
        for (int i = 0; i < 3000; i++) {
            holds.add(redactor.hold(List.of("value-number-" + i)));
        }
        assertThat(redactor.clean("value-number-2999 value-number-x")).isEqualTo("*** value-number-x");

        holds.forEach(Redactor.Hold::close);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));

        assertThat(redactor.clean("value-number-17")).isEqualTo("value-number-17");
        redactor.learn("value-number-17");
        assertThat(redactor.clean("value-number-17")).isEqualTo("***");
    }

    @Test
    @Tag("F135")
    void randomTextsWithSecretsInThemAreCleanHoweverTheyAreCut() {
        var random = new Random(20_261_121);
        for (int round = 0; round < 400; round++) {
            var fresh = new Redactor(nanos::get);
            var secrets = new ArrayList<String>();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                secrets.add(text(random, random.nextInt(4, 40)) + random.nextInt(1000, 9999));
            }
            secrets.forEach(fresh::learn);
            var whole = withSecrets(random, secrets);

            var out = new StringBuilder();
            var pieces = fresh.pieces(out::append);
            for (int at = 0; at < whole.length(); ) {
                int end = Math.min(whole.length(), at + random.nextInt(1, 30));
                pieces.accept(whole.substring(at, end));
                at = end;
            }
            pieces.end();

            assertThat(out.toString()).isEqualTo(fresh.clean(whole));
            secrets.forEach(secret -> assertThat(out.toString()).doesNotContain(secret));
        }
    }

    private static String withSecrets(Random random, List<String> secrets) {
        var whole = new StringBuilder();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            var spelt = List.copyOf(Spellings.of(secrets.get(random.nextInt(secrets.size()))));
            whole.append(text(random, random.nextInt(60)));
            if (random.nextInt(3) > 0) {
                whole.append(spelt.get(random.nextInt(spelt.size())));
            }
        }
        return whole.toString();
    }

    @Test
    void piecesWithoutSecretsComeOutUnchangedAndInOrder() {
        redactor.learn("correct-horse-battery-staple");
        var out = new StringBuilder();
        var pieces = redactor.pieces(out::append);

        pieces.accept("one ");
        pieces.accept("correct-");
        pieces.accept("two three four five six seven eight");
        pieces.end();
        pieces.end();

        assertThat(out.toString()).isEqualTo("one correct-two three four five six seven eight");
    }

    @Test
    void aProblemIsCleanInAllItsParts() {
        redactor.learn("correct-horse");
        var error = new FieldError("/a", "not correct-horse");
        var problem = Problem.of(ProblemCode.BAD_REQUEST, "saw correct-horse", List.of(error))
                .with("said", "correct-horse");

        var cleaned = redactor.clean(problem);

        assertThat(cleaned.detail()).isEqualTo("saw ***");
        assertThat(cleaned.errors()).containsExactly(new FieldError("/a", "not ***"));
        assertThat(cleaned.context()).containsEntry("said", "***");
    }

    private static String text(Random random, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
