package io.slipway.server.answer.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.answer.AnswerFiles;
import io.slipway.server.answer.Answers;
import io.slipway.server.answer.check.Finding.Severity;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCheckTest {
    private static final String GOOD = new String(
            AnswerFiles.render(Answers.windows("{\"user\":{\"nameMode\":\"fixed\",\"autoLogonCount\":1}}"))
                    .file("autounattend.xml"),
            StandardCharsets.UTF_8);

    @Test
    void ourOwnFileHasNoFinding() {
        assertThat(AnswerCheck.own(GOOD.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            F02 | <?xml                                     | ` <?xml`
            F03 | <DisplayName>User                         | <DisplayName>Us\u00e9r
            F04 | </unattend>                               | </unattended>
            F06 | <Key>VK7JG                                | `<Key> VK7JG`
            F08 | <UserAccounts>                            | <UserAccounts><!-- x -->
            X01 | urn:schemas-microsoft-com:unattend        | urn:schemas-microsoft-com:other
            X02 | pass="specialize"                         | pass="specialise"
            X03 | pass="specialize"                         | pass="windowsPE"
            X04 | language="neutral"                        | language="en-US"
            X06 | http://schemas.microsoft.com/WMIConfig    | https://schemas.microsoft.com/WMIConfig
            X07 | wcm:action="add"                          | wcm:action="create"
            C01 | "Microsoft-Windows-Deployment"            | "Microsoft-Windows-Setup"
            C01 | International-Core-WinPE                  | International-Core
            C02 | HideOnlineAccountScreens                  | HideOnlineAccountScreen
            C04 | <ProtectYourPC>3</ProtectYourPC>          | <ProtectYourPC>3</ProtectYourPC><ProtectYourPC>3</ProtectYourPC>
            C05 | <ProtectYourPC>3                          | <ProtectYourPC>4
            C05 | <Format>NTFS                              | <Format>FAT16
            C05 | <Type>EFI                                 | <Type>ESP
            C07 | <WillReboot>Never                         | <Order>501</Order><WillReboot>Never
            C08 | <Enabled>true                             | <Enabled>yes
            C09 | <ProtectYourPC>                           | <NetworkLocation>Home</NetworkLocation><ProtectYourPC>
            D02 | <Order>2</Order>                          | <Order>3</Order>
            D03 | <Extend>true</Extend>                     | <Extend>true</Extend><Size>100</Size>
            D04 | <Letter>C                                 | <Active>true</Active><Letter>C
            D05 | <Size>300                                 | <Size>50
            D07 | <PartitionID>3                            | <PartitionID>4
            D08 | <Letter>C                                 | <Letter>c
            D14 | <Key>VK7JG-                               | <Key>VK7JG
            D16 | <AcceptEula>true                          | <AcceptEula>false
            L02 | <UserLocale>en-US                         | <UserLocale>xx-YY
            L03 | 0409:00000409                             | 0409:E0010411
            L04 | <TimeZone>Turkey                          | <TimeZone>Turkish
            A01 | <ComputerName>                            | <ComputerName>a_much_too_long_name
            A02 | <ComputerName>                            | <ComputerName>User</ComputerName><ComputerName>
            A03 | <Name>User                                | <Name>Us:er
            A06 | <Group>Administrators                     | <Group>Administratoren
            A07 | <Value>                                   | <Value>AAAA
            A10 | <Username>User                            | <Username>Somebody
            O01 | <HideEULAPage>true                        | <HideEULAPage>false
            R01 | foreach(                                  | {250}foreach(
            R05 | <Path>cmd.exe /c                          | <Path>for.exe &lt;nul
            R06 | Extract;"</Path>                          | Extract;</Path>
            R08 | <Path>cmd.exe /c                          | <Path>cmd.exe /c D:\\x.cmd
            R09 | <Path>cmd.exe /c                          | <Path>powershell.exe -File
            """)
    void eachDeliberateMistakeIsFoundUnderItsRule(String rule, String from, String to) {
        assertThat(GOOD).contains(from);
        var broken = GOOD.replace(from, to.replace("{250}", "x".repeat(250)));

        var findings = AnswerCheck.own(broken.getBytes(StandardCharsets.UTF_8));

        assertThat(findings).extracting(Finding::rule).contains(rule);
        assertThat(findings)
                .filteredOn(finding -> finding.rule().equals(rule))
                .allMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @Test
    void whatWeDoNotKnowInAForeignFileIsAWarningOnly() {
        var foreign = GOOD.replace("<ProtectYourPC>", "<BrandNewPage>true</BrandNewPage><ProtectYourPC>");

        var findings = AnswerCheck.imported(foreign.getBytes(StandardCharsets.UTF_8));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("C02");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.where()).isEqualTo("oobeSystem/Microsoft-Windows-Shell-Setup/OOBE/BrandNewPage");
        });
    }

    @Test
    void damagedBytesNeverCrashTheCheck() {
        var random = new java.util.Random(99);
        var good = GOOD.substring(0, 9000).getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 100; round++) {
            var bytes = GOOD.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 4; i++) {
                bytes[random.nextInt(good.length)] = (byte) random.nextInt(256);
            }

            assertThat(AnswerCheck.imported(bytes)).isNotNull();
        }
    }
}
