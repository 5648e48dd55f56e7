package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.CloneOrder;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.VmSettings;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.lab.pve.LabTiming;
import io.slipway.server.lab.pve.LabVm;
import io.slipway.server.lab.pve.StorageSpec;
import io.slipway.server.lab.pve.TemplateSpec;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the adapter does when the host, the network or other people get in its way. */
class PveFaultTest {
    private static final VmId ID = new VmId(501);
    private static final RunMarker MARKER = new RunMarker("0198a000-0000-7000-8000-000000000001");
    private static final String UUID = "6f1c4b0c-1111-4222-8333-7d3f00000009";
    private static final MediaRef DISC = new MediaRef("local", "slipway-run.iso");

    private LabHost host = LabHost.start();

    @AfterEach
    void stop() {
        host.close();
    }

    private void use(LaboratoryBuilder plan, String user) {
        host.close();
        host = new LabHost(plan, user);
    }

    private static SlipwayException problem(Runnable action) {
        var thrown = catchThrowableOfType(SlipwayException.class, action::run);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown;
    }

    private static ProblemCode code(Runnable action) {
        return problem(action).problem().code();
    }

    private static CloneOrder order() {
        return new CloneOrder(new VmId(9000), ID, "web-1", MARKER, true, Optional.empty());
    }

    private void makeClone() {
        host.hypervisor().cloneTemplate(order(), OperationLog.none());
    }

    private static VmSettings settings(Optional<MediaRef> media) {
        return new VmSettings(
                OptionalInt.of(4),
                OptionalInt.of(2048),
                OptionalInt.empty(),
                "BC:24:11:01:02:03",
                Optional.empty(),
                OptionalInt.empty(),
                UUID,
                media);
    }

    private static MediaUpload upload(int size) throws Exception {
        var bytes = new byte[size];
        new java.util.Random(3).nextBytes(bytes);
        var digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return new MediaUpload(DISC, size, digest, out -> out.write(bytes));
    }

    private boolean exists() {
        return host.lab.vms().stream().anyMatch(vm -> vm.vmid() == ID.value());
    }

    private long count(Effect.Kind kind) {
        return host.lab.effects().stream()
                .filter(effect -> effect.kind() == kind)
                .count();
    }

    @Test
    @Tag("F087")
    void anUploadTaskThatFailsWithExitCodeZeroIsAProblem() throws Exception {
        host.lab
                .faults()
                .next("pvesh create .*upload", new Faults.Answer(0, "\"UPID:x\"\n", "No space left on device\n"));
        var upload = upload(20_000);

        assertThat(code(() -> host.hypervisor().putMedia(upload, MARKER))).isEqualTo(ProblemCode.STORAGE_FULL);
        host.hypervisor().putMedia(upload, MARKER);

        assertThat(host.hypervisor().mediaSize(DISC)).contains(20_000L);
    }

