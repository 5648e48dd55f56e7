package io.slipway.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.health.Warning;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.Proof;
import io.slipway.server.job.Job;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.workflow.EdgeProbe;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A host that shows another key or certificate than before: everything stops until an administrator has decided. */
@Timeout(120)
@Tag("F123")
class HostTrustTest {
    @TempDir
    Path folder;

    private final KeyPair own = LaboratoryBuilder.newHostKey();
    private final KeyPair other = LaboratoryBuilder.newHostKey();
    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(folder, lab -> lab.hostKey(own), new HostLimits(2, 1000, 1999));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aKeyThatChangesInTheMiddleOfAJobStopsItAndPinningTheNewOneLetsItEndExactlyOnce() {
        var jobId = stopInTheMiddleOfTheClone(Rig.windows(1));
        int signIns = rig.lab.signIns().size();
        int commands = rig.lab.commands().size();

        assertThat(refused(() -> rig.submit(Rig.windows(1).put("name_pattern", "more-{n:2}"))))
                .isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        assertThat(refused(() -> hosts().pins().repin(Rig.CALLER, rig.host, fingerprint(own))))
                .as("only what is shown can be pinned")
                .isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        assertThat(refused(() -> hosts().pins().resume(Rig.CALLER, rig.host))).isEqualTo(ProblemCode.HOST_KEY_CHANGED);
        rig.agent.parts().engine().wakeAll("host-key:" + rig.host.id());
        awaitHeld(jobId);
        assertThat(rig.lab.signIns()).as("no password for the impostor").hasSize(signIns);
        assertThat(rig.lab.commands()).hasSize(commands);
        assertThat(warnings()).anyMatch(name -> name.equals("host-key-changed-lab"));
        assertThat(StoreFacts.count(folder, "host where state = 'host-key-changed'"))
                .isEqualTo(1);
        assertThat(StoreFacts.count(folder, "audit where action = 'host.identity-changed'"))
                .isEqualTo(1);

        hosts().pins().repin(Rig.CALLER, rig.host, fingerprint(other));
        var job = rig.await(jobId);

        assertThat(job.state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
        assertThat(rig.lab.effects().stream().filter(effect -> effect.kind() == Effect.Kind.CLONE))
                .hasSize(1);
        assertThat(warnings()).isEmpty();
        assertThat(StoreFacts.count(folder, "audit where action = 'host.repin' and actor = 'operator'"))
                .isEqualTo(1);
        assertThat(rig.lab.unsupported()).isEmpty();
    }

    @Test
    void aRestartChangesNothingAndWhenTheOldKeyIsBackOnlyAnAdministratorLetsTheWorkGoOn() {
        // A guest would call the address that went away with the first agent.
        var order =
                Json.object().put("host", "lab").put("template", "linux-tpl").put("plan", "template-clone");
        order.putArray("names").add("ours");
        var jobId = stopInTheMiddleOfTheClone(order);
        rig.agent.close();
        rig.lab.changeHostKey(own);
        int signIns = rig.lab.signIns().size();
        rig.agent = AgentAssembly.open(Rig.config(folder, EdgeProbe.none()));

        awaitHeld(jobId);
        assertThat(warnings()).containsExactly("host-key-changed-lab");
        assertThat(rig.lab.signIns()).hasSize(signIns);

        hosts().pins().resume(Rig.CALLER, rig.host);
        var job = rig.await(jobId);

        assertThat(job.state()).as(rig.log(jobId)).isEqualTo(Job.State.SUCCEEDED);
        assertThat(rig.lab.effects().stream().filter(effect -> effect.kind() == Effect.Kind.CLONE))
                .hasSize(1);
        assertThat(refused(() -> hosts().pins().resume(Rig.CALLER, rig.host))).isEqualTo(ProblemCode.WRONG_STATE);
    }

    @Test
    void stoppingAJobOfAStoppedHostRevokesTheTokenAtOnceSaysWhatIsLeftAndTakesItBackAfterwards() {
        var jobId = stopInTheMiddleOfTheClone(Rig.windows(1));
        int commands = rig.lab.commands().size();

        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, jobId);

        until(() -> rig.log(jobId).contains("Left until the host is trusted again"));
        assertThat(rig.log(jobId))
                .contains("VM 1000 and the disc local:iso/slipway-")
                .contains("token is revoked");
        assertThat(StoreFacts.count(folder, "guest_token where state = 'active'"))
                .isZero();
        assertThat(rig.lab.commands()).hasSize(commands);
        hosts().pins().repin(Rig.CALLER, rig.host, fingerprint(other));
        assertThat(rig.await(jobId).state()).as(rig.log(jobId)).isEqualTo(Job.State.CANCELLED);
        assertThat(rig.lab.commands()).hasSizeGreaterThan(commands);
        assertThat(StoreFacts.count(folder, "media where state <> 'removed'")).isZero();
    }

