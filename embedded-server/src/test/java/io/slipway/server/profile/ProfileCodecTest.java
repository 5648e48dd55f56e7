package io.slipway.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ProfileCodecTest {
    private static final String NATIVE = """
            {"schemaVersion":1,"id":"p","name":"P","target":{"os":"win11"},
             "accounts":{"users":[{"name":"worker","password":{"value":"Correct-Horse-9"}}]}}
            """;

    @Test
    void everyUnknownNativeFieldIsNamedByItsPointer() {
        var document = Json.parseObject(NATIVE);
        document.put("colour", "red");
        ((ObjectNode) document.at("/accounts/users/0")).put("shoeSize", 44);

        var problem = problem(document);

        assertThat(problem.code()).isEqualTo(ProblemCode.UNKNOWN_PROFILE_FIELD);
        assertThat(problem.errors())
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder("/colour", "/accounts/users/0/shoeSize");
        assertThat(problem.detail()).contains("/colour", "/accounts/users/0/shoeSize");
    }

    @Test
    void allMistakesAreReportedTogetherAndWithoutTheirValues() {
        var document = Json.parseObject(NATIVE);
        ((ObjectNode) document.get("target")).put("os", "win95-hunter2");
        document.set("locale", Json.object().put("timeZone", "Mars").put("geoId", "hunter2"));
        ((ObjectNode) document.at("/accounts/users/0/password")).put("value", "hunter2\u0007");

        var problem = problem(document);

        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_PROFILE);
        assertThat(problem.errors())
                .extracting(FieldError::pointer)
                .contains("/target/os", "/locale/geoId", "/accounts/users/0/password/value");
        assertThat(problem.errors().toString()).doesNotContain("hunter2");
    }

    @Test
    void theExampleOfTheDocumentationIsAccepted() throws IOException {
        var text = resource("example-profile.json");

        var profile = (WindowsProfile) ProfileCodec.parse(text).profile();

        assertThat(profile.id()).isEqualTo("win11-pro-worker");
        assertThat(profile.locale().geoId()).isEqualTo(242);
        assertThat(profile.disk().efiMiB()).isEqualTo(300);
    }

    @Test
    void builtInProfilesAreValidAndWithoutWarnings() {
        assertThat(BuiltInProfiles.all()).hasSize(3).allSatisfy(document -> assertThat(document.warnings())
                .as(document.toString())
                .isEmpty());
    }

    @Test
    void parsingWhatWasWrittenGivesTheSameRevision() {
        for (var document : BuiltInProfiles.all()) {
            var again = ProfileCodec.parse(ProfileCodec.toJson(document));

            assertThat(again.revision()).isEqualTo(document.revision());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /computerName | {"mode":"fixed"}                                              | /computerName/value
            /computerName | {"mode":"template","template":"{nope}"}                       | /computerName/template
            /accounts     | {"users":[]}                                                  | /accounts
            /accounts     | {"users":[{"name":"con","password":{"value":"x"}}]}           | /accounts/users/0/name
            /locale       | {"timeZone":"Central Europe"}                                 | /locale/timeZone
            /locale       | {"geoId":1}                                                   | /locale/geoId
            /locale       | {"uiLanguage":"xx-XX"}                                        | /locale/uiLanguage
            /locale       | {"inputs":[{"locale":"en-US","keyboard":"E0010411"}]}         | /locale/inputs/0/keyboard
            /removal      | {"appxPackages":{"count":{"min":9,"max":3}}}                  | /removal/appxPackages/count/min
            /install      | {"productKey":{"mode":"none"}}                                | /install/image
            /install      | {"productKey":{"mode":"custom"}}                              | /install/productKey/key
            /install      | {"image":{"by":"index"}}                                      | /install/image/index
            /target       | {"os":"win11","firmware":"bios"}                              | /target/firmware
            /target       | {"os":"server2022"}                                           | /install/image
            /disk         | {"layout":"mbr"}                                              | /disk/layout
            """)
    void rulesBeyondTheSchemaNameTheField(String at, String value, String expected) {
        var document = Json.parseObject(NATIVE);
        document.set(at.substring(1), Json.parse(value));

        assertThat(problem(document).errors()).extracting(FieldError::pointer).contains(expected);
    }

    @Test
    void aSettingWithoutEffectIsAWarningWithItsPointer() {
        var document = Json.parseObject(NATIVE);
        document.set(
                "removal",
                Json.parse("{\"appxPackages\":{\"fixed\":[\"Microsoft.OneDriveSync\",\"Microsoft.Tyop\"]}}"));

        var warnings = ProfileCodec.parse(document).warnings();

        assertThat(warnings)
                .extracting(ProfileWarning::pointer)
                .containsExactly("/removal/appxPackages/fixed/0", "/removal/appxPackages/fixed/1");
    }

    @Test
    void secretsAppearNeitherInTextsNorInMaskedDocuments() {
        var document = ProfileCodec.parse(NATIVE);

        assertThat(document.toString() + document.profile() + document.masked()).doesNotContain("Correct-Horse");
        assertThat(document.masked().at("/accounts/users/0/password/value").stringValue())
                .isEqualTo("***");
    }

    private static Problem problem(ObjectNode document) {
        var thrown = catchThrowableOfType(SlipwayException.class, () -> ProfileCodec.parse(document));
        assertThat(thrown).as("refused").isNotNull();
        return thrown.problem();
    }

    private static String resource(String name) throws IOException {
        try (var in = ProfileCodecTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
