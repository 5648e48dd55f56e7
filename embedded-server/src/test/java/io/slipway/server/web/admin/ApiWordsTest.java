package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slipway.server.answer.importing.ImportLine;
import io.slipway.server.artifact.ReleaseStatus;
import io.slipway.server.backup.BackupReport;
import io.slipway.server.base.Caller;
import io.slipway.server.diagnose.Doctor;
import io.slipway.server.event.Topic;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.health.Warning;
import io.slipway.server.hypervisor.Right;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.Job;
import io.slipway.server.notice.Notice;
import io.slipway.server.profile.ProfileDifference;
import io.slipway.server.provision.Deletion;
import io.slipway.server.provision.PowerControl;
import io.slipway.server.provision.Provisioning;
import io.slipway.server.vault.SecretMeta;
import io.slipway.server.vault.SecretScope;
import io.slipway.server.vault.VaultState;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.web.RateLimit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Closed lists of words in the document are those of the program, also where no test meets every word in an answer. */
@Tag("F187")
class ApiWordsTest {
    @TempDir
    static Path folder;

    private static JsonNode schemas;

    @BeforeAll
    static void open() {
        try (var rig = new AdminRig(folder)) {
            var routes = new AdminRoutes(AdminRig.parts(rig.agent), RateLimit.of(new RateLimit.Rate(1, 1), 1));
            schemas = new ApiContract(routes.reference().document().json())
                    .document()
                    .path("components")
                    .path("schemas");
        }
    }

    static Stream<Arguments> words() {
        var roles = names(Caller.Role.values());
        return Stream.of(
                arguments("/Job/properties/kind", jobKinds()),
                arguments("/JobWhole/properties/kind", jobKinds()),
                arguments("/Job/properties/state", lower(Job.State.values())),
                arguments("/JobWhole/properties/state", lower(Job.State.values())),
                arguments("/Vm/properties/state", lower(Vm.State.values())),
                arguments("/RegisteredVm/properties/state", lower(Vm.State.values())),
                arguments("/InventoryVm/properties/state", lower(Vm.State.values())),
                arguments("/StreamEvent/properties/topic", lower(Topic.values())),
                arguments("/StreamMessage/properties/event", streamed()),
                arguments("/Notification/properties/level", lower(Notice.Level.values())),
                arguments("/Notification/properties/category", lower(Notice.Category.values())),
                arguments("/Notification/properties/metadata/properties/state", lower(Notice.State.values())),
                arguments("/Right/properties/needed_for", lower(Right.Need.values())),
                arguments("/Template/properties/family", lower(Template.Family.values())),
                arguments("/Template/properties/firmware", lower(Template.Firmware.values())),
                arguments("/Progress/properties/status", lower(ProgressStatus.values())),
                arguments("/Report/properties/status", lower(ProgressStatus.values())),
                arguments("/Release/properties/status", lower(ReleaseStatus.values())),
                arguments("/ReleaseListed/properties/status", lower(ReleaseStatus.values())),
                arguments("/NewRelease/properties/status", lower(ReleaseStatus.values())),
                arguments("/ReleaseChange/properties/status", lower(ReleaseStatus.values())),
                arguments("/Secret/properties/state", lower(SecretMeta.State.values())),
                arguments("/Binding/properties/scope_type", lower(SecretScope.values())),
                arguments("/BindingMade/properties/scope_type", lower(SecretScope.values())),
                arguments("/Vault/properties/state", lower(VaultState.values())),
                arguments("/Vault/properties/protector", kinds()),
                arguments("/ProtectorList/properties/items/items/properties/name", kinds()),
                arguments("/BackupReport/properties/key", dashed(BackupReport.Key.values())),
                arguments("/ProfileDifference/properties/kind", lower(ProfileDifference.Kind.values())),
                arguments("/ImportLine/properties/outcome", lower(ImportLine.Outcome.values())),
                arguments("/Check/properties/state", lower(Doctor.State.values())),
                arguments("/About/properties/warnings/items/properties/severity", names(Warning.Severity.values())),
                arguments("/Whoami/properties/role", roles),
                arguments("/PageSession/properties/role", roles),
                arguments("/NewApiToken/properties/role", roles));
    }

    private static List<String> names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static List<String> lower(Enum<?>... values) {
        return names(values).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> jobKinds() {
        return List.of(Provisioning.JOB_KIND, Deletion.JOB_KIND, PowerControl.JOB_KIND);
    }

    /** Topics, and what the stream says of itself. */
    private static List<String> streamed() {
        return Stream.concat(lower(Topic.values()).stream(), Stream.of("snapshot", "beat", "reread", "end"))
                .toList();
    }

    private static List<String> dashed(Enum<?>... values) {
        return lower(values).stream().map(name -> name.replace('_', '-')).toList();
    }

    private static List<String> kinds() {
        return Arrays.stream(ProtectorKind.values()).map(ProtectorKind::word).toList();
    }

    @ParameterizedTest
    @MethodSource("words")
    void documentKnowsEveryWordOfTheProgramAndNoOther(String pointer, List<String> words) {
        var documented = schemas.at(pointer).path("enum").valueStream().map(JsonNode::stringValue);

        assertThat(documented).containsExactlyInAnyOrderElementsOf(words);
    }
}
