package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.draft.Spot;
import io.slipway.server.host.HostLimits;
import io.slipway.server.hypervisor.Storage;
import io.slipway.server.provision.ProvisionOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What is refused before anything exists: each with one code, a next step, and nothing left behind. */
@Timeout(120)
class OrderCheckTest {
    @TempDir
    static Path folder;

    private static Rig rig;

    @BeforeAll
    static void open() {
        rig = new Rig(folder, lab -> lab, HostLimits.USUAL);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        rig.lab.faults().clear();
        assertThat(StoreFacts.count(folder, "job")).isZero();
        assertThat(StoreFacts.count(folder, "run")).isZero();
        assertThat(StoreFacts.count(folder, "vm")).isZero();
        assertThat(StoreFacts.count(folder, "address_use")).isZero();
        assertThat(StoreFacts.count(folder, "vmid_ledger")).isZero();
        assertThat(StoreFacts.count(folder, "guest_token")).isZero();
        assertThat(rig.lab.effects()).isEmpty();
    }

    private static Problem refused(ObjectNode order) {
        var thrown = catchThrowableOfType(
                SlipwayException.class,
                () -> rig.agent.parts().provisioning().preview(Rig.CALLER, ProvisionOrder.parse(order)));
        assertThat(thrown).as("refusal of " + order).isNotNull();
        assertThat(thrown.problem().nextStep()).isNotBlank();
        assertThat(thrown.problem().detail()).isNotBlank();
        return thrown.problem();
    }

    private static ObjectNode network(ObjectNode order) {
        return (ObjectNode) order.get("network");
    }

    @Test
    void unknownFieldsOfTheOrderAreRefusedByName() {
        var problem = refused(Rig.windows(1).put("coress", 4));

        assertThat(problem.code()).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(problem.errors()).singleElement().satisfies(error -> assertThat(error.pointer())
                .isEqualTo("/coress"));
    }

    @Test
    void unknownProfileFieldsAreRefusedByName() {
        var order = Rig.windows(1);
        order.remove("profile");
        var profile = Json.parseObject("""
                {"schemaVersion": 1, "id": "x", "name": "x", "target": {"os": "win11"},
                 "accounts": {"users": [{"name": "worker", "groups": ["Administrators"], "password": {"generate": {"length": 20}}}]},
                 "colour": "red"}""");
        order.set("profile_config", profile);

        var problem = refused(order);

        assertThat(problem.code()).isEqualTo(ProblemCode.UNKNOWN_PROFILE_FIELD);
        assertThat(problem.errors())
                .anySatisfy(error -> assertThat(error.pointer()).isEqualTo("/colour"));
    }

    @Test
    @Tag("F013")
    void badNamesAreRefused() {
        assertThat(refused(Rig.windows(1).put("name_pattern", "web_01")).code()).isEqualTo(ProblemCode.INVALID_NAME);
        assertThat(refused(Rig.windows(1).put("name_pattern", "-web")).code()).isEqualTo(ProblemCode.INVALID_NAME);
        assertThat(refused(Rig.windows(1).put("name_pattern", "12345")).code()).isEqualTo(ProblemCode.INVALID_NAME);
        assertThat(refused(Rig.windows(1).put("name_pattern", "a-name-of-16-char"))
                        .code())
                .isEqualTo(ProblemCode.INVALID_NAME);
        assertThat(refused(Rig.windows(1).put("name_pattern", "x; rm -rf /")).code())
                .isEqualTo(ProblemCode.INVALID_NAME);
    }

    @Test
    @Tag("F046")
    @Tag("F091")
    void addressesMustFitTheirSubnetAndBeFree() {
        var outside = Rig.windows(1);
        network(outside).put("gateway", "10.99.0.1");
        assertThat(refused(outside).code()).isEqualTo(ProblemCode.INVALID_ADDRESS);
        var words = Rig.windows(1);
        network(words).put("from", "ten.twenty.0.1");
        assertThat(refused(words).code()).isEqualTo(ProblemCode.INVALID_ADDRESS);
        var small = Rig.windows(5);
        network(small).put("to", "10.20.0.12");
        assertThat(refused(small).code()).isEqualTo(ProblemCode.ADDRESS_POOL_EXHAUSTED);
        var twice = Rig.windows(2);
        network(twice).putArray("addresses").add("10.20.0.50").add("10.20.0.50");
        assertThat(refused(twice).code()).isEqualTo(ProblemCode.ADDRESS_TAKEN);
    }

    @Test
    @Tag("F091")
    void noTwoVmsOfAnOrderShareAnAddressOrACard() {
        var plan = rig.agent.parts().provisioning().preview(Rig.CALLER, ProvisionOrder.parse(Rig.windows(40)));

        assertThat(plan.vms())
                .extracting(vm -> vm.address().orElseThrow().address())
                .doesNotHaveDuplicates();
        assertThat(plan.vms()).extracting(vm -> vm.mac()).doesNotHaveDuplicates();
        assertThat(plan.vms()).extracting(vm -> vm.vmUuid()).doesNotHaveDuplicates();
    }

    @Test
    @Tag("F174")
    @Tag("F178")
    void aMissingTemplateIsAnsweredWithTheChoices() {
        var problem = refused(Rig.windows(1).put("template", "win12-tpl"));

        assertThat(problem.code()).isEqualTo(ProblemCode.TEMPLATE_NOT_FOUND);
        assertThat(problem.detail()).contains("9000 win11-tpl", "9001 linux-tpl");
    }