    @Test
    void aRunThatNeverTouchedTheStoppedHostIsTakenBackWithoutIt() {
        var jobId = stopInTheMiddleOfTheClone(Rig.windows(4));

        rig.agent.parts().jobs().cancel(TenantId.DEFAULT, jobId);

        until(() -> rig.agent.parts().jobs().runs(TenantId.DEFAULT, jobId).stream()
                        .filter(run -> run.state() == RunState.CANCELLED)
                        .count()
                >= 2);
        assertThat(hosts().trust().refusal(rig.host)).isPresent();
    }

    @Test
    void comparingShowsOldAndNewWithTheirTimesAndStopsTheHostByItself() {
        rig.lab.changeHostKey(other);

        var identity = hosts().pins().compare(rig.host);

        var key = identity.proofs().getFirst();
        assertThat(key.proof()).isEqualTo(Proof.SSH_KEY);
        assertThat(key.pinned().orElseThrow()).endsWith(fingerprint(own));
        assertThat(key.shown().orElseThrow()).endsWith(fingerprint(other));
        assertThat(key.matches()).isFalse();
        assertThat(identity.trusted()).isFalse();
        assertThat(identity.seen())
                .extracting(seen -> seen.fingerprint().split(" ")[1])
                .containsExactlyInAnyOrder(fingerprint(own), fingerprint(other));
        assertThat(identity.alarms()).singleElement().satisfies(alarm -> assertThat(alarm.shown())
                .endsWith(fingerprint(other)));
    }

    @Test
    void anUnreachableHostIsNotTakenForAnImpostor() {
        rig.lab.close();

        var identity = hosts().pins().compare(rig.host);

        assertThat(identity.trusted()).isTrue();
        assertThat(identity.proofs().getFirst().shown()).isEmpty();
        assertThat(refused(() -> hosts().check(rig.host))).isEqualTo(ProblemCode.SSH_UNREACHABLE);
    }

    private String stopInTheMiddleOfTheClone(ObjectNode order) {
        var once = new AtomicBoolean();
        rig.lab.onEffect(effect -> {
            if (effect.kind() == Effect.Kind.CLONE
                    && effect.edge() == Effect.Edge.BEFORE
                    && once.compareAndSet(false, true)) {
                rig.lab.changeHostKey(other);
            }
        });
        var jobId = rig.submit(order);
        awaitHeld(jobId);
        return jobId;
    }

    private void awaitHeld(String jobId) {
        until(() ->
                rig.agent.parts().jobs().runs(TenantId.DEFAULT, jobId).stream().anyMatch(this::held));
    }

    private boolean held(RunView run) {
        return run.waitsFor().filter(("host-key:" + rig.host.id())::equals).isPresent()
                && run.steps().stream().anyMatch(step -> step.problem()
                        .filter(problem -> problem.code() == ProblemCode.HOST_KEY_CHANGED)
                        .isPresent());
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

    private java.util.List<String> warnings() {
        return rig.agent.parts().health().warnings().list().stream()
                .map(Warning::name)
                .filter(name -> name.startsWith("host-key"))
                .toList();
    }

    private io.slipway.server.host.Hosts hosts() {
        return rig.agent.parts().hosts();
    }

    private static ProblemCode refused(Runnable action) {
        var thrown = catchThrowableOfType(SlipwayException.class, action::run);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown.problem().code();
    }

    private static String fingerprint(KeyPair key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic());
    }
}
