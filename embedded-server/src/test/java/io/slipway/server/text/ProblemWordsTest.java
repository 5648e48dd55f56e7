package io.slipway.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemWordsTest {
    private static final ProblemWords ENGLISH = ProblemWords.of(Languages.ENGLISH);
    private static final ProblemWords RUSSIAN = ProblemWords.of(Languages.RUSSIAN);

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyCodeHasATitleAndANextStepInEveryLanguage(ProblemCode code) {
        var problem = Problem.of(code, "");
        for (var language : Languages.ALL) {
            var words = ProblemWords.of(language);
            assertThat(words.title(code)).isNotBlank().doesNotEndWith(".");
            assertThat(words.nextStep(problem))
                    .endsWith(".")
                    .as("a window has no command line")
                    .doesNotContain("`");
        }
        assertThat(RUSSIAN.title(code)).matches(".*[а-яА-Я].*").isNotEqualTo(ENGLISH.title(code));
        assertThat(RUSSIAN.nextStep(problem)).matches("(?s).*[а-яА-Я].*");
    }

    @Test
    void noTitleIsLeftOverFromACodeThatIsGone() {
        var codes = new TreeSet<String>();
        for (var key : Text.of("problems", Languages.ENGLISH).keys()) {
            if (!key.startsWith("warning.")) {
                codes.add(key.substring(key.indexOf('.') + 1));
            }
        }
        var known = new TreeSet<String>();
        for (var code : ProblemCode.values()) {
            known.add(code.name());
        }
        assertThat(codes).isEqualTo(known);
    }

    @Test
    void aStepOfItsOwnIsSaidAsItWasFoundAndTheDetailBelowTheTitle() {
        var own = Problem.of(ProblemCode.STORAGE_FULL, "local has 3 MiB left.", "Empty local.");
        assertThat(RUSSIAN.nextStep(own)).isEqualTo("Empty local.");
        assertThat(RUSSIAN.line(own)).isEqualTo("Хранилище заполнено. local has 3 MiB left.");
    }

    @Test
    void aWarningOfOneHostHasTheTitleOfItsKindAndAnUnknownOneSpeaksForItself() {
        assertThat(russian("host-record-altered-0197")).isEqualTo("Кто-то изменил запись об узле");
        assertThat(russian("lan-listener-failed")).isEqualTo("Приём докладов ВМ не работает");
        assertThat(russian("something-new")).isEqualTo("its text");
    }

    private static String russian(String warning) {
        return RUSSIAN.warning(warning, "its text");
    }

    /** The names stand in the sources where warnings are raised; one that is added there must have words here. */
    @Test
    void everyWarningThatIsRaisedHasATitle() throws IOException {
        var repository = Path.of(System.getProperty("slipway.repository", ".."));
        var constant = Pattern.compile("String [A-Z_]+ =\\s*\"([a-z]+(?:-[a-z]+)+)\"");
        var named = new TreeSet<String>();
        try (var files = Files.walk(repository.resolve("embedded-server/src/main/java"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                var source = Files.readString(file);
                boolean raises = source.contains(".raise(") && source.contains("Severity.");
                if (raises || file.endsWith("health/Warning.java")) {
                    constant.matcher(source)
                            .results()
                            .map(found -> found.group(1))
                            .forEach(named::add);
                }
            }
        }
        // Names of other things in those sources.
        named.remove("audit-keys");
        assertThat(named).contains("vault-locked", "lan-listener-off");
        for (var name : named) {
            assertThat(ENGLISH.warning(name, "its text")).as(name).isNotEqualTo("its text");
        }
    }
}
