package io.slipway.server.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.HashSet;
import java.util.List;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextTest {
    private static final Set<String> FORMS = Set.of(".one", ".few", ".many", ".other");

    /** The names of all bundles, from the folder they lie in. */
    static List<String> bundles() throws Exception {
        var folder = Path.of(TextTest.class
                .getResource("/io/slipway/server/text/shell.properties")
                .toURI());
        try (var files = Files.list(folder.getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".properties") && !name.contains("_"))
                    .map(name -> name.substring(0, name.length() - ".properties".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyLanguageHasTheSameKeysAndItsOwnFormsOfNumbers(String bundle) {
        var english = Text.of(bundle, Languages.ENGLISH);
        var russian = Text.of(bundle, Languages.RUSSIAN);
        assertThat(plain(russian.keys())).isEqualTo(plain(english.keys()));
        for (var counted : counted(english.keys())) {
            assertThat(english.keys()).contains(counted + ".one", counted + ".other");
            assertThat(russian.keys()).contains(counted + ".one", counted + ".few", counted + ".many");
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyLanguageUsesTheSameArguments(String bundle) {
        var english = arguments(Text.of(bundle, Languages.ENGLISH));
        var russian = arguments(Text.of(bundle, Languages.RUSSIAN));
        assertThat(russian).isEqualTo(english);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void noTextHasAPlainApostrophe(String bundle) {
        for (var language : Languages.ALL) {
            var text = Text.of(bundle, language);
            for (var key : text.keys()) {
                assertThat(text.get(key, 1, 2, 3, 4, 5, 6)).as(key).isNotBlank();
                assertThat(raw(text, key))
                        .as("MessageFormat takes it for a quote: %s", key)
                        .doesNotContain("'");
            }
        }
    }

    /** Texts are put together without a MessageFormat where that says the same. */
    @ParameterizedTest
    @MethodSource("bundles")
    void everyTextSaysWhatItsFormatSays(String bundle) {
        var arguments = List.<Object[]>of(
                new Object[] {"a", "b", "c", "d", "e", "f"},
                new Object[] {"{0}", "'", "\uE000\uE001", "", "ж", "\u0001"},
                new Object[] {0, 7L, 999, 12, 1, 2L},
                new Object[] {1000, 12_345L, -1, -7L, 1_000_000, 3},
                new Object[] {1.5, 2.25f, 'c', true, "x", 4},
                new Object[] {"only"},
                new Object[] {999},
                new Object[] {1000},
                new Object[] {-1L},
                new Object[] {1234L, 5, 6, 7, 8, 9},
                new Object[] {3, "more", "than", "it", "has", "places", "for"});
        for (var language : List.of(Languages.ENGLISH, Languages.RUSSIAN)) {
            var text = Text.of(bundle, language);
            for (var key : text.keys()) {
                for (var some : arguments) {
                    var format = new MessageFormat(raw(text, key), language);
                    assertThat(said(() -> text.get(key, some))).as(key).isEqualTo(said(() -> format.format(some)));
                }
            }
        }
    }

    /** What is said, or why nothing is: some places take numbers only. */
    private static String said(Supplier<String> words) {
        try {
            return words.get();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,MANY",
        "1,ONE",
        "2,FEW",
        "4,FEW",
        "5,MANY",
        "11,MANY",
        "12,MANY",
        "14,MANY",
        "21,ONE",
        "22,FEW",
        "25,MANY",
        "101,ONE",
        "111,MANY",
        "112,MANY",
        "1001,ONE"
    })
    void russianNumbersTakeThreeForms(long number, Plural form) {
        assertThat(Plural.of(Languages.RUSSIAN, number)).isEqualTo(form);
    }

    @Test
    void englishNumbersTakeTwoForms() {
        assertThat(Plural.of(Languages.ENGLISH, 1)).isEqualTo(Plural.ONE);
        assertThat(Plural.of(Languages.ENGLISH, 0)).isEqualTo(Plural.OTHER);
        assertThat(Plural.of(Languages.ENGLISH, 21)).isEqualTo(Plural.OTHER);
    }

    @Test
    void aReaderOfAnotherLanguageReadsEnglish() {
        assertThat(Text.of("shell", java.util.Locale.GERMANY).get("place.hosts"))
                .isEqualTo("Hosts");
        assertThat(Text.of("shell", java.util.Locale.of("ru", "KZ")).get("place.hosts"))
                .isEqualTo("Узлы");
    }

    @Test
    void thePseudoLanguageIsLongerAndInBrackets() {
        var said = Text.of("shell", Languages.PSEUDO).get("place.settings");
        assertThat(said).startsWith("[Šé").endsWith("]").hasSizeGreaterThan("Settings".length() + 2);
    }

    @Test
    void aMissingKeyIsAFault() {
        assertThatThrownBy(() -> Text.of("shell", Languages.ENGLISH).get("no.such.key"))
                .isInstanceOf(MissingResourceException.class);
    }

    private static String raw(Text text, String key) {
        return java.util.ResourceBundle.getBundle("io.slipway.server.text." + text.bundleName(), text.language())
                .getString(key);
    }

    private static Set<String> plain(Set<String> keys) {
        var plain = new TreeSet<String>();
        keys.forEach(key -> plain.add(withoutForm(key)));
        return plain;
    }

    private static Set<String> counted(Set<String> keys) {
        var counted = new TreeSet<String>();
        keys.stream().filter(key -> !withoutForm(key).equals(key)).forEach(key -> counted.add(withoutForm(key)));
        return counted;
    }

    private static String withoutForm(String key) {
        int dot = key.lastIndexOf('.');
        return dot > 0 && FORMS.contains(key.substring(dot)) ? key.substring(0, dot) : key;
    }

    /** By key without its form: which arguments any of its forms uses. */
    private static TreeMap<String, Set<Integer>> arguments(Text text) {
        var found = new TreeMap<String, Set<Integer>>();
        for (var key : text.keys()) {
            var used = found.computeIfAbsent(withoutForm(key), k -> new HashSet<>());
            var format = new MessageFormat(raw(text, key), text.language());
            for (int i = 0; i < format.getFormatsByArgumentIndex().length; i++) {
                if (raw(text, key).contains("{" + i)) {
                    used.add(i);
                }
            }
        }
        return found;
    }
}
