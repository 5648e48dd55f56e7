package io.slipway.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.text.Languages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("F163")
class NoticesTest {
    private static final TenantId OURS = TenantId.DEFAULT;

    @TempDir
    Path folder;

    private SqliteDatabase database;
    private Notices notices;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder);
        notices = new Notices(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void execute(String sql, Object... values) {
        database.write(handle -> handle.execute(sql, values));
    }

    private void job(String tenant, String id) {
        execute(
                "insert into job (id, tenant_id, user_id, kind, fields, state, created_at) values (?, ?, 'operator', 'provision_vm', '{\"host_name\": \"pve\"}', 'queued', 1000)",
                id,
                tenant);
        execute(
                "insert into run (id, tenant_id, job_id, plan_kind, subject, state, wake_at, input, created_at) values (?, ?, ?, 'test', 'web-01', 'ready', 0, '{}', 0)",
                "run-" + id,
                tenant,
                id);
    }

    private Notice only() {
        var all = notices.list(OURS, 10);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void aJobHasOneNoticeWhoseNewsMakeItUnreadAgain() {
        job("default", "j");
        var queued = only();
        assertThat(queued.state()).isEqualTo(Notice.State.QUEUED);
        assertThat(notices.unread(OURS)).isOne();
        notices.read(OURS, queued.id());
        assertThat(notices.unread(OURS)).isZero();

        execute("update run set state = 'running', fence = 1 where id = 'run-j'");
        assertThat(only().state()).isEqualTo(Notice.State.RUNNING);
        assertThat(only().read()).isFalse();
        notices.read(OURS, queued.id());
        execute("update run set state = 'waiting' where id = 'run-j'");
        execute("update run set state = 'running', fence = 2 where id = 'run-j'");
        assertThat(only().read()).as("no news").isTrue();

        execute("update run set state = 'succeeded' where id = 'run-j'");
        execute("update job set state = 'succeeded', ended_at = 5000 where id = 'j'");
        var done = only();
        assertThat(done.id()).isEqualTo(queued.id());
        assertThat(done.state()).isEqualTo(Notice.State.SUCCEEDED);
        assertThat(done.level()).isEqualTo(Notice.Level.SUCCESS);
        assertThat(done.read()).isFalse();
        assertThat(done.updatedAt()).isEqualTo(Instant.ofEpochMilli(5000));
    }

    @Test
    void aVmThatIsKeptForTheOperatorNeedsHim() {
        job("default", "j");
        execute("update run set state = 'running', fence = 1 where id = 'run-j'");
        execute("""
                update run set state = 'parked', problem = '{"code": "GUEST_TIMEOUT"}' where id = 'run-j'""");
        execute("update job set state = 'partial', ended_at = 5000 where id = 'j'");

        var notice = only();

        assertThat(notice.state()).isEqualTo(Notice.State.NEEDS_YOU);
        assertThat(notice.needsYou()).isTrue();
        assertThat(notice.title(Languages.ENGLISH)).isEqualTo("web-01: needs your decision");
        assertThat(notice.title(Languages.RUSSIAN)).isEqualTo("web-01: нужно ваше решение");
        assertThat(notice.message(Languages.ENGLISH)).contains("GUEST_TIMEOUT").contains("pve");
    }

    @Test
    void aHostThatIsLostComesBackUnderTheSameNotice() {
        host();
        execute("insert into host_contact (host_id, lost_since, code) values ('h', 7000, 'SSH_UNREACHABLE')");
        var lost = only();
        assertThat(lost.state()).isEqualTo(Notice.State.LOST);
        assertThat(lost.message(Languages.ENGLISH)).contains("SSH_UNREACHABLE");
        notices.read(OURS, lost.id());

        execute("delete from host_contact where host_id = 'h'");

        assertThat(only().id()).isEqualTo(lost.id());
        assertThat(only().state()).isEqualTo(Notice.State.REGAINED);
        assertThat(only().read()).isFalse();
    }

    @Test
    void aForgottenHostTakesItsNoticesAlong() {
        host();
        execute("insert into host_contact (host_id, lost_since, code) values ('h', 7000, 'SSH_UNREACHABLE')");
        execute(
                "insert into host_alarm (host_id, proof, pinned, shown, raised_at) values ('h', 'ssh-key', 'a', 'b', 1)");
        assertThat(notices.list(OURS, 10)).hasSize(2);

        execute("delete from host where id = 'h'");

        assertThat(notices.list(OURS, 10)).isEmpty();
    }

    private void host() {
        execute(
                "insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, node, limits, state, created_at) values ('h', 'default', 'pve', 'proxmox', 'x', 22, 'root', '{}', '', 'pve', '{}', 'connected', 0)");
    }

    @Test
    void anUnknownNoticeOrAnotherTenantsIsNotFound() {
        job("tenant-b", "theirs");

        for (var id : new String[] {"job-theirs", "job-none"}) {
            assertThatThrownBy(() -> notices.read(OURS, id)).satisfies(NoticesTest::notFound);
            assertThatThrownBy(() -> notices.delete(OURS, id)).satisfies(NoticesTest::notFound);
            assertThat(notices.find(OURS, id)).isEmpty();
        }
        assertThat(notices.readAll(OURS)).isZero();
        assertThat(notices.unread(new TenantId("tenant-b"))).isOne();
    }

    private static void notFound(Throwable failure) {
        assertThat(((SlipwayException) failure).problem().code()).isEqualTo(ProblemCode.NOTICE_NOT_FOUND);
    }

    @Test
    void allAreMarkedAtOnceAndADeletedOneReturnsWithNews() {
        job("default", "a");
        job("default", "b");

        assertThat(notices.readAll(OURS)).isEqualTo(2);
        assertThat(notices.unread(OURS)).isZero();
        notices.delete(OURS, "job-a");
        assertThat(only().entity()).isEqualTo("b");

        execute("update job set state = 'failed', ended_at = 9 where id = 'a'");
        assertThat(notices.listUnread(OURS, 10)).extracting(Notice::id).containsExactly("job-a");
    }

    @Test
    void whatHasNoNewsForThirtyDaysGoesUnlessItWaits() {
        var now = Instant.now();
        job("default", "done");
        job("default", "waits");
        execute("update job set state = 'succeeded', ended_at = ? where id = 'done'", now.toEpochMilli());

        assertThat(notices.sweep(now.plus(Duration.ofDays(29)))).isZero();
        assertThat(notices.sweep(now.plus(Duration.ofDays(31)))).isOne();
        assertThat(only().entity()).isEqualTo("waits");
    }
}
