package io.slipway.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.workflow.NewRun;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunsSql;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tray counts and what notifications tell of. */
class OpenRunsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Caller STRANGER = new Caller(new TenantId("other"), "operator", Caller.Role.ADMIN);

    @TempDir
    Path folder;

    private SqliteDatabase database;
    private JobSql sql;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
        sql = new JobSql(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatGoesOnOrWaitsForTheOperatorIsOpen() {
        job("j1", Caller.localOperator());
        run("r1", "j1", "PC-01", RunState.RUNNING);
        run("r2", "j1", "PC-02", RunState.PARKED);
        run("r3", "j1", "PC-03", RunState.SUCCEEDED);
        run("r4", "j1", "PC-04", RunState.CANCELLED);

        var open = sql.open(TenantId.DEFAULT);

        assertThat(open)
                .containsExactly(
                        new OpenRun("r1", "j1", "provision_vm", "PC-01", RunState.RUNNING),
                        new OpenRun("r2", "j1", "provision_vm", "PC-02", RunState.PARKED));
        assertThat(open).extracting(OpenRun::needsOperator).containsExactly(false, true);
    }

    @Test
    void anEarlierRunOfTheSameVmNeedsNobodyAnyMore() {
        job("j1", Caller.localOperator());
        run("r1", "j1", "PC-01", RunState.NEEDS_ATTENTION);
        run("r2", "j1", "PC-01", RunState.SUCCEEDED);

        assertThat(sql.open(TenantId.DEFAULT)).isEmpty();
    }

    @Test
    void anotherTenantsRunsAndEndsAreNotSeen() {
        job("j1", STRANGER);
        runOf(STRANGER.tenant(), "r1", "j1", "PC-01", RunState.FAILED);
        end("j1", NOW);
        job("j2", STRANGER);
        runOf(STRANGER.tenant(), "r2", "j2", "PC-02", RunState.RUNNING);

        assertThat(sql.open(TenantId.DEFAULT)).isEmpty();
        assertThat(sql.endedSince(TenantId.DEFAULT, NOW, 10)).isEmpty();
        assertThat(sql.open(STRANGER.tenant())).hasSize(1);
    }

    @Test
    void endsComeInTheirOrderFromTheInstantOnAndNotBefore() {
        for (var id : List.of("j1", "j2", "j3", "j4")) {
            job(id, Caller.localOperator());
            run("r" + id, id, "PC-" + id, id.equals("j4") ? RunState.RUNNING : RunState.SUCCEEDED);
        }
        end("j1", NOW.minusMillis(1));
        end("j3", NOW);
        end("j2", NOW.plusMillis(1));
        end("j4", NOW);

        var ended = sql.endedSince(TenantId.DEFAULT, NOW, 10);

        assertThat(ended).extracting(Job::id).containsExactly("j3", "j2");
        assertThat(ended.getFirst().state()).isEqualTo(Job.State.SUCCEEDED);
    }

    private void job(String id, Caller caller) {
        database.write(handle -> {
            JobSql.insert(handle, new NewJob(id, caller, "provision_vm", Optional.empty(), Json.object()), NOW);
            return id;
        });
    }

    private void run(String id, String job, String subject, RunState state) {
        runOf(TenantId.DEFAULT, id, job, subject, state);
    }

    private void runOf(TenantId tenant, String id, String job, String subject, RunState state) {
        database.write(handle -> {
            RunsSql.insert(handle, new NewRun(id, tenant, job, "plan", subject, Json.object(), List.of()), NOW);
            return handle.createUpdate("update run set state = :state where id = :id")
                    .bind("state", state.stored())
                    .bind("id", id)
                    .execute();
        });
    }

    private void end(String job, Instant at) {
        database.write(handle -> {
            sql.ended(handle, job, at);
            return job;
        });
    }
}
