package io.slipway.server.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EngineTest {
    private static final Problem LATE = Problem.of(ProblemCode.GUEST_TIMEOUT, "It took too long.");

    @TempDir
    Path folder;

    private final List<String> did = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Ids ids = Ids.system();
    private final StepCatalog.Builder catalog = StepCatalog.builder();
    private SqliteDatabase database;
    private Runs runs;
    private final TestGate gate = new TestGate();
    private volatile CountDownLatch changes = new CountDownLatch(1);

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
        WorkflowStoreSql.job(database, "job");
        runs = new Runs(database, InstantSource.system(), WorkflowStoreSql.NO_HOOK, gate);
        catalog.add("one", step("one"))
                .add("two", step("two"))
                .add("un-one", step("un-one"))
                .add("un-two", step("un-two"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void stepsRunInOrderAndTheRunSucceeds() throws InterruptedException {
        var id = submit(PlannedStep.of("one", 1), PlannedStep.of("two", 3));

        try (var engine = engine(EdgeProbe.none())) {
            assertThat(await(engine, id).state()).isEqualTo(RunState.SUCCEEDED);
        }

        assertThat(did).containsExactly("one", "two");
        assertThat(view(id).percent()).isEqualTo(100);
    }

    @Test
    @Tag("F195")
    void aFailureTakesBackTheLatestFirstIncludingTheStepThatFailedHalfWay() throws InterruptedException {
        catalog.add("bad", context -> new Outcome.Fail(Problem.of(ProblemCode.STORAGE_FULL, "No space.")));
        catalog.add("un-bad", step("un-bad"));
        var id = submit(
                PlannedStep.of("one", 1).undoneBy("un-one"),
                PlannedStep.of("two", 1).undoneBy("un-two"),
                PlannedStep.of("bad", 1).undoneBy("un-bad"),
                PlannedStep.of("never", 1).undoneBy("never-undone"));

        RunView end;
        try (var engine = engine(EdgeProbe.none())) {
            end = await(engine, id);
        }

        assertThat(did).containsExactly("one", "two", "un-bad", "un-two", "un-one");
        assertThat(end.state()).isEqualTo(RunState.FAILED);
        assertThat(end.problem().orElseThrow().code()).isEqualTo(ProblemCode.STORAGE_FULL);
    }

    @Test
    @Tag("F195")
    void whatCannotBeTakenBackIsListedAndTriedAgainOnRequest() throws InterruptedException {
        var stuck = new AtomicBoolean(true);
        catalog.add("bad", context -> new Outcome.Fail(Problem.of(ProblemCode.CLONE_FAILED, "No clone.")));
        catalog.add(
                "un-stuck",
                context -> stuck.get()
                        ? new Outcome.Fail(Problem.of(ProblemCode.FOREIGN_OBJECT, "VM 101 is not ours."))
                        : Outcome.done());
        var id = submit(
                PlannedStep.of("one", 1).undoneBy("un-stuck"),
                PlannedStep.of("bad", 1).undoneBy("un-two"));

        try (var engine = engine(EdgeProbe.none())) {
            var parked = await(engine, id);
            assertThat(parked.state()).isEqualTo(RunState.NEEDS_ATTENTION);
            assertThat(parked.problem().orElseThrow().detail()).contains("VM 101 is not ours.");
            assertThat(did).containsExactly("one", "un-two");

            stuck.set(false);
            assertThat(runs.cancel(TenantId.DEFAULT, id)).isTrue();
            assertThat(await(engine, id).state()).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void aPassingProblemIsTriedAgainAndCountsAttempts() throws InterruptedException {
        var left = new AtomicInteger(1);
        catalog.add(
                "shaky",
                context -> left.getAndDecrement() > 0
                        ? new Outcome.Retry(Problem.of(ProblemCode.HOST_BUSY, "Busy."))
                        : Outcome.done(Json.object().put("attempt", context.attempt())));
        var id = submit(PlannedStep.of("shaky", 1));

        try (var engine = engine(EdgeProbe.none())) {
            assertThat(await(engine, id).state()).isEqualTo(RunState.SUCCEEDED);
        }

        assertThat(view(id).steps()
                        .getFirst()
                        .output()
                        .orElseThrow()
                        .get("attempt")
                        .asInt())
                .isEqualTo(2);
        assertThat(lines).anyMatch(line -> line.contains("Trying again"));
    }

    @Test
    void aWakeThatComesBeforeTheWaitIsStoredIsNotLost() throws InterruptedException {
        var ready = new AtomicBoolean();
        var engineRef = new Engine[1];
        catalog.add("wait", context -> {
            if (ready.getAndSet(true)) {
                return Outcome.done();
            }
            engineRef[0].wake(context.runId());
            return new Outcome.Wait("thing", Duration.ofHours(1), LATE);
        });
        var id = submit(PlannedStep.of("one", 1), PlannedStep.of("wait", 1).within(Duration.ofHours(2)));

        try (var engine = engine(EdgeProbe.none(), engineRef)) {
            assertThat(await(engine, id).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    @Tag("F178")
    void aParkedRunGoesOnAtTheStepThatFailedWithoutRepeatingEarlierOnes() throws InterruptedException {
        var answers = new AtomicBoolean();
        catalog.add(
                "guest",
                context -> answers.get() ? Outcome.done() : new Outcome.Wait("guest", Duration.ofMillis(5), LATE));
        var id = submit(
                PlannedStep.of("one", 1).undoneBy("un-one"),
                PlannedStep.of("guest", 1).within(Duration.ofMillis(20)).parking());

        try (var engine = engine(EdgeProbe.none())) {
            var parked = await(engine, id);
            assertThat(parked.state()).isEqualTo(RunState.PARKED);
            assertThat(parked.problem().orElseThrow().code()).isEqualTo(ProblemCode.GUEST_TIMEOUT);
            answers.set(true);
            assertThat(runs.resume(TenantId.DEFAULT, id)).isTrue();
            assertThat(await(engine, id).state()).isEqualTo(RunState.SUCCEEDED);
        }

        assertThat(did).containsExactly("one");
    }

    @Test
    void cancelWhileWaitingTakesEverythingBack() throws InterruptedException {
        catalog.add("guest", context -> new Outcome.Wait("guest", Duration.ofHours(1), LATE));
        var id = submit(
                PlannedStep.of("one", 1).undoneBy("un-one"),
                PlannedStep.of("guest", 1).within(Duration.ofHours(2)));

        try (var engine = engine(EdgeProbe.none())) {
            awaitState(id, RunState.WAITING);
            assertThat(runs.cancel(TenantId.DEFAULT, id)).isTrue();
            assertThat(await(engine, id).state()).isEqualTo(RunState.CANCELLED);
        }

        assertThat(did).containsExactly("one", "un-one");
        assertThat(runs.cancel(TenantId.DEFAULT, id)).isFalse();
    }

    @Test
    void aStepThatBreaksDoesNotStopOtherRuns() throws InterruptedException {
        catalog.add("broken", context -> {
            throw new IllegalStateException("bug");
        });
        var broken = submit(PlannedStep.of("broken", 1));
        var fine = submit(PlannedStep.of("one", 1));

        try (var engine = engine(EdgeProbe.none())) {
            assertThat(await(engine, fine).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(await(engine, broken).problem().orElseThrow().code()).isEqualTo(ProblemCode.INTERNAL_ERROR);
        }
    }

    @Test
    void theNextProcessGoesOnWhereTheDeadOneStood() throws InterruptedException {
        var halted = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        catalog.add("journalled", context -> {
            if (context.journal().isPresent()) {
                did.add("adopted " + context.journal().get().get("vmid").asInt());
                return Outcome.done();
            }
            context.journal(Json.object().put("vmid", 101));
            did.add("effect");
            return Outcome.done();
        });
        var id = submit(PlannedStep.of("one", 1), PlannedStep.of("journalled", 1));
        var first = engine((edge, kind) -> {
            if (edge.equals("acted") && kind.equals("journalled")) {
                halted.countDown();
                hang(never);
            }
        });
        assertThat(halted.await(10, TimeUnit.SECONDS)).isTrue();

        try (var second = engine(EdgeProbe.none())) {
            assertThat(await(second, id).state()).isEqualTo(RunState.SUCCEEDED);
            never.countDown();
        }
        first.close();

        assertThat(did).containsExactly("one", "effect", "adopted 101");
        assertThat(view(id).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void behindAClosedGateRunsWaitAndSayForWhat() throws InterruptedException {
        gate.closed = true;
        var id = submit(PlannedStep.of("one", 1));

        try (var engine = engine(EdgeProbe.none())) {
            assertThat(view(id).waitsFor()).contains("a test");
            assertThat(runs.unfinished()).isEqualTo(1);
            assertThat(runs.ofJob(TenantId.DEFAULT, "job"))
                    .allMatch(run -> run.waitsFor().isPresent());
            assertThat(did).isEmpty();
            gate.closed = false;
            assertThat(await(engine, id).state()).isEqualTo(RunState.SUCCEEDED);
        }

        assertThat(did).containsExactly("one");
        assertThat(runs.unfinished()).isZero();
    }

    @Test
    void aStepThatMeetsTheClosedGateHasNotFailed() throws InterruptedException {
        catalog.add("sealed", context -> {
            did.add("looked");
            if (gate.closed) {
                throw Problem.of(ProblemCode.VAULT_LOCKED, "Locked.").exception();
            }
            return Outcome.done();
        });
        catalog.add("closing", context -> {
            gate.closed = true;
            return Outcome.done();
        });
        var id = submit(PlannedStep.of("closing", 1), PlannedStep.of("sealed", 1));

        try (var engine = engine(EdgeProbe.none())) {
            awaitState(id, RunState.WAITING);
            assertThat(view(id).waitsFor()).contains("a test");
            gate.closed = false;
            assertThat(await(engine, id).state()).isEqualTo(RunState.SUCCEEDED);
        }

        assertThat(did).containsExactly("looked", "looked");
    }

    @Test
    void timeBehindTheClosedGateDoesNotCountAgainstAStep() throws InterruptedException {
        var arrived = new AtomicBoolean();
        catalog.add(
                "guest",
                context -> arrived.get() ? Outcome.done() : new Outcome.Wait("guest", Duration.ofMillis(10), LATE));
        var id = submit(PlannedStep.of("guest", 1).within(Duration.ofSeconds(1)).parking());

        try (var engine = engine(EdgeProbe.none())) {
            awaitState(id, RunState.WAITING);
            gate.closed = true;
            engine.poke();
            var late = Instant.now().plusMillis(1200);
            while (Instant.now().isBefore(late)) {
                changes = new CountDownLatch(1);
                var unused = changes.await(50, TimeUnit.MILLISECONDS);
            }
            arrived.set(true);
            gate.closed = false;
            assertThat(await(engine, id).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    private static void hang(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void withTheBrakeOnNewRunsWhatHasBegunGoesOnAndNothingElseBegins() throws InterruptedException {
        var inOne = new CountDownLatch(1);
        var letGo = new CountDownLatch(1);
        catalog.add("slow", context -> {
            inOne.countDown();
            opened(letGo);
            return Outcome.done();
        });
        try (var engine = engine(EdgeProbe.none())) {
            var begun = submit(PlannedStep.of("slow", 1), PlannedStep.of("one", 1));
            engine.poke();
            assertThat(inOne.await(20, TimeUnit.SECONDS)).isTrue();
            engine.brake(Brake.NEW_RUNS);
            var fresh = submit(PlannedStep.of("two", 1));
            var unwanted = submit(PlannedStep.of("two", 1));
            assertThat(runs.cancel(TenantId.DEFAULT, unwanted)).isTrue();
            letGo.countDown();

            assertThat(await(engine, begun).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(await(engine, unwanted).state()).isEqualTo(RunState.CANCELLED);
            assertThat(view(fresh).state()).isEqualTo(RunState.READY);
            assertThat(did).containsExactly("one");

            engine.brake(Brake.OFF);
            assertThat(await(engine, fresh).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void withTheBrakeOnEverythingARunFinishesItsStepAndTheNextProcessGoesOn() throws InterruptedException {
        var inOne = new CountDownLatch(1);
        var letGo = new CountDownLatch(1);
        catalog.add("slow", context -> {
            inOne.countDown();
            opened(letGo);
            did.add("slow");
            return Outcome.done();
        });
        var id = submit(PlannedStep.of("slow", 1), PlannedStep.of("one", 1));
        try (var engine = engine(EdgeProbe.none())) {
            assertThat(inOne.await(20, TimeUnit.SECONDS)).isTrue();
            engine.brake(Brake.EVERYTHING);
            assertThat(engine.atWork()).isEqualTo(1);
            letGo.countDown();
            awaitState(id, RunState.READY);
        }
        assertThat(did).containsExactly("slow");
        try (var next = engine(EdgeProbe.none())) {
            assertThat(await(next, id).state()).isEqualTo(RunState.SUCCEEDED);
        }
        assertThat(did).containsExactly("slow", "one");
    }

    private static void opened(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Step step(String name) {
        return context -> {
            did.add(name);
            return Outcome.done();
        };
    }

    private String submit(PlannedStep... steps) {
        var id = ids.next();
        var run = new NewRun(id, TenantId.DEFAULT, "job", "test", "subject", Json.object(), List.of(steps));
        WorkflowStoreSql.insert(database, run, Instant.now());
        return id;
    }

    private Engine engine(EdgeProbe probe, Engine[] reference) {
        var observer = new RunObserver() {
            @Override
            public void line(RunRef run, String text) {
                lines.add(text);
            }

            @Override
            public void changed(RunRef run) {
                changes.countDown();
            }
        };
        reference[0] = Engine.start(new Engine.Parts(
                database,
                catalog.build(),
                observer,
                WorkflowStoreSql.NO_HOOK,
                gate,
                probe,
                InstantSource.system(),
                new Random(1),
                4));
        return reference[0];
    }

    private Engine engine(EdgeProbe probe) {
        return engine(probe, new Engine[1]);
    }

    private RunView await(Engine engine, String id) throws InterruptedException {
        engine.poke();
        while (true) {
            changes = new CountDownLatch(1);
            var view = view(id);
            if (view.state().ended()) {
                return view;
            }
            var unused = changes.await(1, TimeUnit.SECONDS);
        }
    }

    private void awaitState(String id, RunState state) throws InterruptedException {
        while (view(id).state() != state) {
            changes = new CountDownLatch(1);
            var unused = changes.await(50, TimeUnit.MILLISECONDS);
        }
    }

    private RunView view(String id) {
        return runs.find(TenantId.DEFAULT, id).orElseThrow();
    }
}
