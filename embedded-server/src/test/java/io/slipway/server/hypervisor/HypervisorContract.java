package io.slipway.server.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.TemplateFinding.Topic;
import io.slipway.server.hypervisor.TemplateFinding.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every hypervisor adapter promises to the provisioning steps. A subclass brings a host that it can also look at and
 * break from behind.
 */
public abstract class HypervisorContract {
    protected static final RunMarker MARKER = new RunMarker("0198a000-0000-7000-8000-000000000001");
    protected static final RunMarker OTHER = new RunMarker("0198a000-0000-7000-8000-000000000002");
    protected static final VmId ID = new VmId(501);
    protected static final String UUID = "6f1c4b0c-1111-4222-8333-7d3f00000009";
    protected static final String MAC = "BC:24:11:01:02:03";

    /** A connected adapter; the same one until the test connects again. */
    protected abstract Hypervisor hypervisor();

    /** What a restarted process would have: a new adapter without any memory. */
    protected abstract Hypervisor reconnect();

    /** A Windows template with the installer and the drivers in its CD drives, smaller than 2 GiB. */
    protected abstract VmId template();

    /** A storage that takes ISO images. */
    protected abstract String isoStorage();

    /** Somebody else makes a VM. */
    protected abstract void foreignVm(VmId id);

    /** The VM's settings as the host itself has them; empty when it has no such VM. */
    protected abstract Map<String, String> configOf(VmId id);

    /** Images on the storage by file name. */
    protected abstract Map<String, byte[]> images();

    /** Somebody else uploads an image. */
    protected abstract void foreignImage(String name, byte[] bytes);

    /** How often the host has changed something of a kind: CLONE, SET, START, STOP, DESTROY, UPLOAD, FREE_ISO, … */
    protected abstract long effects(String kind);

    protected static ProblemCode code(Runnable action) {
        return problem(action).problem().code();
    }

    protected static SlipwayException problem(Runnable action) {
        var thrown = catchThrowableOfType(SlipwayException.class, action::run);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown;
    }

    protected CloneOrder order(VmId id) {
        return new CloneOrder(template(), id, "web-" + id, MARKER, true, Optional.empty());
    }

    protected MediaRef disc() {
        return new MediaRef(isoStorage(), "slipway-" + MARKER.runId() + ".iso");
    }

    protected static byte[] image(int size) {
        var bytes = new byte[size];
        new java.util.Random(size).nextBytes(bytes);
        return bytes;
    }

