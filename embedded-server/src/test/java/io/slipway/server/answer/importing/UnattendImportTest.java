package io.slipway.server.answer.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.answer.AnswerFiles;
import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.Answers;
import io.slipway.server.answer.importing.ImportLine.Outcome;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.ProfileCodec;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UnattendImportTest {
    private static final String HEAD = """
            <?xml version="1.0" encoding="utf-8"?>
            <unattend xmlns="urn:schemas-microsoft-com:unattend" xmlns:wcm="http://schemas.microsoft.com/WMIConfig/2002/State">
            """;

    /** In the manner of the usual generator, made up for this test. */
    private static final String FOREIGN = HEAD + """
            <!--https://example.org/windows/unattend-generator/?LanguageMode=Unattended&GeoLocation=94&ComputerNameMode=Random&PasswordExpirationMode=Unlimited&LockoutMode=Custom&LockoutThreshold=5&LockoutDuration=20&LockoutWindow=20&DisableUac=true&ShowEndTask=true&RemoveZuneVideo=true&WallpaperMode=Script&DesktopIconsMode=Custom&IconThisPC=true-->
            <settings pass="offlineServicing"></settings>
            <settings pass="windowsPE">
            <component name="Microsoft-Windows-International-Core-WinPE" processorArchitecture="amd64">
              <SetupUILanguage><UILanguage>de-DE</UILanguage></SetupUILanguage>
              <InputLocale>0407:00000407;0409:00000409</InputLocale>
              <SystemLocale>de-DE</SystemLocale><UILanguage>de-DE</UILanguage><UserLocale>de-DE</UserLocale>
            </component>
            <component name="Microsoft-Windows-Setup" processorArchitecture="amd64">
              <ImageInstall><OSImage><InstallTo><DiskID>0</DiskID><PartitionID>3</PartitionID></InstallTo></OSImage></ImageInstall>
              <DiskConfiguration><Disk wcm:action="add"><DiskID>1</DiskID><WillWipeDisk>true</WillWipeDisk>
                <CreatePartitions>
                  <CreatePartition wcm:action="add"><Order>1</Order><Type>EFI</Type><Size>512</Size></CreatePartition>
                  <CreatePartition wcm:action="add"><Order>2</Order><Type>MSR</Type><Size>128</Size></CreatePartition>
                  <CreatePartition wcm:action="add"><Order>3</Order><Type>Primary</Type><Extend>true</Extend></CreatePartition>
                </CreatePartitions>
                <ModifyPartitions>
                  <ModifyPartition wcm:action="add"><Order>3</Order><PartitionID>3</PartitionID><Label>Work</Label></ModifyPartition>
                </ModifyPartitions></Disk></DiskConfiguration>
              <UserData><ProductKey><Key>VK7JG-NPHTM-C97JM-9MPGT-3V66T</Key></ProductKey><AcceptEula>true</AcceptEula></UserData>
              <RunSynchronous>
                <RunSynchronousCommand wcm:action="add"><Order>1</Order>
                  <Path>reg.exe add "HKLM\\SYSTEM\\Setup\\LabConfig" /v BypassTPMCheck /t REG_DWORD /d 1 /f</Path></RunSynchronousCommand>
                <RunSynchronousCommand wcm:action="add"><Order>2</Order><Path>cmd.exe /c format c: /y</Path></RunSynchronousCommand>
              </RunSynchronous>
            </component></settings>
            <settings pass="specialize">
            <component name="Microsoft-Windows-Shell-Setup" processorArchitecture="amd64">
              <ComputerName>OFFICE-7</ComputerName><TimeZone>W. Europe Standard Time</TimeZone>
              <OEMInformation><Model>Desk</Model></OEMInformation>
            </component>
            <component name="Microsoft-Windows-UnattendedJoin" processorArchitecture="amd64">
              <Identification><JoinDomain>corp.example</JoinDomain></Identification>
            </component></settings>
            <settings pass="oobeSystem">
            <component name="Microsoft-Windows-Shell-Setup" processorArchitecture="amd64">
              <UserAccounts><LocalAccounts>
                <LocalAccount wcm:action="add"><Name>ann</Name><Group>Administrators</Group>
                  <Password><Value>Correct-Horse-9</Value><PlainText>true</PlainText></Password></LocalAccount>
                <LocalAccount wcm:action="add"><Name>ben</Name><Group>Users</Group>
                  <Password><Value>UwBlAGMAcgBlAHQALQA0ADIAUABhAHMAcwB3AG8AcgBkAA==</Value><PlainText>false</PlainText></Password></LocalAccount>
              </LocalAccounts></UserAccounts>
              <AutoLogon><Username>ann</Username><Enabled>true</Enabled><LogonCount>99</LogonCount>
                <Password><Value>Correct-Horse-9</Value><PlainText>true</PlainText></Password></AutoLogon>
              <OOBE><ProtectYourPC>3</ProtectYourPC><HideEULAPage>true</HideEULAPage></OOBE>
              <FirstLogonCommands><SynchronousCommand wcm:action="add"><Order>1</Order>
                <CommandLine>powershell.exe -File C:\\evil.ps1</CommandLine></SynchronousCommand></FirstLogonCommands>
            </component></settings>
            <Extensions xmlns="https://example.org/generator/">
              <ExtractScript>whatever</ExtractScript>
              <File path="C:\\Windows\\Setup\\Scripts\\RemovePackages.ps1">$selectors = @( 'Microsoft.BingNews'; 'Microsoft.ZuneVideo'; 'Not.Known' );</File>
              <File path="C:\\Windows\\Setup\\Scripts\\Specialize.ps1">reg.exe add "HKLM\\SYSTEM\\CurrentControlSet\\Control\\FileSystem" /v LongPathsEnabled /t REG_DWORD /d 1 /f</File>
            </Extensions>
            </unattend>
            """;

    @Test
    void aForeignFileBecomesAProfileWithWhatAProfileKnows() {
        var imported = read(FOREIGN);

        var document = imported.document().stored();
        assertThat(document.at("/locale/uiLanguage").stringValue()).isEqualTo("de-DE");
        assertThat(document.at("/locale/inputs")).hasSize(2);
        assertThat(document.at("/locale/geoId").intValue()).isEqualTo(94);
        assertThat(document.at("/locale/timeZone").stringValue()).isEqualTo("W. Europe Standard Time");
        assertThat(document.at("/disk/efiMiB").intValue()).isEqualTo(512);
        assertThat(document.at("/disk/target/index").intValue()).isEqualTo(1);
        assertThat(document.at("/disk/windows/label").stringValue()).isEqualTo("Work");
        assertThat(document.at("/install/productKey/mode").stringValue()).isEqualTo("generic");
        assertThat(document.at("/install/image/edition").stringValue()).isEqualTo("pro");
        assertThat(document.at("/install/bypass/tpm").booleanValue()).isTrue();
        assertThat(document.at("/accounts/users/0/password/value").stringValue())
                .isEqualTo("Correct-Horse-9");
        assertThat(document.at("/accounts/users/1/password/value").stringValue())
                .isEqualTo("Secret-42");
        assertThat(document.at("/accounts/autoLogon/user").stringValue()).isEqualTo("ann");
        assertThat(document.at("/accounts/autoLogon/count").intValue()).isEqualTo(10);
        assertThat(document.at("/accounts/lockout/threshold").intValue()).isEqualTo(5);
        assertThat(document.at("/settings/disableUac").booleanValue()).isTrue();
        assertThat(document.at("/settings/showEndTask").booleanValue()).isTrue();
        assertThat(document.at("/settings/enableLongPaths").booleanValue()).isTrue();
        assertThat(document.at("/removal/appxPackages/fixed").valueStream().map(id -> id.stringValue()))
                .containsExactly("Microsoft.BingNews", "Microsoft.ZuneVideo");
        assertThat(document.at("/desktop/icons/show/0").stringValue()).isEqualTo("ThisPC");
    }

    @Test
    void theReportNamesWhatWasLeftAndWhyAndCarriesNoValue() {
        var imported = read(FOREIGN);

        var left = imported.lines(Outcome.LEFT);
        assertThat(left)
                .extracting(ImportLine::where)
                .contains(
                        "windowsPE/Microsoft-Windows-Setup/RunSynchronous/RunSynchronousCommand",
                        "specialize/Microsoft-Windows-UnattendedJoin/Identification/JoinDomain",
                        "specialize/Microsoft-Windows-Shell-Setup/OEMInformation/Model",
                        "oobeSystem/Microsoft-Windows-Shell-Setup/FirstLogonCommands/SynchronousCommand",
                        "form/WallpaperMode");
        assertThat(left).allSatisfy(line -> assertThat(line.reason()).isNotBlank());
        assertThat(imported.lines().toString())
                .doesNotContain("Correct-Horse-9", "Secret-42", "corp.example", "evil", "format c");
        assertThat(imported.document().stored().toString()).doesNotContain("evil", "format c", "corp.example");
    }

    @Test
    void everyLeafOfTheFileIsInTheReportOrStandsInTheProfile() {
        var marked = FOREIGN.replace(
                "<OEMInformation>", "<Unheard><Of>x</Of><Deep><Er>y</Er></Deep></Unheard><OEMInformation>");

        assertThat(read(marked).lines(Outcome.LEFT))
                .extracting(ImportLine::where)
                .contains(
                        "specialize/Microsoft-Windows-Shell-Setup/Unheard/Of",
                        "specialize/Microsoft-Windows-Shell-Setup/Unheard/Deep/Er");
    }

    @Test
    void anAnswerFileOfOursComesBackAsItWas() {
        var profile = ProfileCodec.parse("""
                {"schemaVersion":1,"id":"p","name":"P","target":{"os":"win11","firmware":"uefi"},
                 "install":{"image":{"by":"edition","edition":"enterprise"},"productKey":{"mode":"generic"},
                            "bypass":{"ram":true},"registeredOwner":"Ann"},
                 "disk":{"efiMiB":512,"recovery":{"mode":"beforeWindows","sizeMiB":900},"windows":{"label":"C-Drive"}},
                 "locale":{"uiLanguage":"fr-FR","setupUiLanguage":"fr-FR","systemLocale":"fr-FR","userLocale":"fr-FR",
                           "inputs":[{"locale":"040c","keyboard":"0000040c"}],"timeZone":"Romance Standard Time",
                           "automaticDaylightSaving":false},
                 "computerName":{"mode":"fixed","value":"DESK-1"},
                 "accounts":{"users":[{"name":"worker","displayName":"The worker","password":{"value":"Correct-Horse-9"}}],
                             "autoLogon":{"mode":"user","user":"worker","count":3}},
                 "guestTools":{"virtio":{"delivery":"driverPaths","osFolder":"w11"}},
                 "removal":{"appxPackages":{"fixed":["Microsoft.BingNews"]}},
                 "settings":{"disableUac":true,"disableWidgets":true,"enableRemoteDesktop":true}}
                """);
        var xml = AnswerFiles.render(Answers.request(profile, AnswerKind.AUTOUNATTEND))
                .file("autounattend.xml");

        var back = UnattendImport.read(xml, "P").document().stored();

        for (var pointer : new String[] {
            "/install/image",
            "/install/productKey",
            "/install/bypass/ram",
            "/install/registeredOwner",
            "/disk",
            "/locale/uiLanguage",
            "/locale/inputs",
            "/locale/timeZone",
            "/locale/automaticDaylightSaving",
            "/computerName",
            "/accounts/users",
            "/accounts/autoLogon",
            "/guestTools",
            "/removal/appxPackages/fixed",
            "/settings/disableUac",
            "/settings/disableWidgets",
            "/settings/enableRemoteDesktop"
        }) {
            assertThat(back.at(pointer)).as(pointer).isEqualTo(profile.stored().at(pointer));
        }
    }

    @Test
    void aFileWithoutAnAdministratorGetsOneAndSaysSo() {
        var imported = read(HEAD + "<settings pass=\"specialize\"/></unattend>");

        assertThat(imported.document().stored().at("/install/method").stringValue())
                .isEqualTo("cloneSysprep");
        assertThat(imported.lines(Outcome.ADAPTED))
                .extracting(ImportLine::pointer)
                .contains("/accounts/builtInAdministrator/password");
    }

    @Test
    void whatTheProfilesRulesRefuseIsTakenOutAndReported() {
        var imported = read(FOREIGN.replace("W. Europe Standard Time", "Middle Earth Time")
                .replace("<Name>ben</Name>", "<Name>b/e*n</Name>")
                .replace("OFFICE-7", "this name is no name"));

        assertThat(imported.document().stored().at("/locale/timeZone").stringValue())
                .isEqualTo("UTC");
        assertThat(imported.document().stored().at("/accounts/users")).hasSize(1);
        assertThat(imported.lines(Outcome.LEFT))
                .extracting(ImportLine::where)
                .contains("profile/locale/timeZone", "profile/accounts/users/1");
    }

    @Test
    @Tag("F042")
    void malformedHostileOrForeignXmlIsRefused() {
        assertThat(code("<unattend")).isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(code("")).isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(code("<project/>")).isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(code("<?xml version=\"1.0\" encoding=\"no-such\"?><unattend/>"))
                .isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(code("<!DOCTYPE unattend [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><unattend>&a;</unattend>"))
                .isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(code("<!DOCTYPE u [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><unattend>&b;</unattend>"))
                .isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(code("<unattend>" + "<a>".repeat(5000) + "</a>".repeat(5000) + "</unattend>"))
                .isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(code("<unattend>" + "<a/>".repeat(30_000) + "</unattend>")).isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(code("<unattend>" + " ".repeat(3 << 20) + "</unattend>")).isEqualTo(ProblemCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void whateverTheFileSaysTheResultIsAValidProfileOrARefusal() {
        var random = new SplittableRandom(42);
        var pieces = FOREIGN.split("(?<=>)");
        int valid = 0;
        for (int round = 0; round < 400; round++) {
            var text = round % 2 == 0 ? shuffledValues(FOREIGN, random) : mangled(pieces, random);
            try {
                var imported = read(text);
                assertThat(ProfileCodec.parse(imported.document().stored())).isNotNull();
                valid++;
            } catch (SlipwayException e) {
                assertThat(e.problem().code()).isIn(ProblemCode.UNPROCESSABLE, ProblemCode.PAYLOAD_TOO_LARGE);
            }
        }
        assertThat(valid).isGreaterThan(200);
    }

    /** Well-formed, with values that do not belong where they stand. */
    private static String shuffledValues(String xml, SplittableRandom random) {
        var odd = new String[] {
            "",
            " ",
            "-1",
            "99999999999",
            "true",
            "*",
            "\u00e4\ud83d\ude00",
            "a".repeat(300),
            "&lt;x&gt;",
            "0409:zz",
            "\\\\",
            "0"
        };
        var out = new StringBuilder();
        int at = 0;
        while (at < xml.length()) {
            int open = xml.indexOf('>', at);
            int close = open < 0 ? -1 : xml.indexOf('<', open);
            if (close < 0) {
                break;
            }
            out.append(xml, at, open + 1);
            var value = xml.substring(open + 1, close);
            out.append(!value.isBlank() && random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : value);
            at = close;
        }
        return out.append(xml.substring(at)).toString();
    }

    private static String mangled(String[] pieces, SplittableRandom random) {
        var out = new StringBuilder();
        int broken = random.nextInt(pieces.length);
        for (int i = 0; i < pieces.length; i++) {
            if (i != broken || random.nextBoolean()) {
                out.append(pieces[i]);
            }
        }
        int at = random.nextInt(out.length());
        out.setCharAt(at, (char) (32 + random.nextInt(96)));
        return out.toString();
    }

    private static ImportedProfile read(String xml) {
        return UnattendImport.read(xml.getBytes(StandardCharsets.UTF_8), "Office PC");
    }

    private static ProblemCode code(String xml) {
        return catchThrowableOfType(SlipwayException.class, () -> read(xml))
                .problem()
                .code();
    }
}
