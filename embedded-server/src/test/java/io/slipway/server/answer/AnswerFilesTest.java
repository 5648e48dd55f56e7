package io.slipway.server.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.answer.windows.Scripts;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.ProfileCodec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFilesTest {

    @Test
    @Tag("F018")
    void theSameRequestGivesTheSameBytesAndTheChoicesAreListed() {
        var config =
                "{\"softwareRemoval\":{\"mode\":\"random\",\"randomPool\":[\"A.B\",\"C.D\",\"E.F\",\"G.H\",\"I.J\",\"K.L\"]}}";

        var one = AnswerFiles.render(Answers.windows(config));
        var two = AnswerFiles.render(Answers.windows(config));

        assertThat(one.files().keySet()).containsExactlyElementsOf(two.files().keySet());
        one.files().forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(two.file(name)));
        assertThat(one.choices().packages()).isNotEmpty();
        var system = Json.parse(one.file("system.json"));
        assertThat(system.get("packages"))
                .isEqualTo(Json.mapper().valueToTree(one.choices().packages()));
    }

    @Test
    @Tag("F049")
    void theDiscHoldsAnswerFileIdentityAndScriptsAndThePlaybookWhenThereIsOne() {
        var request = Answers.windows(Answers.NATIVE);

        var without = AnswerFiles.render(request);
        var with = AnswerFiles.render(Answers.with(request, Optional.of(Playbooks.builtIn()), Optional.empty()));

        assertThat(without.files().keySet())
                .containsExactly(
                        "autounattend.xml", "provision.json", "START.ps1", "stage0.ps1", "system.ps1", "system.json");
        assertThat(with.files().keySet()).contains("playbook.yml");
        assertThat(text(with.file("playbook.yml"))).isEqualTo(Playbooks.builtIn());
        assertThat(Json.parse(with.file("provision.json")).get("playbook").stringValue())
                .isEqualTo("playbook.yml");
    }

    @Test
    @Tag("F044")
    void everyScriptIsAsciiWithTheMarkThatPowerShell5Needs() {
        var files = AnswerFiles.render(Answers.windows("{}"));

        for (var name : List.of("START.ps1", "stage0.ps1", "system.ps1")) {
            var bytes = files.file(name);
            assertThat(Arrays.copyOf(bytes, 3)).isEqualTo(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
            for (int i = 3; i < bytes.length; i++) {
                assertThat(bytes[i]).as(name + " byte " + i).isPositive();
            }
        }
        assertThat(Scripts.bytes("defender.cmd")[0]).isEqualTo((byte) '@');
        assertThat(text(Scripts.bytes("defender.cmd"))).contains("\r\n").doesNotContainPattern("[^\r]\n");
    }

    @Test
    @Tag("F047")
    void provisionJsonHasTheDocumentedShape() {
        var bytes = AnswerFiles.render(Answers.windows(Answers.NATIVE)).file("provision.json");

        var json = Json.parse(bytes);

        assertThat(bytes[0]).isEqualTo((byte) '{');
        assertThat(json.get("version").intValue()).isEqualTo(1);
        assertThat(json.get("vm_uuid").stringValue()).isEqualTo(Answers.VM_UUID);
        assertThat(json.get("ip")).isEqualTo(Json.parse("""
                        {"address":"192.0.2.50","netmask":"255.255.255.0","gateway":"192.0.2.1","dns":["192.0.2.1"]}
                        """));
        assertThat(json.get("token").stringValue()).isEqualTo(Answers.TOKEN);
        assertThat(json.get("s3_endpoint").stringValue()).isEmpty();
        assertThat(json.get("api_endpoint").stringValue()).isEqualTo("https://192.0.2.10:8443");
        assertThat(json.get("bootstrap_url").stringValue()).isEqualTo("/api/v1/provisioning/validate-token");
        assertThat(json.get("tls_pins")).isEqualTo(Json.mapper().valueToTree(List.of(Answers.PIN)));
        assertThat(json.get("mac").stringValue()).isEqualTo("BC:24:11:00:00:01");
        assertThat(json.get("playbook").isNull()).isTrue();
    }

    @Test
    @Tag("F047")
    void withDhcpTheAddressIsNull() {
        var request = Answers.windows(Answers.NATIVE);
        var identity = new VmIdentity(Answers.VM_UUID, "vm-1", "BC:24:11:00:00:01", 1, new AddressPlan.Dhcp());

        var json = Json.parse(AnswerFiles.render(Answers.at(request, identity)).file("provision.json"));

        assertThat(json.get("ip").isNull()).isTrue();
    }

    @ParameterizedTest
    @Tag("F048")
    @ValueSource(
            strings = {
                "https://127.0.0.1:8443",
                "https://localhost:1",
                "https://[::1]:8443",
                "https://0.0.0.0:8443",
                "http://192.0.2.10:8443"
            })
    void anEndpointNoVmCanReachIsRefused(String endpoint) {
        var request = Answers.endpoints(Answers.windows(Answers.NATIVE), List.of(URI.create(endpoint)), false);

        var thrown = catchThrowableOfType(SlipwayException.class, () -> AnswerFiles.render(request));

        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.CONFIG_ERROR);
    }

    @Test
    @Tag("F048")
    void theLaboratoryMayUseLoopbackWhenItSaysSo() {
        var loopback = List.of(URI.create("https://127.0.0.1:8443"));
        var request = Answers.endpoints(Answers.windows(Answers.NATIVE), loopback, true);

        var json = Json.parse(AnswerFiles.render(request).file("provision.json"));

        assertThat(json.get("api_endpoint").stringValue()).isEqualTo("https://127.0.0.1:8443");
    }

    @Test
    void aCloneGetsItsTwoPassesOnlyAndIsToldWhatDoesNothing() {
        var request = Answers.request(ProfileCodec.parse(Answers.NATIVE), AnswerKind.UNATTEND_CLONE);

        var rendered = AnswerFiles.render(request);

        var xml = text(rendered.file("unattend.xml"));
        assertThat(xml).doesNotContain("windowsPE").contains("pass=\"specialize\"", "<Extend>true</Extend>");
        assertThat(rendered.warnings()).anyMatch(warning -> warning.pointer().equals("/install/method"));
    }

    @Test
    void aProfileThatDoesNotFitTheVmIsRefused() {
        var request = Answers.firmware(Answers.windows(Answers.NATIVE), Firmware.BIOS);
        var linux = Answers.request(ProfileCodec.parse(Answers.LINUX), AnswerKind.AUTOUNATTEND);

        for (var wrong : List.of(request, linux)) {
            var thrown = catchThrowableOfType(SlipwayException.class, () -> AnswerFiles.render(wrong));

            assertThat(thrown.problem().code()).isEqualTo(ProblemCode.INVALID_PROFILE);
            assertThat(thrown.problem().errors()).extracting("pointer").containsExactly("/target/os");
        }
    }

    @Test
    void builtInProfilesRenderWithoutWarnings() {
        for (var document : BuiltInProfiles.all()) {
            var kind = document.profile().id().startsWith("linux") ? AnswerKind.NOCLOUD : AnswerKind.AUTOUNATTEND;

            var rendered = AnswerFiles.render(Answers.request(document, kind));

            assertThat(rendered.warnings()).as(document.toString()).isEmpty();
        }
    }

    @Test
    void noSecretShowsInTheTextOfRequestsAndResults() {
        var request = Answers.windows(Answers.NATIVE);

        var texts = new ArrayList<String>();
        texts.add(request.toString());
        texts.add(AnswerFiles.render(request).toString());
        texts.add(request.choices().toJson());

        assertThat(texts.toString()).doesNotContain("Correct-Horse", Answers.TOKEN);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
