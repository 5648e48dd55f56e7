package io.slipway.server.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Secrets in JSON of others. */
class JsonRedactionTest {
    private final Redactor redactor = new Redactor();
    private final JsonRedaction redaction = new JsonRedaction(redactor);

    @Test
    void secretsGoFromNamesTextsAndNumbersAtAnyDepth() {
        redactor.learn("hunter2-secret");
        redactor.learn("99887766554");
        var before = Json.parseObject("""
                {"a":[{"x hunter2-secret":"hunter2-secret!","n":99887766554,"ok":true,"none":null,"one":1}]}""");

        assertThat(Json.write(redaction.clean(before))).isEqualTo("""
                {"a":[{"x ***":"***!","n":"***","ok":true,"none":null,"one":1}]}""");
    }

    @Test
    void namesThatAreTheSameWithoutTheirSecretsStayApart() {
        redactor.learn("first-secret");
        redactor.learn("second-secret");

        var cleaned = redaction.clean(Json.object().put("first-secret", 1).put("second-secret", 2));

        assertThat(cleaned.size()).isEqualTo(2);
        assertThat(Json.write(cleaned)).doesNotContain("secret");
    }

    @Test
    void whateverTheSecretsAreTheAnswerStaysWhatItWas() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var json = Json.object();
            for (int i = 0; i < 5; i++) {
                json.putObject("field" + i)
                        .put("\\\"[]{},:" + i, "value \" " + i)
                        .put("n", i);
            }
            var text = Json.write(json);
            int from = random.nextInt(text.length() - 12);
            var secret = text.substring(from, from + 12);

            try (var held = redactor.hold(java.util.List.of(secret))) {
                var cleaned = redaction.clean(json);

                assertThat(Json.parseObject(Json.write(cleaned)).size())
                        .as(secret)
                        .isEqualTo(5);
            }
        }
    }
}
