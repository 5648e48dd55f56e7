package io.slipway.server.answer.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.answer.AnswerFiles;
import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.AnswerRequest;
import io.slipway.server.answer.Answers;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.ProfileCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class UnattendXmlTest {
    private static final String SHELL = "/c[@name='Microsoft-Windows-Shell-Setup']";
    private static final String SETUP = "//c[@name='Microsoft-Windows-Setup']";

    @Test
    @Tag("F019")
    void passesAndComponentsStandExactlyOnce() {
        var xml = render("{}");

        for (var expected : List.of(
                "windowsPE/Microsoft-Windows-International-Core-WinPE",
                "windowsPE/Microsoft-Windows-Setup",
                "specialize/Microsoft-Windows-Shell-Setup",
                "specialize/Microsoft-Windows-International-Core",
                "specialize/Microsoft-Windows-Deployment",
                "oobeSystem/Microsoft-Windows-International-Core",
                "oobeSystem/Microsoft-Windows-Shell-Setup")) {
            var parts = List.of(expected.split("/", 2));
            assertThat(xml.count("//s[@pass='" + parts.get(0) + "']/c[@name='" + parts.get(1) + "']"))
                    .as(expected)
                    .isEqualTo(1);
        }
        assertThat(xml.count("//c")).isEqualTo(7);
        assertThat(xml.text().chars().filter(c -> c > 0x7E)).isEmpty();
        assertThat(xml.text())
                .startsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<unattend")
                .doesNotContain("<!--");
    }

    @Test
    @Tag("F020")
    void aUefiDiskIsWipedAndGetsEfiMsrAndWindows() {
        var xml = render("{}");

        assertThat(xml.texts(SETUP + "//CreatePartition/Type")).containsExactly("EFI", "MSR", "Primary");
        assertThat(xml.texts(SETUP + "//CreatePartition/Order")).containsExactly("1", "2", "3");
        assertThat(xml.texts(SETUP + "//CreatePartition/Extend")).containsExactly("true");
        assertThat(xml.texts(SETUP + "//ModifyPartition[Order='1']/Format")).containsExactly("FAT32");
        assertThat(xml.texts(SETUP + "//ModifyPartition[Order='3']/Letter")).containsExactly("C");
        assertThat(xml.texts(SETUP + "//Disk/WillWipeDisk")).containsExactly("true");
        assertThat(xml.texts(SETUP + "//InstallTo/DiskID")).containsExactly("0");
        assertThat(xml.texts(SETUP + "//InstallTo/PartitionID")).containsExactly("3");
    }

    @Test
    @Tag("F020")
    void aBiosDiskGetsOneActivePartitionAndARecoveryPartitionStandsBeforeWindows() {
        var profile = nativeProfile();
        ((ObjectNode) profile.get("target")).put("os", "win10").put("firmware", "bios");
        profile.set("disk", Json.parse("{\"recovery\":{\"mode\":\"beforeWindows\"}}"));

        var xml = new Xml(AnswerFiles.render(Answers.firmware(Answers.windows(profile.toString()), Firmware.BIOS)));

        assertThat(xml.texts(SETUP + "//CreatePartition/Type")).containsExactly("Primary", "Primary", "Primary");
        assertThat(xml.texts(SETUP + "//ModifyPartition[Active='true']/Order")).containsExactly("1");
        assertThat(xml.texts(SETUP + "//ModifyPartition[Order='2']/TypeID")).containsExactly("0x27");
        assertThat(xml.texts(SETUP + "//InstallTo/PartitionID")).containsExactly("3");
    }

    @Test
    @Tag("F021")
    void languagesAndKeyboardsStandInEveryPass() {
        var xml = render("""
                {"locale":{"uiLanguage":"de-DE","keyboardLayouts":[{"language":"0407","layout":"00000407"},
                  {"language":"0409","layout":"00000409"},{"language":"041F","layout":"0000041F"}]}}
                """);

        assertThat(xml.texts("//InputLocale")).hasSize(3).containsOnly("0407:00000407;0409:00000409;041f:0000041f");
        assertThat(xml.texts("//UILanguage")).hasSize(4).containsOnly("de-DE");
        assertThat(xml.texts("//SystemLocale")).hasSize(3).containsOnly("de-DE");
        assertThat(xml.texts("//UserLocale")).hasSize(3).containsOnly("de-DE");
    }

    @Test
    @Tag("F022")
    void timeZoneAndHomeLocationAreSet() {
        var rendered = AnswerFiles.render(
                Answers.windows("{\"locale\":{\"timeZone\":\"W. Europe Standard Time\",\"geoLocation\":94}}"));

        var xml = new Xml(rendered);

        assertThat(xml.texts("//s[@pass='specialize']" + SHELL + "/TimeZone"))
                .containsExactly("W. Europe Standard Time");
        assertThat(text(rendered.file("system.json"))).contains("Set-WinHomeLocation -GeoId 94");
    }

    @Test
    @Tag("F023")
    void accountAndLogonCarryThePasswordInSetupsOwnForm() {
        var password = "P\u00e4ss\"<&>'$1 \ud83d\ude80";

        var xml = render(Json.object()
                .set(
                        "user",
                        Json.object()
                                .put("nameMode", "custom")
                                .put("customName", "tester")
                                .put("displayName", "Te & \"Ster\" <\u00e9>")
                                .put("group", "Users")
                                .put("password", password)
                                .put("autoLogonCount", 2))
                .toString());

        var account = "//LocalAccount";
        assertThat(xml.texts(account + "/Name")).containsExactly("tester");
        assertThat(xml.texts(account + "/DisplayName")).containsExactly("Te & \"Ster\" <\u00e9>");
        assertThat(xml.texts(account + "/Group")).containsExactly("Users");
        assertThat(xml.texts("//Password/PlainText")).hasSize(2).containsOnly("false");
        assertThat(xml.texts("//Password/Value")).hasSize(2).allSatisfy(value -> assertThat(
                        new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_16LE))
                .isEqualTo(password + "Password"));
    }

    @Test
    @Tag("F023")
    void theRuleOfObscuredPasswordsMatchesTheRecordedVectors() throws IOException {
        try (var in = Answers.class.getResourceAsStream("password-obscuring.json")) {
            assertThat(in).isNotNull();
            var vectors = Json.parse(in.readAllBytes()).get("testVectors");

            assertThat(vectors).hasSize(4).allSatisfy(vector -> {
                var plain = io.slipway.server.base.Secret.of(vector.get("plain").stringValue());
                var value = vector.get("suffix").stringValue().startsWith("Admin")
                        ? ObscuredPassword.administrator(plain)
                        : ObscuredPassword.account(plain);
                assertThat(value).isEqualTo(vector.get("value").stringValue());
            });
        }
    }

    @Test
    @Tag("F024")
    void zeroLogonsMeansNoAutoLogonAndFiveMeansFive() {
        var none = render("{\"user\":{\"nameMode\":\"fixed\",\"autoLogonCount\":0}}");
        var five = render("{\"user\":{\"nameMode\":\"fixed\",\"autoLogonCount\":5}}");

        assertThat(none.count("//AutoLogon")).isZero();
        assertThat(five.texts("//AutoLogon/LogonCount")).containsExactly("5");
        assertThat(five.texts("//AutoLogon/Enabled")).containsExactly("true");
        assertThat(five.texts("//AutoLogon/Username")).containsExactly("User");
    }

    @Test
    @Tag("F025")
    void firstStartPagesAreAnsweredAndAnOfflineAccountIsAllowed() {
        var rendered = AnswerFiles.render(Answers.windows("{}"));

        var xml = new Xml(rendered);
        var registry = Json.parse(rendered.file("system.json")).get("registry");

        for (var page : List.of("HideEULAPage", "HideOnlineAccountScreens", "HideWirelessSetupInOOBE")) {
            assertThat(xml.texts("//OOBE/" + page)).as(page).containsExactly("true");
        }
        assertThat(xml.texts("//OOBE/ProtectYourPC")).containsExactly("3");
        assertThat(registry.valueStream())
                .anyMatch(value -> value.get("name").stringValue().equals("BypassNRO")
                        && value.get("hive").stringValue().equals("HKLM")
                        && value.get("data").intValue() == 1);
    }

    @ParameterizedTest
    @Tag("F026")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            win11      | {"image":{"by":"index","index":6},"productKey":{"mode":"custom","key":"AAAAA-BBBBB-CCCCC-DDDDD-EEEE1"}} | AAAAA-BBBBB-CCCCC-DDDDD-EEEE1 | /IMAGE/INDEX | 6
            win11      | {}                                                                       | VK7JG-NPHTM-C97JM-9MPGT-3V66T |             |
            win11      | {"image":{"by":"edition","edition":"enterprise"}}                        | XGVPP-NMH47-7TTHJ-W3FW7-8HV2C |             |
            win11      | {"image":{"by":"name","name":"Windows 11 Education"},"productKey":{"mode":"kmsClient"}} | NW6C2-QMPVW-D7KKK-3GKT6-VCFB2 | /IMAGE/NAME | Windows 11 Education
            server2022 | {"image":{"by":"name","name":"Windows Server 2022 SERVERDATACENTER"},"productKey":{"mode":"kmsClient"}} | WX4NM-KYWYW-QJJR4-XV3QB-6VM33 | /IMAGE/NAME | Windows Server 2022 SERVERDATACENTER
            server2025 | {"image":{"by":"index","index":2}}                                       |                               | /IMAGE/INDEX | 2
            """)
    void keyAndImageFollowTheProfile(String os, String install, String key, String selector, String value) {
        var profile = nativeProfile();
        ((ObjectNode) profile.get("target")).put("os", os);
        profile.set("install", Json.parse(install));

        var xml = render(profile.toString());

        assertThat(xml.texts("//UserData/ProductKey/Key"))
                .isEqualTo(Optional.ofNullable(key).map(List::of).orElse(List.of()));
        assertThat(xml.texts("//InstallFrom/MetaData/Key"))
                .isEqualTo(Optional.ofNullable(selector).map(List::of).orElse(List.of()));
        assertThat(xml.texts("//InstallFrom/MetaData/Value"))
                .isEqualTo(Optional.ofNullable(value).map(List::of).orElse(List.of()));
        assertThat(xml.texts("//UserData/AcceptEula")).containsExactly("true");
    }

    @Test
    @Tag("F027")
    void noValueOfAUserCanLeaveItsPlace() {
        var random = new Random(4711);
        var nasty = "\"'&<>$;`%|^(){}[]#\u00e9\u4e2d\ud83d\ude80abc DEF123\\"
                .codePoints()
                .toArray();
        for (int round = 0; round < 60; round++) {
            var display = word(random, nasty, 40);
            var password = word(random, nasty, 30);
            var user = word(
                    random,
                    "'&$`{}()#!~\u00e9\u4e2d\ud83d\ude80abcXYZ019".codePoints().toArray(),
                    8);
            var owner = word(random, nasty, 20);
            var profile = nativeProfile();
            var account = (ObjectNode) profile.at("/accounts/users/0");
            account.put("name", user).put("displayName", display).put("description", display);
            ((ObjectNode) account.get("password")).put("value", password);
            profile.set("install", Json.object().put("registeredOwner", owner));

            var rendered = AnswerFiles.render(Answers.windows(profile.toString()));
            var xml = new Xml(rendered);

            assertThat(xml.texts("//LocalAccount/Name")).containsExactly(user);
            assertThat(xml.texts("//LocalAccount/DisplayName")).containsExactly(display);
            assertThat(xml.texts("//LocalAccount/Description")).containsExactly(display);
            assertThat(xml.texts("//RegisteredOwner")).containsExactly(owner);
            var value = xml.texts("//LocalAccount/Password/Value").getFirst();
            assertThat(new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_16LE))
                    .isEqualTo(password + "Password");
            assertThat(xml.texts("//Path")).containsExactly(SpecializePass.STAGE0);
            assertThat(xml.text().chars().filter(c -> c > 0x7E)).isEmpty();
            assertThat(xml.count("//LocalAccount")).isEqualTo(1);
        }
    }

    @Test
    @Tag("F027")
    void lineBreaksAndControlCharactersAreRefusedBeforeTheyReachAFile() {
        for (var text : List.of("a\nb", "a\u0000b", " a", "a\ud800b", "\uffff")) {
            var profile = nativeProfile();
            ((ObjectNode) profile.at("/accounts/users/0")).put("displayName", text);

            var thrown = catchThrowableOfType(SlipwayException.class, () -> ProfileCodec.parse(profile));

            assertThat(thrown.problem().errors())
                    .extracting("pointer")
                    .containsExactly("/accounts/users/0/displayName");
        }
    }

    @Test
    @Tag("F028")
    void commandsStayWithinTheLimitsOfSetup() {
        var profile = nativeProfile();
        profile.set(
                "install",
                Json.parse(
                        "{\"bypass\":{\"tpm\":true,\"secureBoot\":true,\"ram\":true,\"cpu\":true,\"storage\":true}}"));
        profile.set("settings", Json.parse("{\"disableDefender\":true}"));
        profile.set(
                "bootstrap",
                Json.object().put("executable", "a".repeat(116) + ".exe").put("delaySeconds", 600));

        var xml = render(profile.toString());

        assertThat(xml.texts("//s[@pass='windowsPE']//Path")).hasSize(6).allMatch(path -> path.length() <= 259);
        assertThat(xml.texts("//s[@pass='specialize']//Path")).hasSize(1).allMatch(path -> path.length() <= 259);
        assertThat(xml.texts("//CommandLine")).hasSize(1).allMatch(line -> line.length() <= 1024);
    }

    @Test
    @Tag("F029")
    void theLoaderInTheAnswerFileCarriesEveryFileByteForByte() {
        var rendered = AnswerFiles.render(Answers.windows("{}"));
        var xml = new Xml(rendered);

        var carried = xml.elements("//Extensions/File").stream()
                .collect(Collectors.toMap(file -> file.getAttribute("name"), file -> Base64.getDecoder()
                        .decode(file.getTextContent())));

        assertThat(carried.keySet())
                .containsExactlyInAnyOrder("provision.json", "START.ps1", "stage0.ps1", "system.ps1", "system.json");
        carried.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(rendered.file(name)));
        carried.forEach((name, bytes) -> {
            if (name.endsWith(".ps1")) {
                assertThat(bytes).startsWith(0xEF, 0xBB, 0xBF);
            }
        });
        assertThat(xml.texts("//Extensions/Extract").getFirst())
                .contains("FromBase64String")
                .doesNotContain("\n");
        assertThat(SpecializePass.STAGE0).contains("stage0.ps1", "Extensions.Extract");
    }

    @Test
    @Tag("F043")
    void anOverrideIsUsedWithItsPlaceholdersFilledAndDollarsUnharmed() {
        var password = "$1\\$0&<\"";
        var profile = nativeProfile();
        ((ObjectNode) profile.at("/accounts/users/0/password")).put("value", password);
        var override = text(AnswerFiles.render(Answers.windows(Answers.NATIVE)).file("autounattend.xml"))
                .replaceAll("<Extensions[\\s\\S]*</Extensions>", "")
                .replaceAll("<ComputerName>[^<]*", "<ComputerName>{{computerName}}")
                .replaceAll("<Path>powershell[^<]*", "<Path>{{specializeCommand}}")
                .replaceAll("<PlainText>false</PlainText>", "<PlainText>true</PlainText>")
                .replaceAll("<Value>[^<]*", "<Value>{{userPassword}}");

        var request = Answers.with(Answers.windows(profile.toString()), Optional.empty(), Optional.of(override));
        var xml = new Xml(AnswerFiles.render(request));

        assertThat(xml.texts("//Password/Value")).containsExactly(password);
        assertThat(xml.texts("//ComputerName")).containsExactly("vm-1");
        assertThat(xml.count("//Extensions")).isZero();
    }

    @Test
    @Tag("F043")
    void anOverrideThatSetupWouldRefuseIsRefusedHere() {
        var good = text(AnswerFiles.render(Answers.windows(Answers.NATIVE)).file("autounattend.xml"));
        var request = Answers.windows(Answers.NATIVE);

        assertThat(problem(request, good.replace("</unattend>", "")).detail()).contains("F04");
        assertThat(problem(request, good.replace("<ProtectYourPC>3", "<ProtectYourPC>4"))
                        .detail())
                .contains("C05");
        assertThat(problem(request, good.replace("vm-1", "{{nope}}")).detail()).contains("{{nope}}");
        assertThat(problem(request, "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + good.substring(39))
                        .detail())
                .contains("F04");
    }

    @Test
    @Tag("F045")
    void aProfileMayCarryItsOwnTemplateAndIsWarnedWhenNothingStarts() {
        var good = text(AnswerFiles.render(Answers.windows(Answers.NATIVE)).file("autounattend.xml"));
        var template = good.replaceAll("<RunSynchronous>[\\s\\S]*?</RunSynchronous>", "")
                .replaceAll("<Extensions[\\s\\S]*</Extensions>", "");

        var rendered = AnswerFiles.render(
                Answers.windows(Json.object().put("xmlTemplate", template).toString()));

        assertThat(rendered.warnings()).anyMatch(warning -> warning.message().contains("stage0.ps1"));
    }

    @Test
    @Tag("F044")
    void fiftyRandomConfigurationsPassEveryRule() {
        var random = new Random(20);
        var modes = List.of("fixed", "random", "fixed_random");
        for (int round = 1; round <= 50; round++) {
            var config = Json.object();
            config.putObject("softwareRemoval")
                    .put("mode", modes.get(random.nextInt(3)))
                    .set(
                            "randomPool",
                            Json.mapper()
                                    .valueToTree(IntStream.range(0, 20)
                                            .mapToObj(i -> "P." + i)
                                            .toList()));
            var settings = config.putObject("windowsSettings");
            for (var name : List.of("disableDefender", "disableUac", "disableWindowsUpdate", "enableRemoteDesktop")) {
                settings.put(name, random.nextBoolean());
            }
            config.putObject("visualEffects").put("mode", "custom_randomize");
            config.putObject("desktopIcons")
                    .put("mode", "custom_randomize")
                    .putObject("startFolders")
                    .put("music", true);

            var rendered =
                    AnswerFiles.render(Answers.request(ProfileCodec.parse(config), AnswerKind.AUTOUNATTEND, round));

            assertThat(rendered.files()).containsKeys("autounattend.xml", "system.json");
            assertThat(rendered.files().containsKey("defender.cmd"))
                    .isEqualTo(settings.get("disableDefender").booleanValue());
        }
    }

    private static Problem problem(AnswerRequest request, String override) {
        var with = Answers.with(request, Optional.empty(), Optional.of(override));
        var thrown = catchThrowableOfType(SlipwayException.class, () -> AnswerFiles.render(with));
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }

    private static String word(Random random, int[] alphabet, int longest) {
        var text = new StringBuilder("w");
        int length = random.nextInt(longest);
        for (int i = 0; i < length && text.length() < longest - 2; i++) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.append('w').toString();
    }

    private static ObjectNode nativeProfile() {
        return Json.parseObject(Answers.NATIVE);
    }

    private static Xml render(String profile) {
        return new Xml(AnswerFiles.render(Answers.windows(profile)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