    @Test
    void unknownHostsAndProfilesAreRefused() {
        assertThat(refused(Rig.windows(1).put("host", "nowhere")).code()).isEqualTo(ProblemCode.HOST_NOT_FOUND);
        assertThat(refused(Rig.windows(1).put("profile", "nothing")).code()).isEqualTo(ProblemCode.PROFILE_NOT_FOUND);
    }

    @Test
    @Tag("F090")
    void limitsOfTheHostAndTheTemplateAreKept() {
        assertThat(refused(Rig.windows(1).put("cores", 500)).code()).isEqualTo(ProblemCode.RESOURCE_LIMIT);
        assertThat(refused(Rig.windows(1).put("memory_mib", 4 << 20)).code()).isEqualTo(ProblemCode.RESOURCE_LIMIT);
        assertThat(refused(Rig.windows(1).put("iso_storage", "fast")).code()).isEqualTo(ProblemCode.STORAGE_UNSUITABLE);
        assertThat(refused(Rig.windows(1).put("disk_storage", "nope")).code())
                .isEqualTo(ProblemCode.STORAGE_UNSUITABLE);
        var bridge = refused(Rig.windows(1).put("bridge", "vmbr9"));
        assertThat(bridge.code()).isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(Spot.of(bridge)).as("the step where it is chosen").isEqualTo(Spot.NETWORK);
    }

    @Test
    @Tag("F090")
    void aRangeWithTooFewIdsIsNoticedBeforeAnythingIsOrdered() {
        var hosts = rig.agent.parts().hosts();
        var taken = hosts.hypervisor(rig.host).machines().getFirst().id().value();
        try {
            hosts.limit(TenantId.DEFAULT, rig.host.id(), new HostLimits(4, taken, taken + 2));
            var problem = refused(Rig.windows(3));
            assertThat(problem.code()).isEqualTo(ProblemCode.RESOURCE_LIMIT);
            assertThat(problem.detail()).contains("the order needs 3").contains("from " + taken + " to " + (taken + 2));
            assertThat(Spot.of(problem)).isEqualTo(Spot.HOST);
        } finally {
            hosts.limit(TenantId.DEFAULT, rig.host.id(), HostLimits.USUAL);
        }
        assertThat(rig.agent
                        .parts()
                        .provisioning()
                        .preview(Rig.CALLER, ProvisionOrder.parse(Rig.windows(3)))
                        .vms())
                .hasSize(3);
    }

    @Test
    @Tag("F090")
    void theStorageWithMostFreeSpaceIsChosen() {
        var probe = rig.agent.parts().hosts().check(rig.host);
        var most = probe.storages().stream()
                .filter(storage -> storage.active() && storage.content().contains("iso"))
                .max(java.util.Comparator.comparingLong(Storage::availableBytes))
                .orElseThrow();

        var plan = rig.agent.parts().provisioning().preview(Rig.CALLER, ProvisionOrder.parse(Rig.windows(1)));

        assertThat(plan.vms().getFirst().isoStorage()).isEqualTo(most.name());
    }

    @Test
    void whatCouldNotTakeEffectIsRefused() {
        assertThat(refused(Rig.windows(1).put("full_clone", false).put("disk_storage", "fast"))
                        .code())
                .isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(refused(Rig.windows(1).put("min_vm_id", 500_000)).code()).isEqualTo(ProblemCode.UNPROCESSABLE);
        var commands = Rig.windows(1);
        commands.putArray("post_commands").addArray().add("ver");
        assertThat(refused(commands).code()).isEqualTo(ProblemCode.UNPROCESSABLE);
    }

    @Test
    void aProfileForAnotherSystemIsRefused() {
        assertThat(refused(Rig.windows(1).put("template", "linux-tpl")).code()).isEqualTo(ProblemCode.UNPROCESSABLE);
        assertThat(refused(Rig.windows(1).put("profile", "linux-basic")).code()).isEqualTo(ProblemCode.UNPROCESSABLE);
    }

    @Test
    void anExistingVmOfTheNameIsNotTouched() {
        var problem = refused(Rig.windows(1).put("name_pattern", "linux-tpl"));

        assertThat(problem.code()).isEqualTo(ProblemCode.VM_NAME_TAKEN);
    }

    @Test
    @Tag("F018")
    void thePreviewTellsWhatEachVmGets() {
        var plan = rig.agent.parts().provisioning().preview(Rig.CALLER, ProvisionOrder.parse(Rig.windows(2)));

        assertThat(plan.vms()).hasSize(2).allSatisfy(vm -> {
            assertThat(vm.choices()).isPresent();
            assertThat(vm.choices().orElseThrow().computerName()).isNotBlank();
            assertThat(vm.address()).isPresent();
        });
    }

    @Test
    void idempotencyKeysAreChecked() {
        var key = Optional.of("k-1");
        assertThat(catchThrowableOfType(SlipwayException.class, () -> rig.agent
                                .parts()
                                .provisioning()
                                .submit(
                                        Rig.CALLER,
                                        ProvisionOrder.parse(Rig.windows(1).put("host", "nowhere")),
                                        key))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.HOST_NOT_FOUND);
    }
}
