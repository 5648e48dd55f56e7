package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.CloneOrder;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.VmSettings;
import io.slipway.server.hypervisor.pve.rest.ApiToken;
import io.slipway.server.hypervisor.pve.rest.RestHost;
import io.slipway.server.hypervisor.pve.rest.RestLimits;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.lab.pve.LabTiming;
import io.slipway.server.lab.rest.LabToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong on the way to the API, and what a token may not do. */
@Tag("F120")
class RestFaultTest {
    private static final VmId ID = new VmId(501);
    private static final RunMarker MARKER = new RunMarker("0198a000-0000-7000-8000-000000000001");
    private static final MediaRef DISC = new MediaRef("local", "slipway-run.iso");

    private LabHost host = LabHost.start(LabHost.Transport.REST);

    @AfterEach
    void stop() {
        host.close();
    }

    private void use(LabHost other) {
        host.close();
        host = other;
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

    private static MediaUpload upload(int size) {
        var bytes = new byte[size];
        new java.util.Random(size).nextBytes(bytes);
        return new MediaUpload(DISC, size, Sha256.hex(bytes), out -> out.write(bytes));
    }

    private long count(Effect.Kind kind) {
        return host.lab.effects().stream()
                .filter(effect -> effect.kind() == kind)
                .count();
    }

    private long requests(String expression) {
        return host.lab.rest().requests().stream()
                .filter(request -> request.matches(expression))
                .count();
    }

    private boolean exists() {
        return host.lab.vms().stream().anyMatch(vm -> vm.vmid() == ID.value());
    }

    @Test
    void aTaskWhoseNumberNeverReachedUsIsFoundAndJoined() {
        host.lab.faults().next("POST .*/clone", new Faults.DropAfter());
        assertThat(code(this::makeClone)).isEqualTo(ProblemCode.SSH_UNREACHABLE);

        host.reconnect();
        makeClone();

        assertThat(requests("POST .*/clone")).isEqualTo(1);
        assertThat(count(Effect.Kind.CLONE)).isEqualTo(1);
        assertThat(host.lab.vm(501).name()).isEqualTo("web-1");
        assertThat(host.notes()).isEmpty();
    }

    @Test
    void aCallThatNeverReachedTheHostIsMadeAgainOnceItIsSureThatItDidNot() {
        host.lab.faults().next("POST .*/clone", new Faults.DropBefore());
        assertThat(code(this::makeClone)).isEqualTo(ProblemCode.SSH_UNREACHABLE);
        assertThat(count(Effect.Kind.CLONE)).isZero();
        host.later(Duration.ofSeconds(11));

        host.reconnect();
        makeClone();

        assertThat(count(Effect.Kind.CLONE)).isEqualTo(1);
    }

    @Test
    void aCloneAtWorkIsJoinedByTheNextProcess() throws Exception {
        use(new LabHost(
                LabHost.plan().timing(LabTiming.lifelike().scaled(0.02)).token(LabHost.TOKEN),
                "root",
                LabHost.Transport.REST));
        var begun = new CountDownLatch(1);
        host.lab.onEffect(effect -> begun.countDown());
        var first = Thread.ofVirtual().start(() -> problem(this::makeClone));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        host.crash();
        first.join();

        host.reconnect();
        makeClone();

        assertThat(requests("POST .*/clone")).isEqualTo(1);
        assertThat(count(Effect.Kind.CLONE)).isEqualTo(1);
    }

    @Test
    void aCancelledCloneIsStoppedAndNothingIsLeft() {
        use(new LabHost(
                LabHost.plan().timing(LabTiming.lifelike().scaled(0.02)).token(LabHost.TOKEN),
                "root",
                LabHost.Transport.REST));
        var stop = new AtomicBoolean();
        var log = new OperationLog() {
            @Override
            public void line(String text) {
                stop.set(text.contains("%"));
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
        assertThat(host.notes()).isEmpty();
    }

    @Test
    void aCloneThatDiedOnTheHostNeedsTheConsoleAndTheProblemSaysWhatToType() {
        host.lab.faults().next("POST .*/clone", new Faults.CloneCrash());
        assertThat(code(this::makeClone)).isEqualTo(ProblemCode.CLONE_FAILED);

        var problem = problem(() -> host.reconnect().cloneTemplate(order(), OperationLog.none()))
                .problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.LEFTOVERS);
        assertThat(problem.detail()).contains("qm unlock 501").contains("qm destroy 501");
        assertThat(host.hypervisor().probe().warnings()).anyMatch(warning -> warning.contains("unlock"));
        host.connect().exec(io.slipway.server.ssh.SshCommand.of("/usr/sbin/qm unlock 501"));
        host.connect().exec(io.slipway.server.ssh.SshCommand.of("/usr/sbin/qm destroy 501"));
        makeClone();
        assertThat(host.lab.vm(501).name()).isEqualTo("web-1");
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
    @Tag("F087")
    void aTaskThatFailsAfterTheCallSucceededIsAProblemInTheHostsWords() {
        host.lab.faults().next("POST .*/upload", new Faults.TaskFails("checksum mismatch: got 'x' != expect 'y'"));
        var problem = problem(() -> host.hypervisor().putMedia(upload(20_000), MARKER))
                .problem();
        assertThat(problem.code()).isEqualTo(ProblemCode.SSH_WRITE_FAILED);
        assertThat(problem.detail()).contains("checksum mismatch");

        host.hypervisor().putMedia(upload(20_000), MARKER);

        assertThat(host.hypervisor().mediaSize(DISC)).contains(20_000L);
        assertThat(host.lab.files().exists("/var/lib/vz/template/iso/" + DISC.fileName()))
                .isTrue();
    }

    @Test
    void anUploadWhoseAnswerWasLostIsAdoptedBecauseTheHostComparedTheDigest() {
        host.lab.faults().next("POST .*/upload", new Faults.DropAfter());
        var upload = upload(20_000);
        assertThat(code(() -> host.hypervisor().putMedia(upload, MARKER))).isEqualTo(ProblemCode.SSH_UNREACHABLE);

        host.reconnect().putMedia(upload, MARKER);

        assertThat(count(Effect.Kind.UPLOAD)).isEqualTo(1);
        // Other bytes of the same size under the same name are not the same image.
        var other = new byte[20_000];
        host.hypervisor()
                .putMedia(new MediaUpload(DISC, other.length, Sha256.hex(other), out -> out.write(other)), MARKER);
        assertThat(count(Effect.Kind.UPLOAD)).isEqualTo(2);
        assertThat(host.lab.isoFiles("local"))
                .filteredOn(file -> file.name().equals(DISC.fileName()))
                .singleElement()
                .satisfies(file -> assertThat(file.bytes()).isEqualTo(other));
    }

    @Test
    void aFullStorageIsNamedBeforeAByteIsSent() {
        host.lab.limitStorage("local", 1);

        assertThat(code(() -> host.hypervisor().putMedia(upload(20_000), MARKER)))
                .isIn(ProblemCode.STORAGE_FULL, ProblemCode.SSH_WRITE_FAILED);
        assertThat(host.lab.isoFiles("local")).noneMatch(file -> file.name().equals(DISC.fileName()));
    }

    @Test
    void aProxyThatDoesNotAnswerIsABusyHostAndNotARefusal() {
        host.lab.faults().always("POST .*/clone", new Faults.Answer(596, "", "Connection timed out"));

        assertThat(code(this::makeClone)).isEqualTo(ProblemCode.HOST_BUSY);
        assertThat(host.notes().keySet()).contains(MARKER.runId() + "/clone-501");
    }

    @Test
    void anOptionForRootOnlyIsRefusedBeforeAnythingChanges() {
        var answer = new RestNode(host.api(), Optional.empty())
                .change(
                        "POST",
                        "/nodes/pve1/qemu/9000/status/start",
                        io.slipway.server.base.Json.object().put("skiplock", 1));

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.complaint()).isEqualTo("skiplock: Only root may use this option.");
    }

    @Test
    void aMissingRightIsNamedWithItsPathBeforeTheVmExists() {
        var rights = new HashSet<>(LabToken.ALL);
        rights.remove("VM.Clone");
        use(LabHost.start(LabHost.plan(), LabToken.of("bot@pve!poor", "11111111-2222-4333-8444-555555555555", rights)));

        var problem = problem(this::makeClone).problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(problem.detail()).contains("VM.Clone").contains("/vms/9000");
        assertThat(problem.nextStep()).contains("VM.Clone on /vms/9000");
        assertThat(host.hypervisor().probe().warnings())
                .anyMatch(warning -> warning.contains("VM.Clone") && warning.contains("/vms"));
        assertThat(exists()).isFalse();
        assertThat(host.lab.effects()).isEmpty();
    }

    @Test
    void aTokenWithRightsOfItsOwnHasOnlyWhatItsUserHasToo() {
        var user = new HashSet<>(LabToken.ALL);
        user.remove("VM.PowerMgmt");
        use(LabHost.start(
                LabHost.plan(),
                new LabToken(
                        "bot@pve!own",
                        "11111111-2222-4333-8444-555555555555",
                        true,
                        Map.of("/", user),
                        Map.of("/", LabToken.ALL))));
        makeClone();

        var problem = problem(() -> host.hypervisor().start(ID, MARKER)).problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.FORBIDDEN);
        assertThat(problem.detail()).contains("VM.PowerMgmt").contains("/vms/501");
    }

    @Test
    void withoutAnyRightTheListsAreEmptyAndTheProbeSaysWhy() {
        use(LabHost.start(
                LabHost.plan(), LabToken.of("bot@pve!none", "11111111-2222-4333-8444-555555555555", Set.of())));

        assertThat(host.hypervisor().machines()).isEmpty();
        var probe = host.hypervisor().probe();
        assertThat(probe.version()).isEqualTo("9.2.11");
        assertThat(probe.cpus()).isZero();
        assertThat(probe.warnings())
                .anyMatch(warning -> warning.contains("VM.Audit"))
                .anyMatch(warning -> warning.contains("Sys.Audit"))
                .anyMatch(warning -> warning.contains("Datastore.Allocate "));
    }

    @Test
    void aRefusedTokenIsAnAuthProblemThatDoesNotShowIt() {
        var wrong = Secret.of("99999999-2222-4333-8444-555555555555");
        try (var api = new RestHost(
                "127.0.0.1",
                host.lab.rest().port(),
                new ApiToken(LabHost.TOKEN.id(), LiveSecret.fixed(wrong)),
                LabHost.colons(host.lab.rest().fingerprint()),
                RestLimits.USUAL,
                InstantSource.system())) {
            var problem = problem(() -> api.get("/version", Map.of())).problem();

            assertThat(problem.code()).isEqualTo(ProblemCode.SSH_AUTH_FAILED);
            assertThat(problem.toString()).contains(LabHost.TOKEN.id()).doesNotContain(wrong.reveal());
        }
    }

    @Test
    void anotherCertificateStopsEverythingBeforeTheTokenIsSent() {
        var pin = "00" + LabHost.colons(host.lab.rest().fingerprint()).substring(2);
        int before = host.lab.rest().requests().size();
        try (var api = new RestHost(
                "127.0.0.1",
                host.lab.rest().port(),
                new ApiToken(LabHost.TOKEN.id(), LiveSecret.fixed(Secret.of(LabHost.TOKEN.secret()))),
                pin,
                RestLimits.USUAL,
                InstantSource.system())) {
            var problem = problem(() -> api.get("/version", Map.of())).problem();

            assertThat(problem.code()).isEqualTo(ProblemCode.TLS_PIN_MISMATCH);
            assertThat(problem.retryable()).isFalse();
            assertThat(host.lab.rest().requests()).hasSize(before);
        }
    }

    @Test
    void aProgramInTheGuestRunsThroughItsAgentAndItsExitCodeIsKept() {
        makeClone();
        host.hypervisor().start(ID, MARKER);
        host.lab.faults().next("POST .*/agent/exec", new Faults.Answer(500, "", "QEMU guest agent is not running"));

        assertThat(code(() -> host.hypervisor().guestExec(ID, MARKER, List.of("id"), Duration.ofSeconds(2))))
                .isEqualTo(ProblemCode.GUEST_FAILED);
    }

    @Test
    void aHostBeforeVersion84TellsItsErrorsInTheStatusLineOnly() {
        use(LabHost.start(LabHost.plan().restErrorsInStatusLineOnly(), LabHost.TOKEN));

        assertThat(host.hypervisor().inspect(new VmId(777))).isEmpty();
        assertThat(host.hypervisor().isFree(new VmId(9000))).isFalse();
        makeClone();
        var ofNothing = new CloneOrder(new VmId(778), new VmId(502), "web-2", MARKER, true, Optional.empty());
        assertThat(code(() -> host.hypervisor().cloneTemplate(ofNothing, OperationLog.none())))
                .isEqualTo(ProblemCode.TEMPLATE_NOT_FOUND);
        var settings = new VmSettings(
                OptionalInt.of(2),
                OptionalInt.empty(),
                OptionalInt.empty(),
                "BC:24:11:01:02:03",
                Optional.empty(),
                OptionalInt.empty(),
                "6f1c4b0c-1111-4222-8333-7d3f00000009",
                Optional.empty());
        assertThat(host.hypervisor().apply(ID, MARKER, settings).cores()).isEqualTo(2);
    }
}
