package io.slipway.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Jdbi jdbi;
    private GroupCommit writer;

    @BeforeEach
    void open() {
        jdbi = Jdbi.create("jdbc:sqlite:" + folder.resolve("t.db"));
        jdbi.useHandle(handle -> handle.execute("create table t (n integer primary key) strict"));
        writer = new GroupCommit(jdbi, handle -> {}, DEADLINE);
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void ofManyWorksAtOnceTheFailingOnesFailAloneAndTheOthersAreStored() throws Exception {
        var results = new ArrayList<Future<Integer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var block = block();
            for (int i = 0; i < 500; i++) {
                int n = i;
                results.add(threads.submit(() -> writer.run(handle -> {
                    insert(handle, n);
                    if (n % 3 == 0) {
                        throw new IllegalArgumentException("work " + n);
                    }
                    return n;
                })));
            }
            block.countDown();
        }

        for (int i = 0; i < results.size(); i++) {
            var failure = catchThrowable(results.get(i)::get);
            if (i % 3 == 0) {
                assertThat(failure).hasRootCauseInstanceOf(IllegalArgumentException.class);
                assertThat(failure).hasRootCauseMessage("work " + i);
            } else {
                assertThat(failure).isNull();
            }
        }
        assertThat(numbers()).hasSize(333).noneMatch(n -> n % 3 == 0);
    }

    @Test
    void aBrokenConstraintFailsItsOwnWorkOnly() {
        writer.run(handle -> insert(handle, 1));

        assertThatThrownBy(() -> writer.run(handle -> insert(handle, 2) + insert(handle, 1)))
                .hasMessageContaining("UNIQUE");

        assertThat(numbers()).containsExactly(1);
    }

    @Test
    void anErrorInAWorkReachesItsCallerAndTheWriterLivesOn() {
        assertThatThrownBy(() -> writer.run(handle -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);

        assertThat(stored(writer, 1)).isEqualTo(1);
    }

    @Test
    void aWorkThatEndsTheTransactionItselfFailsItsGroupAndTheWriterLivesOn() {
        var thrown = catchThrowable(() -> writer.run(handle -> {
            insert(handle, 1);
            handle.rollback();
            return 1;
        }));

        assertThat(thrown).isInstanceOf(SlipwayException.class);
        assertThat(stored(writer, 2)).isEqualTo(1);
        assertThat(numbers()).containsExactly(2);
    }

    @Test
    void aWorkInsideAWorkIsRefusedInsteadOfWaitingForItself() {
        assertThatThrownBy(() -> writer.run(handle -> writer.run(inner -> insert(inner, 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("use its handle");
    }

    @Test
    void aCallerThatGivesUpBeforeItsTurnTakesItsWorkBack() throws Exception {
        var block = block();
        var thrown = new AtomicReference<Throwable>();
        var caller = Thread.ofVirtual()
                .start(() -> thrown.set(catchThrowable(() -> writer.run(handle -> insert(handle, 5)))));
        caller.interrupt();
        assertThat(caller.join(DEADLINE)).isTrue();
        block.countDown();
        writer.run(handle -> insert(handle, 6));

        assertThat(thrown.get()).isInstanceOfSatisfying(SlipwayException.class, e -> assertThat(
                        e.problem().code())
                .isEqualTo(ProblemCode.SERVICE_UNAVAILABLE));
        assertThat(numbers()).as("what failed for its caller did not happen").containsExactly(6);
    }

    @Test
    void aCallerInterruptedWhileItsWorkRunsLearnsHowItEnded() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var result = new AtomicReference<Object>();
        var interrupted = new AtomicReference<Boolean>();
        var caller = Thread.ofVirtual().start(() -> {
            result.set(writer.run(handle -> {
                inside.countDown();
                await(goOn);
                return insert(handle, 8);
            }));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        inside.await();
        caller.interrupt();
        goOn.countDown();

        assertThat(caller.join(DEADLINE)).isTrue();
        assertThat(result.get()).isEqualTo(1);
        assertThat(interrupted.get()).as("the interrupt is passed on").isTrue();
        assertThat(numbers()).containsExactly(8);
    }

    @Test
    void aCallerWaitsNoLongerThanTheDeadline() throws Exception {
        try (var impatient = new GroupCommit(jdbi, handle -> {}, Duration.ofMillis(50))) {
            var inside = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            var holder = Thread.ofVirtual()
                    .start(() -> impatient.run(handle -> {
                        inside.countDown();
                        await(goOn);
                        return 0;
                    }));
            inside.await();

            var thrown = catchThrowable(() -> impatient.run(handle -> insert(handle, 9)));

            goOn.countDown();
            assertThat(holder.join(DEADLINE)).isTrue();
            assertThat(thrown).isInstanceOf(SlipwayException.class);
        }
        assertThat(numbers()).isEmpty();
    }

    @Test
    void closingStoresWhatWasAcceptedAndRefusesWhatComesLater() throws Exception {
        var results = new ArrayList<Future<Integer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var block = block();
            for (int i = 0; i < 100; i++) {
                int n = i;
                results.add(threads.submit(() -> writer.run(handle -> insert(handle, n))));
            }
            block.countDown();
            writer.close();
        }

        int stored = 0;
        for (var result : results) {
            stored += catchThrowable(result::get) == null ? 1 : 0;
        }
        assertThat(numbers()).hasSize(stored);
        assertThatThrownBy(() -> writer.run(handle -> insert(handle, 1000))).isInstanceOf(SlipwayException.class);
    }

    @Test
    void troubleInHousekeepingDoesNotStopTheWriter() {
        try (var untidy = new GroupCommit(
                jdbi,
                handle -> {
                    throw new IllegalStateException("the broom broke");
                },
                DEADLINE)) {
            assertThat(stored(untidy, 1)).isEqualTo(1);
            assertThat(stored(untidy, 2)).isEqualTo(1);
        }
        assertThat(numbers()).containsExactly(1, 2);
    }

    /** Holds the writer until the latch is released, so that what comes next shares a group. */
    private CountDownLatch block() throws InterruptedException {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> writer.run(handle -> {
                    inside.countDown();
                    await(goOn);
                    return 0;
                }));
        inside.await();
        return goOn;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int stored(GroupCommit writer, int n) {
        return writer.run(handle -> insert(handle, n));
    }

    private static int insert(Handle handle, int n) {
        return handle.execute("insert into t values (?)", n);
    }

    private List<Integer> numbers() {
        return jdbi.withHandle(handle -> handle.createQuery("select n from t order by n")
                .mapTo(Integer.class)
                .list());
    }
}
