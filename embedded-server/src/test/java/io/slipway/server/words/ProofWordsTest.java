package io.slipway.server.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.proof.Proof;
import io.slipway.server.proof.Proof.Finding;
import io.slipway.server.proof.Proof.Memory;
import io.slipway.server.proof.Proof.Source;
import io.slipway.server.proof.Proof.Standing;
import io.slipway.server.proof.Proof.Subject;
import io.slipway.server.proof.Proof.Value;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofWordsTest {
    private static ProofWords words(String language) {
        return new ProofWords(Text.of("jobs", Locale.forLanguageTag(language)));
    }

    private static Finding finding(Subject subject, Source source) {
        return new Finding(subject, new Value("a"), new Value("b"), source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ru"})
    void everySubjectSourceAndStandingIsSaid(String language) {
        var words = words(language);
        for (var subject : Subject.values()) {
            assertThat(words.subject(finding(subject, Source.HOST))).isNotBlank();
        }
        for (var source : Source.values()) {
            assertThat(words.source(finding(Subject.NAME, source))).isNotBlank();
        }
        for (var standing : Standing.values()) {
            assertThat(words.answer(standing)).isNotBlank();
        }
    }

    @Test
    void memoryHasTheUnitOfTheLanguageAndAValueIsSaidAsItIs() {
        assertThat(words("en").answer(new Memory(4096))).isEqualTo("4096 MiB");
        assertThat(words("ru").answer(new Memory(4096))).isEqualTo("4096 МиБ");
        assertThat(words("ru").answer(new Value("PC-01"))).isEqualTo("PC-01");
    }

    @Test
    void theVerdictCountsWhatDiffers() {
        var same = new Finding(Subject.MEMORY, new Memory(2048), new Memory(2048), Source.HOST);
        var words = new ProofWords(Text.of("jobs", Languages.ENGLISH));

        assertThat(words.verdict(new Proof("PC-01", true, List.of(same)))).isEqualTo("Everything is as asked.");
        assertThat(words.verdict(new Proof("PC-01", true, List.of(same, finding(Subject.NAME, Source.HOST)))))
                .contains("1");
    }
}
