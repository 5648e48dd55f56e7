package io.slipway.server.hypervisor.pve;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.hypervisor.RunMarker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static final RunMarker RUN = new RunMarker("0198a000-0000-7000-8000-000000000001");

    private final LabHost host = LabHost.start();
    private final Runs runs = new Runs(new PveShell(host.connect(), Optional.empty()));

    @AfterEach
    void stop() {
        host.close();
    }

    private Runs.Look ended(String step) throws Exception {
        for (int i = 0; i < 1000; i++) {
            var look = runs.look(RUN, step, 0);
            if (look.state() != Operations.State.RUNNING && look.state() != Operations.State.STARTING) {
                return look;
            }
            LabHost.pause(java.time.Duration.ofMillis(10));
        }
        throw new AssertionError("the step does not end");
    }

    @Test
    void aStepBegunTwiceAtTheSameMomentRunsOnce() throws Exception {
        var words = List.of("/bin/sh", "-c", "echo once >> /var/tmp/count; exit 7");
        var go = new CountDownLatch(1);
        var begun = new java.util.concurrent.atomic.AtomicInteger();
        var threads = new java.util.ArrayList<Thread>();
        for (int i = 0; i < 6; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                    if (new Runs(new PveShell(host.connect(), Optional.empty())).begin(RUN, "s", words)) {
                        begun.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        go.countDown();
        for (var thread : threads) {
            thread.join();
        }

        var look = ended("s");

        assertThat(begun).hasValue(1);
        assertThat(look.exitCode()).contains(7);
        assertThat(host.lab.files().read("/var/tmp/count")).asString().isEqualTo("once\n");
        assertThat(runs.begin(RUN, "s", words)).isFalse();
    }

    @Test
    void outputIsReadFromAnyByteOnAndForgottenWithTheStep() throws Exception {
        runs.begin(RUN, "s", List.of("/bin/echo", "it's ünï"));
        ended("s");

        var all = runs.look(RUN, "s", 0).piece();
        assertThat(Runs.text(all)).isEqualTo("it's ünï\n");
        assertThat(all).hasSize(11);
        assertThat(Runs.text(runs.look(RUN, "s", 5).piece())).isEqualTo("ünï\n");
        assertThat(runs.edges(RUN, "s")).contains("ünï");

        runs.forget(RUN, "s");
        assertThat(runs.look(RUN, "s", 0).state()).isEqualTo(Operations.State.NONE);
        assertThat(host.lab.files().exists("/var/lib/slipway/" + RUN.runId())).isFalse();
    }

    @Test
    void aStepWhoseProcessHasNotYetWrittenItsNumberIsStartingAndNotGone() {
        var folder = "/var/lib/slipway/" + RUN.runId();
        new PveShell(host.connect(), Optional.empty())
                .script("mkdir -p " + folder + "/s.d; : > " + folder + "/s.pid; : > " + folder + "/s.log");

        assertThat(runs.look(RUN, "s", 0).state()).isEqualTo(Operations.State.STARTING);
    }

    @Test
    void aTerminatedStepIsGoneWithoutAnExitCode() throws Exception {
        runs.begin(RUN, "s", List.of("/bin/sleep", "3600"));
        for (int i = 0; runs.look(RUN, "s", 0).state() == Operations.State.STARTING; i++) {
            assertThat(i).isLessThan(1000);
        }
        assertThat(runs.look(RUN, "s", 0).state()).isEqualTo(Operations.State.RUNNING);

        runs.terminate(RUN, "s");

        assertThat(ended("s").exitCode()).isEmpty();
        assertThat(ended("s").state()).isEqualTo(Operations.State.GONE);
    }

    @Test
    void aNoteIsKeptReadAndDropped() {
        runs.note("media/local.x.iso", "it's; $(ours)");

        assertThat(runs.readNote("media/local.x.iso")).contains("it's; $(ours)");
        runs.dropNote("media/local.x.iso");
        assertThat(runs.readNote("media/local.x.iso")).isEmpty();
        runs.dropNote("media/local.x.iso");
    }
}
