package io.slipway.server.disc;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.answer.Answers;
import io.slipway.server.answer.ChoiceMaker;
import io.slipway.server.answer.GeneratedSecrets;
import io.slipway.server.answer.Seed;
import io.slipway.server.answer.VmIdentity;
import io.slipway.server.base.Json;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.provision.GuestEndpoints;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DiscPreviewTest {
    private static final String PASSWORD = "Correct-Horse-9";
    private static final GuestEndpoints OFF = new GuestEndpoints(List.of(), List.of(), Optional.empty(), false);
    private static final GuestEndpoints ON = new GuestEndpoints(
            List.of(URI.create("https://192.0.2.9:8443")), List.of("ab".repeat(32)), Optional.of(Answers.CA), false);

    private final DiscPreview preview = new DiscPreview(() -> ON);

    @Test
    void noPasswordIsInAnyFileInAnyForm() {
        for (var text : List.of(Answers.NATIVE, Answers.LINUX)) {
            var shown = shown(preview, ProfileCodec.parse(text));

            for (var file : shown.files()) {
                assertThat(file.text()).as(file.name()).doesNotContain(PASSWORD, "$6$");
                for (var suffix : List.of("Password", "AdministratorPassword")) {
                    assertThat(file.text()).doesNotContain(obscured(PASSWORD + suffix), obscured("Slipway"));
                }
            }
            assertThat(shown.files().getFirst().text()).contains(DiscPreview.DOTS);
        }
    }

    @Test
    @Tag("F042")
    void apartFromItsSecretsThePreviewIsTheFileThatTheDiscGets() {
        var profile = BuiltInProfiles.find("windows-server-2022").orElseThrow();
        var order = order(profile);

        var shown = (DiscPreview.Shown) new DiscPreview(() -> OFF).show(order);

        var identity = new VmIdentity(order.vmUuid(), order.vmName(), "BC:24:11:00:00:01", 1, order.address());
        var seed = Seed.of(profile.revision(), order.vmUuid());
        var generated = GeneratedSecrets.make(profile.profile(), new java.security.SecureRandom());
        var files = DiscMaker.render(
                order, identity, ChoiceMaker.choose(profile, identity, seed), generated, Optional.empty(), OFF);
        assertThat(shown.files())
                .extracting(PreviewFile::name)
                .containsExactlyElementsOf(files.files().keySet());
        for (var file : shown.files()) {
            var made = new String(files.file(file.name()), StandardCharsets.UTF_8).replace("\uFEFF", "");
            for (var secret : generated.values()) {
                for (var suffix : List.of("Password", "AdministratorPassword")) {
                    made = made.replace(obscured(secret.reveal() + suffix), DiscPreview.DOTS);
                }
            }
            assertThat(file.lines()).isEqualTo(made.lines().toList());
        }
    }

    @Test
    void theTokenIsShownAsOneAndOnlyWhereTheGuestCouldReport() {
        var order = order(ProfileCodec.parse(Answers.NATIVE)).reporting();

        var on = (DiscPreview.Shown) preview.show(order);
        var off = (DiscPreview.Shown) new DiscPreview(() -> OFF).show(order);

        assertThat(text(on, "provision.json")).contains("\"token\" : \"" + DiscPreview.DOTS + "\"");
        assertThat(on.reports()).isTrue();
        assertThat(text(off, "provision.json")).contains("\"token\" : \"\"");
        assertThat(off.reports()).isFalse();
    }

    @Test
    void aSeedDecidesWhatTheProfileLeavesOpenAndAnotherDecidesOtherwise() {
        var profile = ProfileCodec.parse("""
                {"schemaVersion":1,"id":"p","name":"P","target":{"os":"win11"},"computerName":{"mode":"random"},
                 "accounts":{"users":[{"nameMode":"random","password":{"generate":{}}}]},
                 "visualEffects":{"mode":"customRandom"}}
                """);
        var order = order(profile);

        var one = (DiscPreview.Shown) preview.show(order.with(Seed.of("a", "b")));
        var again = (DiscPreview.Shown) preview.show(order.with(Seed.of("a", "b")));
        var other = (DiscPreview.Shown) preview.show(order.with(Seed.of("a", "c")));

        assertThat(one.files()).isEqualTo(again.files());
        assertThat(one.choices().computerName()).isNotEqualTo(other.choices().computerName());
        assertThat(text(one, "autounattend.xml")).contains(one.choices().computerName());
    }

    @Test
    void whatCannotBecomeADiscIsAnAnswerAndNoException() {
        var profile = ProfileCodec.parse("""
                {"schemaVersion":1,"id":"p","name":"P","target":{"os":"win11"},"computerName":{"mode":"vmName"},
                 "accounts":{"users":[{"name":"worker","password":{"generate":{}}}]}}
                """);
        var order = DiscOrder.of(profile, Answers.VM_UUID, "a-name-that-is-too-long-for-windows");

        var result = preview.show(order);

        assertThat(((DiscPreview.Refused) result).problem().errors()).isNotEmpty();
    }

    @Test
    void theProfilesOwnWarningsAreThereAlthoughThePasswordsAreNot() {
        var weak = ProfileCodec.parse(Answers.NATIVE.replace(PASSWORD, "short"));

        assertThat(shown(preview, weak).warnings())
                .anySatisfy(warning -> assertThat(warning.message()).contains("weak"));
    }

    @Test
    void passwordsOfAnOwnAnswerFileAreHiddenToo() {
        var config = Json.object();
        config.putObject("computerName").put("mode", "fixed");
        config.put("xmlTemplate", """
                <unattend xmlns="urn:schemas-microsoft-com:unattend"><settings pass="oobeSystem">
                <component name="Microsoft-Windows-Shell-Setup" processorArchitecture="amd64"
                 publicKeyToken="31bf3856ad364e35" language="neutral" versionScope="nonSxS">
                <UserAccounts><AdministratorPassword><Value>hand-written</Value><PlainText>true</PlainText></AdministratorPassword>
                </UserAccounts></component></settings></unattend>
                """);

        var shown = shown(preview, ProfileCodec.parse(config));

        assertThat(shown.files().getFirst().text())
                .contains("AdministratorPassword")
                .doesNotContain("hand-written");
    }

    @Test
    @Tag("F135")
    void secretsOfAnOwnAnswerFileAreHiddenHoweverTheyAreWritten() {
        var config = Json.object();
        config.putObject("computerName").put("mode", "fixed");
        config.put("xmlTemplate", """
                <unattend xmlns="urn:schemas-microsoft-com:unattend"><settings pass="oobeSystem">
                <component name="Microsoft-Windows-Shell-Setup" processorArchitecture="amd64"
                 publicKeyToken="31bf3856ad364e35" language="neutral" versionScope="nonSxS">
                <UserAccounts><AdministratorPassword><Value><!-- c --><![CDATA[geheim-1]]></Value><PlainText>true</PlainText>
                </AdministratorPassword></UserAccounts></component></settings></unattend>
                """);

        var shown = shown(preview, ProfileCodec.parse(config));

        assertThat(shown.files().getFirst().text())
                .contains("AdministratorPassword")
                .doesNotContain("geheim");
    }

    private static String text(DiscPreview.Shown shown, String name) {
        return shown.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static DiscPreview.Shown shown(DiscPreview preview, ProfileDocument profile) {
        return (DiscPreview.Shown) preview.show(order(profile));
    }

    private static DiscOrder order(ProfileDocument profile) {
        return DiscOrder.of(profile, Answers.VM_UUID, "vm-1");
    }

    private static String obscured(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
    }
}
