package io.slipway.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
    private static final TenantId OURS = TenantId.DEFAULT;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(150);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private SqliteDatabase database;
    private Events events;
    private Rows rows;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
        events = Events.open(database, now::get);
        rows = new Rows(database);
    }

    @AfterEach
    void close() {
        events.close();
        database.close();
    }

    private static Event changed(Subscription subscription) throws InterruptedException {
        var signal = subscription.next(PATIENCE).orElseThrow();
        return ((Signal.Changed) signal).event();
    }

    private static List<String> kinds(Subscription subscription, int count) throws InterruptedException {
        var kinds = new ArrayList<String>();
        while (kinds.size() < count) {
            kinds.add(changed(subscription).kind());
        }
        return kinds;
    }

    @Test
    void aRunsLifeIsToldStepByStepAndAnIdleLookIsNot() throws Exception {
        try (var jobs = events.subscribe(OURS, Interest.of(Topic.JOBS))) {
            rows.job("default", "j1");
            rows.run("default", "j1", "r1");
            rows.execute(
                    "insert into run_step (run_id, ordinal, kind, kind_version, weight, timeout_ms, max_attempts, on_failure, state) values ('r1', 1, 'clone', 1, 1, 1, 1, 'undo', 'pending')");
            rows.execute("update run set state = 'running', fence = 1 where id = 'r1'");
            rows.execute("update run_step set state = 'running', attempt = 1 where run_id = 'r1'");
            rows.percent("r1", 10);
            for (int look = 0; look < 3; look++) {
                rows.execute("update run_step set state = 'waiting' where run_id = 'r1'");
                rows.execute("update run set state = 'waiting', waits_for = 'slot' where id = 'r1'");
                rows.execute("update run set state = 'running', waits_for = null where id = 'r1'");
                rows.execute("update run_step set state = 'running' where run_id = 'r1'");
            }
            rows.execute("update run_step set state = 'done' where run_id = 'r1'");
            rows.execute("update run set state = 'succeeded' where id = 'r1'");
            rows.execute("update job set state = 'succeeded', ended_at = 5 where id = 'j1'");

            assertThat(kinds(jobs, 7))
                    .containsExactly(
                            "job.created",
                            "step.started",
                            "step.progress",
                            "step.waits",
                            "step.done",
                            "run.state",
                            "job.state");
            assertThat(jobs.next(MOMENT)).isEmpty();
        }
    }

    @Test
    void anEventIsSmallJsonWithItsCursorAndNeverWithoutItsChange() throws Exception {
        try (var jobs = events.subscribe(OURS, Interest.of(Topic.JOBS))) {
            assertThatThrownBy(() -> database.write(handle -> {
                        handle.execute(
                                "insert into job (id, tenant_id, user_id, kind, fields, state, created_at) values ('gone', 'default', 'operator', 'x', '{}', 'queued', 0)");
                        throw new IllegalStateException("rolled back");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            rows.job("default", "j1");

            var event = changed(jobs);

            assertThat(event.ref()).isEqualTo("j1");
            assertThat(Json.parse(event.json()).path("id").asLong()).isEqualTo(event.id());
            assertThat(Json.parse(event.json()).path("data").path("state").asString())
                    .isEqualTo("queued");
            assertThat(jobs.cursor()).isEqualTo(event.id());
        }
    }

    @Test
    void nothingOfAnotherTenantIsHeard() throws Exception {
        try (var ours = events.subscribe(OURS, Interest.all())) {
            rows.job("tenant-b", "theirs");
            rows.job("default", "mine");

            assertThat(changed(ours).ref()).isEqualTo("mine");
        }
    }

    @Test
    void whoeverComesBackGoesOnWhereHeStoppedWithoutGapOrRepetition() throws Exception {
        var seen = new ArrayList<String>();
        rows.job("default", "j");
        rows.run("default", "j", "r");
        var after = OptionalLong.empty();
        for (int visit = 0; visit < 5; visit++) {
            try (var subscription = events.subscribe(OURS, Interest.job("j"), after)) {
                for (int i = 1; i <= 7; i++) {
                    rows.percent("r", visit * 14 + i);
                }
                var first = changed(subscription);
                seen.add(first.json());
                // Leaves with hints still waiting.
                after = OptionalLong.of(subscription.cursor());
            }
            for (int i = 8; i <= 14; i++) {
                rows.percent("r", visit * 14 + i);
            }
        }
        try (var subscription = events.subscribe(OURS, Interest.job("j"), after)) {
            for (var next = subscription.next(MOMENT); next.isPresent(); next = subscription.next(MOMENT)) {
                seen.add(((Signal.Changed) next.get()).event().json());
            }
        }

        var percents = seen.stream()
                .map(json -> Json.parse(json).path("data").path("percent").asInt())
                .toList();
        assertThat(percents).hasSize(70).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void somebodySlowIsToldToReadAgainAndCostsNoMemory() throws Exception {
        rows.job("default", "j");
        rows.run("default", "j", "r");
        try (var slow = events.subscribe(OURS, Interest.all())) {
            for (int i = 0; i < Subscription.LONGEST + 50; i++) {
                rows.percent("r", i % 2 + 1);
            }
            long last = rows.count("select max(id) from event");
            long end = System.nanoTime() + PATIENCE.toNanos();
            var cursor = Optional.<Signal>empty();
            while (slow.cursor() < last && System.nanoTime() < end) {
                cursor = slow.next(PATIENCE).or(Optional::empty);
                if (cursor.isPresent() && cursor.get() instanceof Signal.Reread) {
                    break;
                }
            }

            assertThat(cursor).get().isInstanceOf(Signal.Reread.class);
        }
    }

    @Test
    void whatIsNoRowIsToldAsReadingAgainAndLosesNothingAfterIt() throws Exception {
        rows.job("default", "j");
        try (var heard = events.subscribe(OURS, Interest.of(Topic.HOSTS))) {
            long before = heard.cursor();
            events.readAgain();

            var signal = heard.next(PATIENCE);
            assertThat(signal).get().isInstanceOf(Signal.Reread.class);
            assertThat(signal.get().cursor()).isEqualTo(before);
        }
    }

    @Test
    void aPositionThatIsNotKeptOrOfAnotherStoreMeansReadingAgain() throws Exception {
        rows.job("default", "a");
        rows.job("default", "b");
        rows.job("default", "c");
        rows.execute("delete from event where id <= 2");

        for (long position : new long[] {0, 999_999}) {
            try (var subscription = events.subscribe(OURS, Interest.all(), OptionalLong.of(position))) {
                assertThat(subscription.next(PATIENCE)).get().isInstanceOf(Signal.Reread.class);
            }
        }
    }

    @Test
    void eventsAreKeptADayAndNeverTooMany() {
        for (int i = 0; i < 20; i++) {
            rows.job("default", "j" + i);
        }
        var sql = new EventsSql(database);
        long all = rows.count("select count(*) from event");

        while (sql.sweep(Instant.EPOCH, 10, 3)) {
            // a part at a time
        }
        assertThat(all).isGreaterThan(20);
        assertThat(rows.count("select count(*) from event")).isEqualTo(10);

        while (sql.sweep(Instant.now().plus(Duration.ofHours(1)), 10, 3)) {
            // all are older now
        }
        assertThat(rows.count("select min(id) from event"))
                .as("ids are never used twice")
                .isEqualTo(all);

        rows.job("default", "after");
        assertThat(rows.count("select max(id) from event")).isGreaterThan(all);
    }

    @Test
    void theEndOfTheProgramEndsASubscription() throws Exception {
        var subscription = events.subscribe(OURS, Interest.all());

        events.close();

        assertThat(subscription.next(PATIENCE)).isEmpty();
        assertThat(subscription.closed()).isTrue();
    }

    @Test
    void topicsAreReadStrictly() {
        var interest = Interest.parse("job:0190-a,vms");

        assertThat(interest.topics()).containsExactly(Topic.VMS);
        assertThat(interest.objects().get(Topic.JOBS)).containsExactly("0190-a");
        for (var wrong : List.of("", "job:", "job:a b", "nothing", "vms,,hosts", "jobs:1", "vms,".repeat(40) + "vms")) {
            assertThatThrownBy(() -> Interest.parse(wrong)).as(wrong).isInstanceOf(SlipwayException.class);
        }
    }
}
