package io.slipway.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class LegacyConfigTest {

    @ParameterizedTest
    @Tag("F004")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            user             | nameMode          | "fancy"            | /user/nameMode
            user             | customName        | "{201}"            | /user/customName
            user             | customNameSuffix  | "roman"            | /user/customNameSuffix
            user             | displayName       | "{201}"            | /user/displayName
            user             | password          | "{201}"            | /user/password
            user             | group             | "Guests"           | /user/group
            user             | autoLogonCount    | -1                 | /user/autoLogonCount
            user             | autoLogonCount    | 100000000          | /user/autoLogonCount
            user             | autoLogonCount    | "5"                | /user/autoLogonCount
            computerName     | mode              | "lucky"            | /computerName/mode
            computerName     | customName        | "ABCDEFGHIJKLMNOP" | /computerName/customName
            locale           | uiLanguage        | "tlh-KX"           | /locale/uiLanguage
            locale           | keyboardLayouts   | []                 | /locale/keyboardLayouts
            locale           | keyboardLayouts   | [{"language":"0409","layout":"xyz"}] | /locale/keyboardLayouts/0/layout
            locale           | timeZone          | "Moon Time"        | /locale/timeZone
            locale           | geoLocation       | 0                  | /locale/geoLocation
            softwareRemoval  | mode              | "all"              | /softwareRemoval/mode
            softwareRemoval  | fixedPackages     | "x"                | /softwareRemoval/fixedPackages
            softwareRemoval  | randomCount       | {"min":-1,"max":1} | /softwareRemoval/randomCount/min
            capabilityRemoval| mode              | "all"              | /capabilityRemoval/mode
            windowsSettings  | disableUac        | "yes"              | /windowsSettings/disableUac
            visualEffects    | mode              | "shiny"            | /visualEffects/mode
            visualEffects    | effects           | {"aeropeek":1}     | /visualEffects/effects/aeropeek
            desktopIcons     | mode              | "none"             | /desktopIcons/mode
            desktopIcons     | icons             | {"thisPC":"no"}    | /desktopIcons/icons/thisPC
            customScript     | delaySeconds      | 601                | /customScript/delaySeconds
            customScript     | executable        | "a\\\\b.exe"       | /customScript/executable
            """)
    void eachFieldOutOfBoundsIsRefusedWithItsPath(String section, String field, String value, String pointer) {
        var config = LegacyConfig.normalise(Json.object());
        ((ObjectNode) config.get(section)).set(field, Json.parse(value.replace("{201}", "x".repeat(201))));

        var problem = catchThrowableOfType(SlipwayException.class, () -> ProfileCodec.parse(config))
                .problem();

        assertThat(problem.code().httpStatus()).isEqualTo(400);
        assertThat(problem.errors()).extracting(FieldError::pointer).contains(pointer);
    }

    @Test
    @Tag("F005")
    void aMinimalConfigIsReadBackWithTheDocumentedDefaults() {
        var stored = ProfileCodec.parse("{}").stored();

        assertThat(stored).isEqualTo(Json.parse("""
                        {"user":{"nameMode":"random","customNameSuffix":"none","password":"1204","group":"Administrators",
                                 "autoLogonCount":9999999},
                         "computerName":{"mode":"random"},
                         "softwareRemoval":{"mode":"fixed","fixedPackages":[],"randomPool":[],"neverRemove":[],
                                            "randomCount":{"min":5,"max":15}},
                         "capabilityRemoval":{"mode":"fixed","fixedCapabilities":[],"randomPool":[],"neverRemove":[],
                                              "randomCount":{"min":3,"max":10}},
                         "locale":{"uiLanguage":"en-US","keyboardLayouts":[{"language":"0409","layout":"00000409"}],
                                   "timeZone":"Turkey Standard Time","geoLocation":235},
                         "windowsSettings":{"disableDefender":true,"disableWindowsUpdate":true,"disableUac":true,
                           "disableSmartScreen":true,"disableSystemRestore":true,"enableLongPaths":true,
                           "allowPowerShellScripts":true,"disableWidgets":true,"disableEdgeStartup":true,
                           "preventDeviceEncryption":true,"disableStickyKeys":true,"enableRemoteDesktop":false},
                         "visualEffects":{"mode":"performance","effects":{}},
                         "desktopIcons":{"mode":"default","icons":{},"startFolders":{},"deleteEdgeShortcut":true},
                         "customScript":{"executable":"START.exe","delaySeconds":20}}
                        """));
    }

    @Test
    @Tag("F006")
    void oldSpellingsBecomeTheCurrentOnesAndASecondRunChangesNothing() {
        var old = Json.parseObject("""
                {"user":{"nameMode":"custom","customName":"  tester "},
                 "softwareRemoval":{"mode":"mixed"},"capabilityRemoval":{"mode":"mixed"},
                 "visualEffects":{"mode":"random","cursorShadow":true,"fontSmoothing":false},
                 "desktopIcons":{"recycleBin":true,"thisPC":false},
                 "locale":{"inputLocales":["0409:00000409","041f:0000041f"]},
                 "windowsSettings":{"disableUac":false},
                 "xmlTemplate":"<unattend/>"}
                """);

        var once = ProfileCodec.parse(old).stored();
        var twice = ProfileCodec.parse(once).stored();

        assertThat(once.at("/user/customName").stringValue()).isEqualTo("tester");
        assertThat(once.at("/softwareRemoval/mode").stringValue()).isEqualTo("fixed_random");
        assertThat(once.at("/capabilityRemoval/mode").stringValue()).isEqualTo("fixed_random");
        assertThat(once.at("/visualEffects"))
                .isEqualTo(Json.parse(
                        "{\"mode\":\"custom_randomize\",\"effects\":{\"cursorShadow\":true,\"fontSmoothing\":false}}"));
        assertThat(once.at("/desktopIcons/mode").stringValue()).isEqualTo("custom");
        assertThat(once.at("/desktopIcons/icons")).isEqualTo(Json.parse("{\"recycleBin\":true,\"thisPC\":false}"));
        assertThat(once.at("/locale/keyboardLayouts/1"))
                .isEqualTo(Json.parse("{\"language\":\"041f\",\"layout\":\"0000041f\"}"));
        assertThat(once.at("/locale/inputLocales").isMissingNode()).isTrue();
        assertThat(once.at("/windowsSettings/enableRemoteDesktop").booleanValue())
                .isFalse();
        assertThat(once.has("xmlTemplate")).isFalse();
        assertThat(twice).isEqualTo(once);
    }

    @Test
    @Tag("F006")
    void balancedEffectsBecomeTheDefaultMode() {
        var stored = ProfileCodec.parse("{\"visualEffects\":{\"mode\":\"balanced\"}}")
                .stored();

        assertThat(stored.at("/visualEffects/mode").stringValue()).isEqualTo("default");
    }

    @Test
    @Tag("F007")
    void unknownKeysSurviveARoundTripAndAreReported() {
        var config = "{\"user\":{\"nameMode\":\"fixed\",\"tea\":{\"milk\":[1,2]}},\"future\":null}";

        var document = ProfileCodec.parse(config);

        assertThat(document.stored().at("/user/tea")).isEqualTo(Json.parse("{\"milk\":[1,2]}"));
        assertThat(document.stored().get("future").isNull()).isTrue();
        assertThat(document.warnings()).extracting(ProfileWarning::pointer).contains("/user/tea", "/future");
        assertThat(ProfileCodec.parse(document.stored()).stored()).isEqualTo(document.stored());
    }

    @ParameterizedTest
    @Tag("F013")
    @CsvSource({
        "user, nul",
        "user, Administrator",
        "user, ends.",
        "user, a:b",
        "user, a@b",
        "user, ' '",
        "user, aaaaaaaaaaaaaaaaaaaaa",
        "computerName, 12345",
        "computerName, under_score",
        "computerName, -ab",
        "computerName, a b",
        "computerName, con",
        "computerName, tester"
    })
    void namesWindowsRefusesAreRefusedHere(String section, String name) {
        var config = LegacyConfig.normalise(Json.object());
        config.set("user", Json.object().put("nameMode", "custom").put("customName", "tester"));
        ((ObjectNode) config.get(section))
                .put(section.equals("user") ? "nameMode" : "mode", "custom")
                .put("customName", name);

        var problem = catchThrowableOfType(SlipwayException.class, () -> ProfileCodec.parse(config))
                .problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_PROFILE);
        assertThat(problem.errors()).extracting(FieldError::pointer).contains("/" + section + "/customName");
    }

    @Test
    @Tag("F016")
    void aMinimumAboveTheMaximumIsRefused() {
        for (var section : List.of("softwareRemoval", "capabilityRemoval")) {
            var config = Json.parseObject(
                    "{\"" + section + "\":{\"mode\":\"random\",\"randomCount\":{\"min\":6,\"max\":5}}}");

            var problem = catchThrowableOfType(SlipwayException.class, () -> ProfileCodec.parse(config))
                    .problem();

            assertThat(problem.errors())
                    .extracting(FieldError::pointer)
                    .containsExactly("/" + section + "/randomCount/min");
        }
    }

    @Test
    void zeroIsKeptWhereOthersTurnItIntoTheDefault() {
        var document = ProfileCodec.parse(
                "{\"user\":{\"nameMode\":\"fixed\",\"autoLogonCount\":0},\"customScript\":{\"delaySeconds\":0}}");

        assertThat(document.stored().at("/user/autoLogonCount").intValue()).isZero();
        assertThat(((WindowsProfile) document.profile()).accounts().autoLogon().mode())
                .isEqualTo(WindowsProfile.AutoLogonMode.NONE);
        assertThat(((WindowsProfile) document.profile()).bootstrap().delaySeconds())
                .isZero();
    }

    @Test
    void settingsThatWereNotAskedForStayOff() {
        var settings = ProfileCodec.parse("{\"windowsSettings\":{\"disableUac\":true,\"disableEdgeStartup\":false}}");
        var profile = (WindowsProfile) settings.profile();

        assertThat(profile.on("disableUac")).isTrue();
        assertThat(profile.on("disableFastStartup")).isFalse();
        assertThat(profile.on("hideEdgeFirstRun")).isFalse();
        assertThat(profile.on("stickyKeys")).isTrue();
    }

    @Test
    void brokenShapesAreRefusedAndNeverCrash() {
        for (var text : List.of(
                "{\"user\":5}",
                "{\"locale\":[]}",
                "{\"visualEffects\":{\"effects\":3,\"cursorShadow\":true}}",
                "{\"desktopIcons\":null}",
                "{\"locale\":{\"inputLocales\":[7,\"a:b:c\"]}}",
                "{\"xmlTemplate\":4}",
                "{\"softwareRemoval\":\"mixed\"}",
                "{\"customScript\":{\"executable\":null}}")) {
            var thrown = catchThrowableOfType(SlipwayException.class, () -> ProfileCodec.parse(text));

            if (text.contains("inputLocales")) {
                assertThat(thrown).as(text).isNull(); // kept as an unknown key, and reported
            } else {
                assertThat(thrown).as(text).isNotNull();
            }
        }
    }
}