    protected MediaUpload upload(byte[] bytes) {
        return new MediaUpload(disc(), bytes.length, sha256(bytes), out -> out.write(bytes));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    protected VmSettings settings(Optional<MediaRef> media) {
        return new VmSettings(
                OptionalInt.of(4),
                OptionalInt.of(8192),
                OptionalInt.of(2),
                MAC,
                Optional.of("vmbr1"),
                OptionalInt.of(42),
                UUID,
                media);
    }

    protected void ready(VmId id) {
        hypervisor().cloneTemplate(order(id), OperationLog.none());
        hypervisor().putMedia(upload(image(40_960)), MARKER);
        hypervisor().apply(id, MARKER, settings(Optional.of(disc())));
    }

    @Test
    void theProbeNamesTheHostItsStoragesAndItsSize() {
        var probe = hypervisor().probe();

        assertThat(probe.version()).isNotEmpty();
        assertThat(probe.node()).isNotEmpty();
        assertThat(probe.cpus()).isPositive();
        assertThat(probe.memoryBytes()).isPositive();
        assertThat(probe.storages())
                .anyMatch(storage -> storage.name().equals(isoStorage())
                        && storage.active()
                        && storage.content().contains("iso"));
    }

    @Test
    void ofATemplateIsToldWhatCanBeSeenAndTheRestIsUnknown() {
        foreignVm(new VmId(777));

        var reviews = hypervisor().templateReviews();

        assertThat(reviews)
                .extracting(TemplateReview::template)
                .isEqualTo(hypervisor().templates());
        assertThat(reviews)
                .filteredOn(review -> review.template().id().equals(template()))
                .singleElement()
                .satisfies(review -> assertThat(review.findings())
                        .contains(
                                new TemplateFinding(Topic.CD_PLACE, Verdict.GOOD, "sata5"),
                                TemplateFinding.of(Topic.AGENT_SETTING, Verdict.GOOD),
                                TemplateFinding.of(Topic.AGENT_PROGRAM, Verdict.UNKNOWN),
                                new TemplateFinding(Topic.DRIVERS, Verdict.UNKNOWN, "net0, scsi0"),
                                TemplateFinding.of(Topic.STALE_ANSWER, Verdict.UNKNOWN),
                                TemplateFinding.of(Topic.TPM, Verdict.GOOD),
                                new TemplateFinding(Topic.NETWORK, Verdict.GOOD, "vmbr0")));
    }

    @Test
    void templatesAreToldFromMachinesAndDescribed() {
        foreignVm(new VmId(777));

        assertThat(hypervisor().templates())
                .filteredOn(template -> template.id().equals(template()))
                .singleElement()
                .satisfies(template -> {
                    assertThat(template.family()).isEqualTo(Template.Family.WINDOWS);
                    assertThat(template.firmware()).isEqualTo(Template.Firmware.UEFI);
                    assertThat(template.diskGiB()).isEqualTo(1);
                });
        assertThat(hypervisor().templates()).noneMatch(template -> template.id().value() == 777);
        assertThat(hypervisor().machines()).anyMatch(machine -> machine.id().value() == 777);
        assertThat(hypervisor().isFree(new VmId(777))).isFalse();
        assertThat(hypervisor().isFree(ID)).isTrue();
        assertThat(hypervisor().inspect(ID)).isEmpty();
    }

    @Test
    void aCloneCarriesTheMarkAndASecondOrderAdoptsIt() {
        var lines = new ArrayList<String>();
        var percents = new ArrayList<Integer>();
        hypervisor().cloneTemplate(order(ID), listening(lines, percents));

        reconnect().cloneTemplate(order(ID), OperationLog.none());

        assertThat(effects("CLONE")).isEqualTo(1);
        var made = hypervisor().inspect(ID).orElseThrow();
        assertThat(made.marker()).contains(MARKER);
        assertThat(made.name()).isEqualTo("web-501");
        assertThat(made.running()).isFalse();
        assertThat(made.config().get("description")).contains("golden image");
        assertThat(lines).isNotEmpty();
        assertThat(percents).isSorted().endsWith(100);
    }

    private static OperationLog listening(List<String> lines, List<Integer> percents) {
        return new OperationLog() {
            @Override
            public void line(String text) {
                lines.add(text);
            }

            @Override
            public void percent(int percent) {
                percents.add(percent);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
    }

    @Test
    void aTakenNumberIsReportedAndItsOwnerStaysUntouched() {
        foreignVm(ID);
        var before = configOf(ID);

        assertThat(code(() -> hypervisor().cloneTemplate(order(ID), OperationLog.none())))
                .isEqualTo(ProblemCode.VMID_TAKEN);
        assertThat(code(() -> hypervisor().apply(ID, MARKER, settings(Optional.empty()))))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(code(() -> hypervisor().start(ID, MARKER))).isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(code(() -> hypervisor().stop(ID, MARKER))).isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(code(() -> hypervisor().sendKey(ID, MARKER, "ret"))).isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(code(() -> hypervisor().ejectMedia(ID, MARKER, disc()))).isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(code(() -> hypervisor().guestExec(ID, MARKER, List.of("id"), Duration.ofSeconds(1))))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(code(() -> hypervisor().destroy(ID, MARKER, Optional.empty(), OperationLog.none())))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);

        assertThat(configOf(ID)).isEqualTo(before).isNotEmpty();
    }

    @Test
    void aCloneOfSomethingThatIsNoTemplateIsRefused() {
        foreignVm(new VmId(777));
        var ofVm = new CloneOrder(new VmId(777), ID, "web", MARKER, true, Optional.empty());
        var ofNothing = new CloneOrder(new VmId(778), ID, "web", MARKER, true, Optional.empty());

        assertThat(code(() -> hypervisor().cloneTemplate(ofVm, OperationLog.none())))
                .isEqualTo(ProblemCode.TEMPLATE_NOT_FOUND);
        assertThat(code(() -> hypervisor().cloneTemplate(ofNothing, OperationLog.none())))
                .isEqualTo(ProblemCode.TEMPLATE_NOT_FOUND);
        assertThat(effects("CLONE")).isZero();
    }

    @Test
    @Tag("F082")
    void settingsArriveInOneCallAndTheTemplatesDrivesStay() {
        ready(ID);

        var config = configOf(ID);
        assertThat(config)
                .containsEntry("cores", "4")
                .containsEntry("memory", "8192")
                .containsEntry("boot", "order=scsi0;ide2;net0")
                .containsEntry("smbios1", "uuid=" + UUID);
        assertThat(config.get("ide2")).startsWith("local:iso/windows11.iso,");
        assertThat(config.get("ide0")).startsWith("local:iso/virtio-win.iso,");
        assertThat(config.get("sata5")).startsWith(disc().volume() + ",media=cdrom");
        assertThat(config.get("scsi0")).contains("size=2G");
        assertThat(config.get("tags").split(";")).contains(RunMarker.TAG, "template", "windows");
        assertThat(config.get("net0"))
                .contains("virtio=" + MAC)
                .contains("bridge=vmbr1")
                .contains("tag=42")
                .contains("firewall=1");
    }

    @Test
    void theSameSettingsAgainWriteNothing() {
        ready(ID);
        long written = effects("SET") + effects("RESIZE");

        var detail = reconnect().apply(ID, MARKER, settings(Optional.of(disc())));

        assertThat(effects("SET") + effects("RESIZE")).isEqualTo(written);
        assertThat(detail.slotOf(disc())).contains("sata5");
        assertThat(detail.mac()).contains(MAC);
        assertThat(detail.smbiosUuid()).contains(UUID);
    }

    @Test
    void aDiskNeverShrinksAndAHostIsNeverOverasked() {
        hypervisor().cloneTemplate(order(ID), OperationLog.none());
        var before = configOf(ID);
        var wanted = settings(Optional.empty());

        assertThat(code(() -> hypervisor()
                        .apply(
                                ID,
                                MARKER,
                                new VmSettings(
                                        wanted.cores(),
                                        wanted.memoryMiB(),
                                        OptionalInt.of(0),
                                        MAC,
                                        Optional.empty(),
                                        OptionalInt.empty(),
                                        UUID,
                                        Optional.empty()))))
                .isEqualTo(ProblemCode.DISK_SHRINK);
        assertThat(code(() -> hypervisor()
                        .apply(
                                ID,
                                MARKER,
                                new VmSettings(
                                        OptionalInt.of(4000),
                                        wanted.memoryMiB(),
                                        OptionalInt.empty(),
                                        MAC,
                                        Optional.empty(),
                                        OptionalInt.empty(),
                                        UUID,
                                        Optional.empty()))))
                .isEqualTo(ProblemCode.RESOURCE_LIMIT);
        assertThat(configOf(ID)).isEqualTo(before);
    }

    @Test
    void powerOnAndOffAreSafeToRepeat() {
        ready(ID);

        hypervisor().start(ID, MARKER);
        reconnect().start(ID, MARKER);
        assertThat(hypervisor().inspect(ID).orElseThrow().running()).isTrue();
        hypervisor().sendKey(ID, MARKER, "ret");
        hypervisor().stop(ID, MARKER);
        reconnect().stop(ID, MARKER);

        assertThat(hypervisor().inspect(ID).orElseThrow().running()).isFalse();
        assertThat(hypervisor().shutdown(ID, MARKER, Duration.ofSeconds(2))).isTrue();
        assertThat(effects("START")).isEqualTo(1);
        assertThat(effects("STOP")).isEqualTo(1);
    }

    @Test
    @Tag("F079")
    @Tag("F081")
    void anImageOfFiveMegabytesArrivesUnchangedAndIsAdopted() {
        var bytes = image(5 << 20);

        hypervisor().putMedia(upload(bytes), MARKER);
        reconnect().putMedia(upload(bytes), MARKER);

        assertThat(images()).containsEntry(disc().fileName(), bytes);
        assertThat(hypervisor().mediaSize(disc())).contains((long) bytes.length);
        assertThat(effects("UPLOAD")).isEqualTo(1);
    }

    @Test
    void anImageThatSomebodyElseNamedAlikeIsNotReplacedAndNotDeleted() {
        var foreign = "theirs".getBytes(StandardCharsets.UTF_8);
        foreignImage(disc().fileName(), foreign);

        assertThat(code(() -> hypervisor().putMedia(upload(image(4096)), MARKER)))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(code(() -> hypervisor().removeMedia(disc()))).isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(images()).containsEntry(disc().fileName(), foreign);
    }

    @Test
    void aStorageThatTakesNoImagesIsNamed() {
        var upload = upload(image(4096));
        var elsewhere =
                new MediaUpload(new MediaRef("nowhere", "x.iso"), upload.size(), upload.sha256(), upload.source());

        var problem = problem(() -> hypervisor().putMedia(elsewhere, MARKER)).problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.STORAGE_UNSUITABLE);
        assertThat(problem.detail()).contains(isoStorage());
    }

    @Test
    @Tag("F083")
    void theDiscIsTakenOutOfARunningVmAndTheDriveGoesWhenItIsOff() {
        ready(ID);
        hypervisor().start(ID, MARKER);
        assertThat(code(() -> hypervisor().removeMedia(disc()))).isEqualTo(ProblemCode.WRONG_STATE);

        hypervisor().ejectMedia(ID, MARKER, disc());
        hypervisor().removeMedia(disc());
        assertThat(configOf(ID).get("sata5")).isEqualTo("none,media=cdrom");
        assertThat(hypervisor().inspect(ID).orElseThrow().config())
                .as("with what waits for a cold start")
                .containsEntry("boot", "order=scsi0;ide2;net0");
        hypervisor().stop(ID, MARKER);
        reconnect().ejectMedia(ID, MARKER, disc());
        hypervisor().removeMedia(disc());

        assertThat(configOf(ID)).doesNotContainKey("sata5").containsEntry("boot", "order=scsi0;ide2;net0");
        assertThat(configOf(ID).get("ide2")).startsWith("local:iso/windows11.iso,");
        assertThat(images()).doesNotContainKey(disc().fileName()).containsKey("windows11.iso");
    }

    @Test
    @Tag("F083")
    void aForeignDiscIsNeverDeleted() {
        assertThat(code(() -> hypervisor().removeMedia(new MediaRef(isoStorage(), "windows11.iso"))))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(images()).containsKey("windows11.iso");
    }

    @Test
    void destroyRemovesOurVmAndOneThatIsGoneIsSuccess() {
        ready(ID);
        hypervisor().start(ID, MARKER);

        hypervisor().destroy(ID, MARKER, Optional.of(UUID), OperationLog.none());
        reconnect().destroy(ID, MARKER, Optional.of(UUID), OperationLog.none());
        hypervisor().ejectMedia(ID, MARKER, disc());

        assertThat(configOf(ID)).isEmpty();
        assertThat(effects("DESTROY")).isEqualTo(1);
    }

    @Test
    void destroyLeavesAVmOfAnotherRunOrAnotherIdentity() {
        ready(ID);

        assertThat(code(() -> hypervisor().destroy(ID, OTHER, Optional.empty(), OperationLog.none())))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(code(() -> hypervisor()
                        .destroy(ID, MARKER, Optional.of("00000000-1111-4222-8333-7d3f00000009"), OperationLog.none())))
                .isEqualTo(ProblemCode.FOREIGN_OBJECT);
        assertThat(configOf(ID)).isNotEmpty();
    }

    @Test
    void addressesOfAMachineWithoutPowerAreEmpty() {
        ready(ID);

        assertThat(hypervisor().addresses(ID)).isEmpty();
    }
}
