package io.slipway.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormFinding;
import io.slipway.server.schema.FormModel;
import io.slipway.server.text.Languages;
import io.slipway.server.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileFormsTest {
    private static final List<String> SCHEMAS = List.of("windows-profile", "linux-profile", "profile-config");

    private static List<FormModel> models(Locale language) {
        return SCHEMAS.stream().map(name -> ProfileForms.model(name, language)).toList();
    }

    @Test
    void everySettingAndEveryValueHasAName() {
        var text = Text.of("form", Languages.ENGLISH);
        var nameless = new TreeSet<String>();
        for (var name : SCHEMAS) {
            var model = ProfileForms.model(name, Languages.ENGLISH);
            model.fields().values().forEach(field -> {
                if (!scalarEntry(field) && keys(name, field.pointer()).noneMatch(text::has)) {
                    nameless.add(name + field.pointer());
                }
                if (field instanceof Field.Choice choice) {
                    choice.options().forEach(option -> {
                        var suffix = ".is." + option.text().replace(' ', '_');
                        boolean named = text.has(suffix.substring(1))
                                || keys(name, field.pointer()).anyMatch(key -> text.has(key + suffix));
                        if (!named) {
                            nameless.add(name + field.pointer() + " = " + option.text());
                        }
                    });
                }
            });
            model.sections().forEach(section -> {
                if (!text.has("section." + section.id())) {
                    nameless.add("section " + section.id());
                }
            });
        }

        assertThat(nameless).isEmpty();
    }

    /** Plain entries of lists are named after their list. */
    private static boolean scalarEntry(Field field) {
        return field.pointer().endsWith("/*") && !(field instanceof Field.Group);
    }

    private static java.util.stream.Stream<String> keys(String schema, String pointer) {
        var names = new ArrayList<>(List.of(pointer.replace(' ', '_').split("/")));
        boolean entry = pointer.endsWith("/*");
        names.removeIf(name -> name.isEmpty() || name.equals("*"));
        if (names.isEmpty()) {
            return java.util.stream.Stream.of(schema);
        }
        var end = entry ? ".entry" : "";
        var path = String.join(".", names) + end;
        return java.util.stream.Stream.of(schema + "." + path, path, "any." + names.getLast() + end);
    }

    @Test
    void russianLabelsAreWrittenInRussian() {
        var foreign = new TreeSet<String>();
        for (var model : models(Languages.RUSSIAN)) {
            model.fields().values().stream()
                    .filter(field -> !scalarEntry(field))
                    .filter(field -> field.label().chars().noneMatch(each -> each >= 0x400 && each < 0x460))
                    .forEach(field -> foreign.add(field.label()));
        }

        // Names that are the same in every language.
        assertThat(foreign).containsExactlyInAnyOrder("TPM 2.0", "VirtIO", "IPv4");
    }

    @Test
    void everySentenceOfAProfileCheckIsKnownToTheBundle() throws IOException {
        var unknown = new TreeSet<String>();
        var call = Pattern.compile("(?:report\\.(?:error|warn)|Optional\\.of)\\(([^;]*?)\\);", Pattern.DOTALL);
        var literal = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
        int sentences = 0;
        var folder = Path.of("src/main/java/io/slipway/server/profile");
        for (var name : List.of(
                "WindowsRules",
                "ConfigRules",
                "ProfileRules",
                "ConfigMapping",
                "LegacyConfig",
                "WindowsNames",
                "NameTemplate")) {
            var calls = call.matcher(Files.readString(folder.resolve(name + ".java")));
            while (calls.find()) {
                var texts = literal.matcher(calls.group(1));
                while (texts.find()) {
                    var said = texts.group(1).replace("\\\\", "\\").replace("\\\"", "\"");
                    if (said.matches("[a-zA-Z0-9].* .*")) {
                        sentences++;
                        var whole = said.endsWith(" ") ? said + "x" : said;
                        if (!FormSentences.knows(whole) && !FormSentences.knows(whole + "7 characters")) {
                            unknown.add(said);
                        }
                    }
                }
            }
        }

        assertThat(sentences).isGreaterThan(60);
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            must be at least 100                                       | не меньше 100
            must have at most 80 characters                            | символов должно быть не больше 80
            is weak: shorter than 12 characters, or it contains the user's name | слабый: короче 12 символов или содержит имя пользователя
            must select the image by index or name when no key does    | без ключа образ выбирается по номеру или названию
            may have letters, digits, hyphens and {vmName} {seq:1-6}   | допустимы латинские буквы, цифры, дефисы и {vmName} {seq:1-6}
            something nobody wrote down                                | something nobody wrote down
            """)
    void aSentenceIsSaidInTheReadersLanguage(String english, String russian) {
        assertThat(new FormSentences(Text.of("form", Languages.RUSSIAN)).said(english))
                .isEqualTo(russian);
        assertThat(new FormSentences(Text.of("form", Languages.ENGLISH))
                        .said(english)
                        .replace('’', '\''))
                .isEqualTo(english);
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-11-worker", "windows-server-2022", "linux-basic"})
    void aBuiltInProfileHasNoFindings(String id) {
        var document = BuiltInProfiles.find(id).orElseThrow().masked();

        assertThat(ProfileForms.check(Languages.ENGLISH).check(document)).isEmpty();
    }

    @Test
    void mistakesOfASchemaAndOfARuleBothLandAtTheirFields() {
        var document = BuiltInProfiles.find("windows-11-worker").orElseThrow().masked();
        document.withObject("/disk").put("efiMiB", 1);
        assertThat(ProfileForms.check(Languages.RUSSIAN).check(document))
                .containsExactly(new FormFinding("/disk/efiMiB", "не меньше 100", FormFinding.Severity.ERROR));

        document.withObject("/disk").put("efiMiB", 100);
        document.withObject("/locale").put("timeZone", "Middle-earth");
        assertThat(ProfileForms.check(Languages.RUSSIAN).check(document))
                .extracting(FormFinding::pointer)
                .containsExactly("/locale/timeZone");
    }

    @Test
    void aRegularExpressionIsNotShownWhereTheFieldExplainsWhatItTakes() {
        var document = BuiltInProfiles.find("windows-11-worker").orElseThrow().masked();
        document.withObject("/computerName").put("mode", "fixed").put("value", "not good");

        assertThat(ProfileForms.check(Languages.ENGLISH).check(document))
                .containsExactly(new FormFinding(
                        "/computerName/value",
                        "does not have the form that the explanation asks for",
                        FormFinding.Severity.ERROR));
    }

    @Test
    void starsWithoutAStoredSecretAreAFindingAndNoPassword() {
        var document = Json.parseObject("""
                {"schemaVersion": 1, "id": "x", "name": "x", "target": {"os": "linux"},
                 "user": {"name": "u", "password": {"value": "***"}}}""");

        assertThat(ProfileForms.check(Languages.ENGLISH).check(document))
                .containsExactly(new FormFinding(
                        "/user/password/value",
                        "has no stored secret behind it; enter it again",
                        FormFinding.Severity.ERROR));
    }

    @Test
    @Tag("F096")
    void languagesCountriesTimeZonesKeyboardsAndPackagesAreSuggestedByName() {
        var model = ProfileForms.model("windows-profile", Languages.RUSSIAN);
        var country = (Field.Number) model.fields().get("/locale/geoId");
        var language = (Field.Text) model.fields().get("/locale/uiLanguage");

        assertThat(country.suggestions()).extracting(Field.Option::label).contains("Россия", "Германия");
        assertThat(language.suggestions())
                .extracting(Field.Option::label)
                .anyMatch(each -> each.startsWith("Немецкий"));
        for (var pointer : List.of(
                "/locale/timeZone",
                "/locale/userLocale",
                "/locale/inputs/*/keyboard",
                "/removal/appxPackages/fixed/*",
                "/removal/capabilities/pool/*",
                "/install/image/edition")) {
            assertThat(((Field.Text) model.fields().get(pointer)).suggestions())
                    .as(pointer)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(option -> assertThat(option.label()).isNotBlank());
        }
    }
}