    @Test
    @Tag("F087")
    void aFailedCloneTaskEndsTheOrderWithTheHostsWords() {
        host.lab.faults().next("qm clone", new Faults.Answer(255, "", "clone failed: out of cheese\n"));

        var problem = problem(this::makeClone).problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.CLONE_FAILED);
        assertThat(problem.detail()).contains("out of cheese");
        assertThat(count(Effect.Kind.SET)).isZero();
        makeClone();
        assertThat(count(Effect.Kind.CLONE)).isEqualTo(1);
    }

    @Test
    void aCloneSurvivesABrokenConnectionInItsMiddle() {
        use(LabHost.plan().timing(LabTiming.lifelike().scaled(0.004)), "root");
        var dropped = new AtomicBoolean();
        var log = new OperationLog() {
            @Override
            public void line(String text) {
                if (text.contains("%") && dropped.compareAndSet(false, true)) {
                    host.lab.dropConnections();
                }
            }

            @Override
            public void percent(int percent) {}

            @Override
            public boolean cancelled() {
                return false;
            }
        };

        host.hypervisor().cloneTemplate(order(), log);

        assertThat(dropped).isTrue();
        assertThat(count(Effect.Kind.CLONE)).isEqualTo(1);
        assertThat(host.lab.vm(501).name()).isEqualTo("web-1");
    }

    @Test
    void anUploadThatLostItsConnectionIsRepeatedAndLeavesNothing() throws Exception {
        host.lab.faults().dropUploadAfter(100_000);
        var upload = upload(400_000);

        host.hypervisor().putMedia(upload, MARKER);

        assertThat(host.hypervisor().mediaSize(DISC)).contains(400_000L);
        assertThat(host.lab.files().list("/var/tmp")).isEmpty();
    }

    @Test
    void aCloneThatDiedOnTheHostIsRemovedAndMadeAgain() {
        host.lab.faults().next("qm clone", new Faults.CloneCrash());
        assertThat(code(this::makeClone)).isEqualTo(ProblemCode.CLONE_FAILED);
        assertThat(host.lab.vm(501).lock()).isEqualTo("clone");

        host.reconnect();
        makeClone();

        assertThat(host.lab.vm(501).name()).isEqualTo("web-1");
        assertThat(host.lab.vm(501).lock()).isEmpty();
    }

    @Test
    void aCloneThatDiedOnTheHostCanBeDestroyedWithoutEverBeingFinished() {
        host.lab.faults().next("qm clone", new Faults.CloneCrash());
        assertThat(code(this::makeClone)).isEqualTo(ProblemCode.CLONE_FAILED);

        host.reconnect().destroy(ID, MARKER, Optional.empty(), OperationLog.none());

        assertThat(exists()).isFalse();
    }

    @Test
    void somebodyElsesUnfinishedCloneIsNeverTakenForOurs() {
        host.lab.faults().next("qm clone", new Faults.CloneCrash());
        host.connect().exec(io.slipway.server.ssh.SshCommand.of("/usr/sbin/qm clone 9000 501 --name theirs --full 1"));
        assertThat(host.lab.vm(501).lock()).isEqualTo("clone");

        assertThat(code(this::makeClone)).isEqualTo(ProblemCode.VMID_TAKEN);
        assertThat(code(() -> host.hypervisor().destroy(ID, MARKER, Optional.empty(), OperationLog.none())))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(host.lab.vm(501).lock()).isEqualTo("clone");
    }

    @Test
    void aCancelledCloneIsStoppedAndUndone() {
        use(LabHost.plan().timing(LabTiming.lifelike().scaled(0.02)), "root");
        var stop = new AtomicBoolean();
        var log = new OperationLog() {
            @Override
            public void line(String text) {
                if (text.contains("%")) {
                    stop.set(true);
                }
            }

            @Override
            public void percent(int percent) {}

            @Override
            public boolean cancelled() {
                return stop.get();
            }
        };

        var problem = problem(() -> host.hypervisor().cloneTemplate(order(), log));
        assertThat(problem.problem().code()).isEqualTo(ProblemCode.CANCELLED);
        assertThat(problem.getSuppressed()).isEmpty();

        assertThat(exists()).isFalse();
        assertThat(host.lab.files().exists("/var/lib/slipway/" + MARKER.runId()))
                .isFalse();
    }

    @Test
    void destroyStopsACloneThatAnEarlierProcessLeftAtWork() throws Exception {
        use(LabHost.plan().timing(LabTiming.lifelike().scaled(0.02)), "root");
        var begun = new CountDownLatch(1);
        host.lab.onEffect(effect -> begun.countDown());
        var first = Thread.ofVirtual().start(() -> assertThat(code(this::makeClone))
                .isIn(ProblemCode.SERVICE_UNAVAILABLE, ProblemCode.SSH_UNREACHABLE));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        host.crash();
        first.join();

        host.reconnect().destroy(ID, MARKER, Optional.empty(), OperationLog.none());

        assertThat(exists()).isFalse();
        assertThat(count(Effect.Kind.CLONE)).isLessThanOrEqualTo(1);
        assertThat(host.lab.files().exists("/var/lib/slipway/" + MARKER.runId()))
                .isFalse();
    }

    @Test
    void aLockOfAFewSecondsIsWaitedFor() throws Exception {
        makeClone();
        var released = new AtomicBoolean();
        try (var held = host.lab.holdLock(501)) {
            var free = Thread.ofVirtual().start(() -> {
                while (host.lab.commands().stream()
                        .noneMatch(command -> command.contains("/usr/sbin/qm") && command.contains("--cores"))) {
                    Thread.onSpinWait();
                    Thread.yield();
                }
                released.set(true);
                held.close();
            });
            host.hypervisor().apply(ID, MARKER, settings(Optional.empty()));
            free.join();
        }

        assertThat(released).isTrue();
        assertThat(host.lab.vm(501).conf()).containsEntry("cores", "4");
    }

    @Test
    void aLockThatStaysIsABusyHost() throws Exception {
        makeClone();
        try (var held = host.lab.holdLock(501)) {
            assertThat(held).isNotNull();
            assertThat(code(() -> host.hypervisor().apply(ID, MARKER, settings(Optional.empty()))))
                    .isEqualTo(ProblemCode.HOST_BUSY);
        }
    }

    @Test
    void aVmThatIsBeingBackedUpIsReportedAsLocked() {
        makeClone();
        qm("set 501 --lock backup");

        assertThat(code(() -> host.hypervisor().apply(ID, MARKER, settings(Optional.empty()))))
                .isEqualTo(ProblemCode.VM_LOCKED);
        assertThat(code(() -> host.hypervisor().start(ID, MARKER))).isEqualTo(ProblemCode.VM_LOCKED);
        assertThat(code(() -> host.hypervisor().destroy(ID, MARKER, Optional.empty(), OperationLog.none())))
                .isEqualTo(ProblemCode.VM_LOCKED);
    }

    private void qm(String arguments) {
        try (var other = host.connect()) {
            var result = other.exec(io.slipway.server.ssh.SshCommand.of("/usr/sbin/qm " + arguments));
            assertThat(result.succeeded()).as(result.stderr()).isTrue();
        }
    }

    @Test
    void aConfigurationThatChangedBetweenReadAndWriteIsReadAgain() {
        makeClone();
        host.lab
                .faults()
                .next("qm set 501", new Faults.Answer(255, "", "checksum mismatch (file change by other user?)\n"));

        host.hypervisor().apply(ID, MARKER, settings(Optional.empty()));

        assertThat(host.lab.vm(501).conf()).containsEntry("cores", "4");
        assertThat(host.lab.commands().stream().filter(command -> command.contains("--digest")))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aStorageWithoutSpaceIsFullBeforeAByteIsSent() throws Exception {
        var small = StorageSpec.directory("local", "/var/lib/vz", "iso").limited(4_500_000);
        use(LabHost.plan().storages(small, StorageSpec.directory("fast", "/srv/fast", "images")), "root");
        var upload = upload(400_000);

        assertThat(code(() -> host.hypervisor().putMedia(upload, MARKER))).isEqualTo(ProblemCode.STORAGE_FULL);
        assertThat(count(Effect.Kind.STAGE)).isZero();
    }

    @Test
    void aStorageThatFillsUpDuringTheUploadIsFullAndNothingStays() throws Exception {
        host.lab.limitStorage("local", 10_000);
        var upload = upload(400_000);

        assertThat(code(() -> host.hypervisor().putMedia(upload, MARKER))).isEqualTo(ProblemCode.STORAGE_FULL);
        assertThat(host.lab.files().list("/var/tmp")).isEmpty();
        assertThat(host.hypervisor().mediaSize(DISC)).isEmpty();
    }

    @Test
    void aVmThatMovedToAnotherNodeIsNotTakenForGone() {
        use(LabHost.plan().furtherNode("pve2", "127.0.0.2", true).machineElsewhere(501, "pve2"), "root");

        for (var attempt : List.<Runnable>of(
                () -> host.hypervisor().destroy(ID, MARKER, Optional.empty(), OperationLog.none()),
                () -> host.hypervisor().ejectMedia(ID, MARKER, DISC),
                () -> host.hypervisor().start(ID, MARKER))) {
            var problem = problem(attempt).problem();
            assertThat(problem.code()).isEqualTo(ProblemCode.WRONG_STATE);
            assertThat(problem.detail()).contains("pve2");
        }
        assertThat(code(this::makeClone)).isEqualTo(ProblemCode.VMID_TAKEN);
        assertThat(host.hypervisor().isFree(ID)).isFalse();
    }

    @Test
    void aUserWithSudoDoesTheSameWork() throws Exception {
        use(LabHost.plan().user("slip", LabHost.PASSWORD, true), "slip");
        var upload = upload(20_000);

        makeClone();
        host.hypervisor().putMedia(upload, MARKER);
        host.hypervisor().apply(ID, MARKER, settings(Optional.of(DISC)));
        host.hypervisor().start(ID, MARKER);
        host.hypervisor().ejectMedia(ID, MARKER, DISC);
        host.hypervisor().destroy(ID, MARKER, Optional.of(UUID), OperationLog.none());
        host.hypervisor().removeMedia(DISC);

        assertThat(exists()).isFalse();
        assertThat(host.hypervisor().probe().warnings()).anyMatch(warning -> warning.contains("sudo"));
    }

    @Test
    @Tag("F082")
    void withEverySataPlaceTakenTheDiscGoesToIdeAndWithNoneLeftTheProblemSaysSo() throws Exception {
        var crowded = TemplateSpec.windows(9000, "crowded");
        for (int i = 0; i < 6; i++) {
            crowded = crowded.with("sata" + i, "none,media=cdrom");
        }
        use(LabHost.plan().templates(crowded), "root");
        host.hypervisor().putMedia(upload(20_000), MARKER);
        makeClone();

        assertThat(host.hypervisor()
                        .apply(ID, MARKER, settings(Optional.of(DISC)))
                        .slotOf(DISC))
                .contains("ide3");

        use(
                LabHost.plan()
                        .templates(crowded.with("ide1", "none,media=cdrom").with("ide3", "none,media=cdrom")),
                "root");
        host.hypervisor().putMedia(upload(20_000), MARKER);
        makeClone();
        assertThat(code(() -> host.hypervisor().apply(ID, MARKER, settings(Optional.of(DISC)))))
                .isEqualTo(ProblemCode.NO_FREE_SLOT);
    }

    @Test
    @Tag("F086")
    void noAddressOfTheGuestReachesTheConfiguration() throws Exception {
        host.hypervisor().putMedia(upload(20_000), MARKER);
        makeClone();
        var before = host.lab.vm(501).conf();

        host.hypervisor().apply(ID, MARKER, settings(Optional.of(DISC)));

        var after = new java.util.TreeMap<>(host.lab.vm(501).conf());
        after.entrySet().removeAll(before.entrySet());
        assertThat(after.keySet()).containsExactlyInAnyOrder("cores", "memory", "net0", "sata5", "smbios1", "tags");
        assertThat(after.get("smbios1")).isEqualTo("uuid=" + UUID);
        assertThat(after.values()).noneMatch(value -> value.matches(".*\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}.*"));
    }

    @Test
    @Tag("F080")
    void hostileTextInATemplateStaysTextAndRunsNothing() {
        var text = "it's 50% $HOME `touch /tmp/x` \"q\"; $(touch /tmp/y) ünï\n# h\nslipway-run:" + "0".repeat(36);
        use(LabHost.plan().templates(TemplateSpec.windows(9000, "win11-tpl").with("description", text)), "root");

        makeClone();

        assertThat(host.lab.vm(501).conf().get("description"))
                .isEqualTo(
                        MARKER.description() + "\n" + "it's 50% $HOME `touch /tmp/x` \"q\"; $(touch /tmp/y) ünï\n# h");
        assertThat(host.lab.files().exists("/tmp/x")).isFalse();
        assertThat(host.lab.files().exists("/tmp/y")).isFalse();
        assertThat(code(() -> host.hypervisor().sendKey(ID, MARKER, "ret; reboot")))
                .isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(host.lab.unsupported()).isEmpty();
    }

    @Test
    void aProtectedTemplatesUnfinishedJobCanBeUndoneButALaterProtectionIsRespected() {
        use(LabHost.plan().templates(TemplateSpec.windows(9000, "win11-tpl").with("protection", "1")), "root");
        makeClone();

        assertThat(code(() -> {
                    host.hypervisor().apply(ID, MARKER, settings(Optional.empty()));
                    host.hypervisor().destroy(ID, MARKER, Optional.of(UUID), OperationLog.none());
                }))
                .isEqualTo(ProblemCode.WRONG_STATE);
        host.hypervisor().destroy(ID, MARKER, Optional.empty(), OperationLog.none());

        assertThat(exists()).isFalse();
    }

    @Test
    void aStartThatFailsTellsTheHostsReason() {
        makeClone();
        qm("set 501 --net0 virtio=BC:24:11:01:02:03,bridge=vmbr9");

        var problem = problem(() -> host.hypervisor().start(ID, MARKER)).problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.START_FAILED);
        assertThat(problem.detail()).contains("bridge 'vmbr9' does not exist");
    }

    @Test
    void chattyLoginShellsDoNotDisturb() {
        host.lab.faults().next("pvesh get /version", new Faults.Answer(0, "{\"version\":\"8.4.5\"}\n", "noise\n"));

        assertThat(host.hypervisor().probe().version()).isEqualTo("8.4.5");
    }

    @Test
    void aSilentGuestAgentMeansNoAddressAndAGuestsOwnExitCodeIsKept() {
        makeClone();
        host.hypervisor().start(ID, MARKER);
        host.lab
                .faults()
                .next("qm guest exec 501", new Faults.Answer(0, "{\"pid\":187}\n", "timeout reached, returning pid\n"));
        host.lab
                .faults()
                .next(
                        "qm guest exec-status 501",
                        new Faults.Answer(0, "{\"exitcode\":3,\"exited\":1,\"out-data\":\"out\\n\"}\n", ""));

        var result = host.hypervisor().guestExec(ID, MARKER, List.of("sh", "-c", "exit 3"), Duration.ofSeconds(5));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("out\n");
        host.lab.faults().always("qm guest exec", new Faults.Answer(255, "", "QEMU guest agent is not running\n"));
        assertThat(code(() -> host.hypervisor().guestExec(ID, MARKER, List.of("id"), Duration.ofSeconds(2))))
                .isEqualTo(ProblemCode.GUEST_FAILED);
        host.lab
                .faults()
                .next("network-get-interfaces", new Faults.Answer(255, "", "QEMU guest agent is not running\n"));
        assertThat(host.hypervisor().addresses(ID)).isEmpty();
    }

    @Test
    void ourFoldersAreGoneAfterTheEnd() throws Exception {
        host.hypervisor().putMedia(upload(20_000), MARKER);
        makeClone();
        host.hypervisor().apply(ID, MARKER, settings(Optional.of(DISC)));
        host.hypervisor().start(ID, MARKER);
        host.hypervisor().destroy(ID, MARKER, Optional.of(UUID), OperationLog.none());
        host.hypervisor().removeMedia(DISC);

        assertThat(host.lab.files().list("/var/lib/slipway")).isEmpty();
        var left = new ArrayList<LabVm>(host.lab.vms());
        assertThat(left).allMatch(LabVm::template);
    }
}
