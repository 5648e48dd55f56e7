package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.host.HostLimits;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.job.Job;
import io.slipway.server.lab.guest.GuestFault;
import io.slipway.server.lab.guest.GuestPhase;
import io.slipway.server.lab.guest.GuestPlan;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.workflow.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong after an order was accepted, and what is left of it. */
@Timeout(120)
class FailureTest {
    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder, lab -> lab, new HostLimits(2, 1000, 1999));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "qm clone, 'clone failed: no space left on device', STORAGE_FULL",
        "qm set, '400 Parameter verification failed.', HOST_ANSWER",
        "qm start, 'start failed: QEMU exited with code 1', START_FAILED"
    })
    @Tag("F087")
    @Tag("F088")
    @Tag("F195")
    void aFailureBeforeTheVmRunsTakesEverythingBack(String command, String words, String code) {
        rig.lab.faults().always(command, new Faults.Answer(255, "", words + "\n"));

        var job = rig.await(rig.submit(Rig.windows(1)));

        assertThat(job.state()).as(rig.log(job.id())).isEqualTo(Job.State.FAILED);
        assertThat(job.problem().orElseThrow().code())
                .isIn(ProblemCode.valueOf(code), ProblemCode.HOST_ANSWER, ProblemCode.CLONE_FAILED);
        assertNothingLeft();
    }

    @Test
    @Tag("F088")
    @Tag("F195")
    void aFullIsoStorageFailsTheOrderBeforeTheVmExists() {
        rig.agent.parts().hosts().check(rig.host);
        rig.lab.limitStorage("local", 0);

        var job = rig.await(rig.submit(Rig.windows(1)));

        assertThat(job.state()).as(rig.log(job.id())).isEqualTo(Job.State.FAILED);
        assertThat(job.problem().orElseThrow().code())
                .as(job.problem().toString())
                .isEqualTo(ProblemCode.STORAGE_FULL);
        assertThat(rig.lab.effects()).noneMatch(effect -> effect.kind() == Effect.Kind.CLONE);
        rig.lab.limitStorage("local", -1);
        assertNothingLeft();
    }

    @Test
    @Tag("F178")
    void aSilentGuestLeavesItsVmForInspectionAndGoesOnWithoutASecondClone() {
        rig.lab.guestRules().fault("win-01", new GuestFault.HangsAt(GuestPhase.values()[1]));
        var jobId = rig.submit(Rig.windows(1).put("guest_timeout_minutes", 1));
        awaitWaiting(jobId, "guest");
        expireDeadline();
        rig.agent.parts().engine().wake(runId(jobId));

        var job = rig.await(jobId);
        assertThat(job.state()).as(rig.log(jobId)).isEqualTo(Job.State.PARTIAL);
        assertThat(job.problem().orElseThrow().code()).isEqualTo(ProblemCode.GUEST_TIMEOUT);
        assertThat(ownMachines()).isEqualTo(1);

        rig.lab.guestRules().clearFaults();
        reset();
        rig.agent.parts().provisioning().retry(Rig.CALLER, jobId);
        var again = rig.await(jobId);

        assertThat(again.state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
        assertThat(rig.lab.effects().stream().filter(effect -> effect.kind() == Effect.Kind.CLONE))
                .hasSize(1);
    }

    /** The operator presses reset, as the next step of the problem suggests. */
    private void reset() {
        var vm = rig.lab.vms().stream()
                .filter(machine -> machine.vmid() < 9000)
                .findFirst()
                .orElseThrow();
        rig.agent.parts().hosts().hypervisor(rig.host).stop(new VmId(vm.vmid()), marker());
        rig.agent.parts().hosts().hypervisor(rig.host).start(new VmId(vm.vmid()), marker());
    }

    private RunMarker marker() {
        var vm = rig.agent.parts().vms().list(TenantId.DEFAULT).getFirst();
        return new RunMarker(vm.runId().orElseThrow());
    }

    @Test
    @Tag("F195")
    void aFailedGuestIsCleanedUpOnRequest() {
        rig.lab.guestRules().fault("win-01", new GuestFault.FailsAt("network"));
        var jobId = rig.submit(Rig.windows(1));

        var job = rig.await(jobId);
        assertThat(job.state()).as(rig.log(jobId)).isEqualTo(Job.State.PARTIAL);
        assertThat(job.problem().orElseThrow().code()).isEqualTo(ProblemCode.GUEST_FAILED);
        assertThat(rig.log(jobId)).contains("its step \"network\" failed");

        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, jobId);
        assertThat(rig.await(jobId).state()).isEqualTo(Job.State.CANCELLED);
        assertNothingLeft();
    }

    @Test
    @Tag("F195")
    void whatCouldNotBeTakenBackKeepsItsReservationsUntilTheNextCleanUp() {
        rig.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: QEMU exited with code 1\n"));
        rig.lab
                .faults()
                .always("qm destroy", new Faults.Answer(255, "", "can't remove VM 1000 - protection mode enabled\n"));
        var jobId = rig.submit(Rig.windows(1));

        var job = rig.await(jobId);
        assertThat(job.state()).as(rig.log(jobId)).isEqualTo(Job.State.PARTIAL);
        assertThat(job.problem().orElseThrow().code()).isEqualTo(ProblemCode.LEFTOVERS);
        assertThat(job.problem().orElseThrow().detail()).contains("1000");
        assertThat(ownMachines()).isEqualTo(1);
        assertThat(StoreFacts.count(folder, "address_use")).isEqualTo(1);
        assertThat(StoreFacts.count(folder, "vmid_ledger")).isEqualTo(1);
        assertThat(sealedOrders()).as("win-02 is left").isEqualTo(1);

        rig.lab.faults().clear();
        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, jobId);
        assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.FAILED);
        assertNothingLeft();
    }

    @Test
    @Tag("F089")
    void cancellingAWaitingVmTakesItBackAndLeavesFinishedOnes() {
        rig.lab.guestRules().fault("win-02", new GuestFault.NeverBoots());
        var jobId = rig.submit(Rig.windows(2));
        awaitSubject(jobId, "win-01", RunState.SUCCEEDED);

        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, jobId);
        awaitSubject(jobId, "win-02", RunState.CANCELLED);

        assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT))
                .singleElement()
                .satisfies(vm -> assertThat(vm.name()).isEqualTo("win-01"));
        assertThat(ownMachines()).isEqualTo(1);
        assertThat(catchThrowableOfType(
                                SlipwayException.class,
                                () -> rig.agent.parts().jobs().cancel(TenantId.DEFAULT, jobId))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.WRONG_STATE);
    }

    @Test
    @Tag("F089")
    void cancelledBeforeItsFirstStepAnOrderGivesNamesAndAddressesBack() {
        var jobId = rig.submit(Rig.windows(40));

        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, jobId);

        assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.CANCELLED);
        assertNothingLeft();
    }

    @Test
    @Tag("F196")
    void aDeletionThatFailedAndWasCancelledCanBeGivenAgain() {
        var jobId = rig.submit(Rig.windows(1));
        assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
        rig.lab
                .faults()
                .always("qm destroy", new Faults.Answer(255, "", "can't remove VM 1000 - protection mode enabled\n"));
        var first = rig.agent.parts().deletion().submit(Rig.CALLER, "win-01", true);
        assertThat(rig.await(first).state()).as(rig.log(first)).isEqualTo(Job.State.PARTIAL);
        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, first);
        assertThat(rig.await(first).state()).isEqualTo(Job.State.CANCELLED);
        assertThat(ownMachines()).isEqualTo(1);

        rig.lab.faults().clear();
        assertThat(sealedOrders()).isEqualTo(1);
        var second = rig.agent.parts().deletion().submit(Rig.CALLER, "win-01", true);

        assertThat(rig.await(second).state()).as(rig.log(second)).isEqualTo(Job.State.SUCCEEDED);
        assertNothingLeft();
        assertThat(sealedOrders()).isZero();
    }

    @Test
    void whatWasSealedForAnOrderThatWasNeverStoredIsForgottenAtTheNextStart() {
        StoreFacts.change(folder, """
                insert into sealed_secret (id, tenant_id, label, alg, key_id, nonce, ciphertext, created_at)
                values ('order-never-stored', 'default', 'order documents', 'A256GCM', 'k', 'n', 'c', 1)""");
        assertThat(sealedOrders()).isEqualTo(1);

        rig.restart();

        assertThat(sealedOrders()).isZero();
    }

    private long sealedOrders() {
        return StoreFacts.count(folder, "sealed_secret where id like 'order-%'");
    }

    @Test
    void idsTakenByOthersAreSkippedAndLeftAlone() {
        rig.lab.takeVmid(1000, rig.lab.nodeName());
        rig.lab.takeVmid(1001, rig.lab.nodeName());

        var job = rig.await(rig.submit(Rig.windows(1)));

        assertThat(job.state()).as(rig.log(job.id())).isEqualTo(Job.State.SUCCEEDED);
        assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT).getFirst().nativeId())
                .contains("1002");
        assertThat(rig.lab.effects()).noneMatch(effect -> effect.vmid() == 1000 || effect.vmid() == 1001);
    }

    @Test
    void anIdTakenBetweenLookAndCloneIsLeftAlone() {
        rig.lab.onEffect(effect -> {
            if (effect.kind() == Effect.Kind.UPLOAD && effect.edge() == Effect.Edge.AFTER) {
                rig.lab.takeVmid(1000, rig.lab.nodeName());
            }
        });

        var job = rig.await(rig.submit(Rig.windows(1)));

        assertThat(job.state()).as(rig.log(job.id())).isEqualTo(Job.State.SUCCEEDED);
        assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT).getFirst().nativeId())
                .contains("1001");
        assertThat(rig.lab.vm(1000).name()).isEqualTo("foreign-1000");
    }

    @Test
    @Tag("F196")
    void deletingAVmRemovesOnlyWhatIsOurs() {
        rig.lab.putIso("local", "someone-else.iso", new byte[4096]);
        var jobId = rig.submit(Rig.windows(2));
        assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);

        assertThat(catchThrowableOfType(
                                SlipwayException.class,
                                () -> rig.agent.parts().deletion().submit(Rig.CALLER, "win-01", false))
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.WRONG_STATE);
        var deletion = rig.agent.parts().deletion().submit(Rig.CALLER, "win-01", true);
        assertThat(rig.await(deletion).state()).as(rig.log(deletion)).isEqualTo(Job.State.SUCCEEDED);

        assertThat(ownMachines()).isEqualTo(1);
        assertThat(rig.lab.isoFiles("local")).anyMatch(iso -> iso.name().equals("someone-else.iso"));
        assertThat(rig.agent.parts().vms().list(TenantId.DEFAULT))
                .singleElement()
                .satisfies(vm -> assertThat(vm.name()).isEqualTo("win-02"));
        assertThat(StoreFacts.count(folder, "address_use")).isEqualTo(1);
        assertThat(StoreFacts.count(folder, "vmid_ledger")).isEqualTo(1);
        assertThat(rig.await(rig.submit(Rig.windows(1))).state())
                .as("the name is free again")
                .isEqualTo(Job.State.SUCCEEDED);
    }

    @Test
    void aTakenBackVmIsOrderedAgainByRetry() {
        rig.lab.faults().always("qm start", new Faults.Answer(255, "", "start failed: QEMU exited with code 1\n"));
        var jobId = rig.submit(Rig.windows(1));
        assertThat(rig.await(jobId).state()).isEqualTo(Job.State.FAILED);

        rig.lab.faults().clear();
        rig.agent.parts().provisioning().retry(Rig.CALLER, jobId);

        assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
        assertThat(ownMachines()).isEqualTo(1);
    }

    @Test
    void aRepeatedOrderWithTheSameKeyIsOneOrder() {
        var order = ProvisionOrder.parse(Rig.windows(1));
        var one = rig.agent.parts().provisioning().submit(Rig.CALLER, order, Optional.of("key"));
        var two = rig.agent.parts().provisioning().submit(Rig.CALLER, order, Optional.of("key"));

        assertThat(two.jobId()).isEqualTo(one.jobId());
        assertThat(rig.await(one.jobId()).state()).isEqualTo(Job.State.SUCCEEDED);
        assertThat(ownMachines()).isEqualTo(1);
    }

    @Test
    @Tag("F093")
    void keysArePressedUntilTheGuestCallsAndNeverMoreThanTwenty() {
        rig.close();
        rig = new Rig(
                folder.resolve("keys"), lab -> lab.guests(GuestPlan.standard().withKeyPress()), HostLimits.USUAL);
        var jobId = rig.submit(Rig.windows(1).put("press_any_key", true));

        assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
        assertThat(rig.lab.effects().stream().filter(effect -> effect.kind() == Effect.Kind.SEND_KEY))
                .hasSizeBetween(1, 20);
    }

    @Test
    @Tag("F086")
    void noAddressOfTheGuestIsInTheMachinesConfiguration() {
        var job = rig.await(rig.submit(Rig.windows(1)));

        assertThat(job.state()).isEqualTo(Job.State.SUCCEEDED);
        var conf = rig.lab.vms().stream()
                .filter(vm -> vm.vmid() < 9000)
                .findFirst()
                .orElseThrow()
                .conf();
        assertThat(conf.toString()).doesNotContain("10.20.0.");
        assertThat(conf).doesNotContainKey("args");
    }

    private void assertNothingLeft() {
        assertThat(ownMachines()).as("VMs").isZero();
        assertThat(rig.lab.isoFiles("local")).noneMatch(iso -> iso.name().startsWith("slipway-"));
        assertThat(StoreFacts.count(folder, "vm where state <> 'gone'")).isZero();
        assertThat(StoreFacts.count(folder, "guest_token where state = 'active'"))
                .isZero();
        assertThat(StoreFacts.count(folder, "address_use")).isZero();
        assertThat(StoreFacts.count(folder, "vmid_ledger")).isZero();
        assertThat(StoreFacts.count(folder, "host_slot where run_id is not null"))
                .isZero();
        assertThat(StoreFacts.count(folder, "sealed_secret where id like 'run-%'"))
                .isZero();
        assertThat(rig.lab.unsupported()).isEmpty();
    }

    private long ownMachines() {
        return rig.lab.vms().stream()
                .filter(vm -> vm.vmid() < 9000 && !vm.name().startsWith("foreign"))
                .count();
    }

    private String runId(String jobId) {
        return rig.agent.parts().jobs().runs(TenantId.DEFAULT, jobId).getFirst().id();
    }

    private void awaitWaiting(String jobId, String forWhat) {
        until(() -> rig.agent.parts().jobs().runs(TenantId.DEFAULT, jobId).stream()
                .anyMatch(run -> run.waitsFor().filter(forWhat::equals).isPresent()));
    }

    private void awaitSubject(String jobId, String subject, RunState state) {
        until(() -> rig.agent.parts().jobs().runs(TenantId.DEFAULT, jobId).stream()
                .anyMatch(run -> run.subject().equals(subject) && run.state() == state));
    }

    private static void until(BooleanSupplier condition) {
        var deadline = Instant.now().plus(Rig.PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("did not happen in time");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Time passes for the waiting step: its deadline lies in the past now. */
    private void expireDeadline() {
        StoreFacts.change(folder, "update run_step set deadline_at = 1 where state = 'waiting'");
    }
}
