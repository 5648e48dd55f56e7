package io.slipway.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AnswerFileSecretsTest {
    private static String obscured(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
    }

    @Test
    @Tag("F135")
    void everyElementThatSetupKnowsAsSecretIsRead() {
        var hidden = obscured("Amsel-1!OfflineAdministratorPassword");

        var values = AnswerFileSecrets.values("""
                <unattend><component><UserAccounts>
                 <AdministratorPassword><Value>%s</Value><PlainText>false</PlainText></AdministratorPassword>
                 <LocalAccount><Password>
                   <PlainText>true</PlainText><Value> Drossel &amp; &#x3c;Star&#62; </Value></Password><Name>bob</Name></LocalAccount>
                </UserAccounts>
                <x:Credentials><x:Domain>corp</x:Domain><x:Password><![CDATA[Fink<1>]]></x:Password></x:Credentials>
                <UserData><ProductKey><Key>ABCDE-FGHIJ-KLMNO-PQRST-UVWXY</Key><WillShowUI>Never</WillShowUI></ProductKey></UserData>
                <ProductKey>VWXYZ-FGHIJ-KLMNO-PQRST-UVWXY</ProductKey><AccountData>QmxvYg==</AccountData>
                <keyMaterial>wlan-geheim</keyMaterial><MachinePassword>maschine-7</MachinePassword>
                </component></unattend>""".formatted(hidden));

        assertThat(values)
                .containsExactlyInAnyOrder(
                        hidden,
                        "Amsel-1!",
                        "Drossel & <Star>",
                        "Fink<1>",
                        "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY",
                        "VWXYZ-FGHIJ-KLMNO-PQRST-UVWXY",
                        "QmxvYg==",
                        "wlan-geheim",
                        "maschine-7");
    }

    @Test
    void placeholdersEmptyElementsAndTheDocumentedDefaultAreNoSecrets() {
        assertThat(AnswerFileSecrets.values("<a><Password><Value>{{userPassword}}</Value></Password><Password/>"
                        + "<Password></Password><Password><Value>1204</Value></Password><Name>Password</Name>"
                        + "<Value>no password</Value></a>"))
                .isEmpty();
    }

    @Test
    void aFileThatIsNotWellFormedIsReadAllTheSame() {
        assertThat(AnswerFileSecrets.values("<a><Password><Value>Star-55</Passwort><b><ProductKey>XY"))
                .contains("Star-55");
    }

    @Test
    void whatIsReplacedIsOnlyTheSecret() {
        assertThat(AnswerFileSecrets.map(
                        "<Password>\n <Value> x1y2 </Value>\n</Password><Name>x1y2</Name>", v -> "***"))
                .isEqualTo("<Password>\n <Value> *** </Value>\n</Password><Name>x1y2</Name>");
    }

    @ParameterizedTest
    @Tag("F135")
    @ValueSource(
            strings = {
                "<Password><Value><!-- c -->S3cret</Value></Password>",
                "<Password><!-- c --><Value>S3cret<!-- d --></Value></Password>",
                "<Password>S3<![CDATA[cret]]></Password>",
                "<Password><![CDATA[S3]]>cret</Password>",
                "<Password a=\"1>2\" b='>'>S3cret</Password>",
                "<Password a=\"1>S3cret</Password>",
                "<a><AdministratorPassword><Value>S3cret",
                "<a><AdministratorPassword><Value><![CDATA[S3cret"
            })
    void aSecretIsFoundWholeHoweverItIsWritten(String file) {
        assertThat(AnswerFileSecrets.values(file)).containsExactly("S3cret");
        assertThat(AnswerFileSecrets.map(file, value -> "***"))
                .contains("***")
                .doesNotContain("S3", "cret")
                .startsWith(file.substring(0, file.indexOf("assword")));
    }

    @Test
    void anAttributeWithABracketIsNoPartOfTheSecret() {
        assertThat(AnswerFileSecrets.map("<Password a=\"1>2\">S3cret</Password>", value -> "***"))
                .isEqualTo("<Password a=\"1>2\">***</Password>");
    }

    private static String account(String name, String password) {
        return "<LocalAccount><Password><Value>" + password + "</Value></Password><Name>" + name
                + "</Name></LocalAccount>";
    }

    private static ProfileDocument own(String accounts) {
        var config = Json.object();
        config.putObject("computerName").put("mode", "fixed");
        config.put("xmlTemplate", "<unattend><settings pass=\"oobeSystem\">" + accounts + "</settings></unattend>");
        return ProfileCodec.parse(config);
    }

    private static String edited(String present, String submitted) {
        return own(present)
                .edited(own(submitted).stored())
                .xmlTemplate()
                .orElseThrow()
                .replaceAll("</?unattend>|</?settings[^>]*>", "");
    }

    @Test
    void aMaskNeverBecomesThePasswordOfAnotherAccount() {
        var present = account("ann", "Amsel-1") + account("bob", "Drossel-2");

        for (var submitted : List.of(
                account("bob", "***") + account("eve", "***"),
                account("bob", "***") + account("ann", "***"),
                account("ann", "***") + account("bob", "***") + account("eve", "***"),
                account("bob", "***"),
                account("ann", "<![CDATA[***]]>") + account("eve", "x"))) {
            assertThatThrownBy(() -> edited(present, submitted))
                    .isInstanceOfSatisfying(
                            SlipwayException.class,
                            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.INVALID_PROFILE));
        }
        assertThatThrownBy(() -> edited(
                        account("ann", "") + account("bob", "Drossel-2"), account("ann", "***") + account("bob", "")))
                .isInstanceOf(SlipwayException.class);
    }

    @Test
    void aMaskMeansTheStoredSecretWhereItIsKnownWhichOne() {
        var present = account("ann", "Amsel-1") + account("bob", "<![CDATA[Drossel-2]]>");

        assertThat(edited(present, account("ann", "***") + account("bob", "***")))
                .isEqualTo(present);
        assertThat(edited(present, account("ann", "Fink-3") + account("bob", "***")))
                .isEqualTo(account("ann", "Fink-3") + account("bob", "<![CDATA[Drossel-2]]>"));
        assertThatThrownBy(() -> edited(
                        "<ProductKey>K-1</ProductKey>" + account("ann", "Amsel-1"),
                        account("ann", "***") + "<TimeZone>UTC</TimeZone><ProductKey>***</ProductKey>"))
                .as("in another file nobody knows")
                .isInstanceOf(SlipwayException.class);
    }

    @Test
    void whereATagIsInTheWayTheSecretIsReadUpToIt() {
        assertThat(AnswerFileSecrets.values("<Password><Value>S3cret <PlainText>true</PlainText></Password>"))
                .contains("S3cret");
    }

    @Test
    void aLongSecretIsTakenWholeAndALongTagIsOne() {
        var secret = "x".repeat(100_000);

        assertThat(AnswerFileSecrets.map(
                        "<AccountData " + " ".repeat(5_000) + ">" + secret + "</AccountData>", v -> "***"))
                .endsWith(" >***</AccountData>");
    }

    @Test
    void aCommentBetweenTheElementsOfAPasswordHidesNothing() {
        var file = "<Password><!-- c --><PlainText>true</PlainText><Value>S3cret</Value></Password>";

        assertThat(AnswerFileSecrets.map(file, value -> "***")).isEqualTo(file.replace("S3cret", "***"));
        assertThat(AnswerFileSecrets.map("<Password><Value><!-- c --></Value></Password>", value -> "***"))
                .doesNotContain("***");
    }

    @Test
    void wildTextsEndInTimeAndReplacingNothingChangesNothing() {
        var random = new Random(7);
        var parts = new String[] {
            "<Password>",
            "</Password>",
            "<Value>",
            "<",
            ">",
            "<![CDATA[",
            "]]>",
            "a",
            " ",
            "&#",
            "/>",
            "<!--",
            "-->",
            "\""
        };
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder();
            random.ints(2_000, 0, parts.length).forEach(at -> text.append(parts[at]));
            assertThat(AnswerFileSecrets.map(text.toString(), value -> value)).isEqualTo(text.toString());
            assertThatCode(() -> AnswerFileSecrets.values(text.toString())).doesNotThrowAnyException();
        }
        var more = Stream.of("<Password><!--", "<!--<Password><!---->", "<a \"b\"", "'a'", "<" + "a".repeat(250));
        for (var part : Stream.concat(Stream.of(parts), more).toList()) {
            assertThat(AnswerFileSecrets.values(part.repeat(1_000_000 / part.length())))
                    .hasSizeLessThanOrEqualTo(500);
        }
    }
}
