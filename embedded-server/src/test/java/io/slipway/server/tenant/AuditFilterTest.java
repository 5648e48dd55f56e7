package io.slipway.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.GuestRig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFilterTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final int MANY = 100_000;

    @TempDir
    Path folder;

    private GuestRig rig;
    private AuditLog log;

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        log = new AuditLog(rig.database);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void note(String actor, String action, String object, Map<String, String> detail, String outcome) {
        var caller = new Caller(TenantId.DEFAULT, actor, Caller.Role.ADMIN);
        log.append(new AuditEntry(rig.ids.next(), caller, action, object, detail, NOW, outcome));
    }

    private List<String> found(AuditFilter.More more) {
        return log.list(TenantId.DEFAULT, AuditFilter.newest(50).with(more)).stream()
                .map(row -> row.action() + " " + row.outcome())
                .toList();
    }

    @Test
    void aBeginningIsLeftOutOnlyWhenItsOwnEndIsThere() {
        note("anna", "api.POST /x", "1", Map.of("correlation", "a"), "started");
        note("anna", "api.POST /x", "1", Map.of("correlation", "b"), "started");
        note("anna", "api.POST /x", "1", Map.of("correlation", "a"), "ok");

        assertThat(found(new AuditFilter.More(List.of(), List.of(), true)))
                .containsExactly("api.POST /x ok", "api.POST /x started");
        assertThat(found(new AuditFilter.More(List.of(), List.of(), false))).hasSize(3);
    }

    @Test
    void oneOfSeveralPatternsAndOneOfSeveralObjectsSuffices() {
        note("anna", "api.POST /api/v1/hosts", "h-1", Map.of(), "ok");
        note("anna", "host.repin", "h-1", Map.of(), "ok");
        note("vm:v-1", "guest-token.used", "t-1", Map.of(), "ok");
        note("anna", "secret.use", "s-1", Map.of(), "ok");

        assertThat(found(new AuditFilter.More(List.of("*/hosts*", "host.*"), List.of(), true)))
                .containsExactly("host.repin ok", "api.POST /api/v1/hosts ok");
        assertThat(found(new AuditFilter.More(List.of(), List.of("s-1", "v-1"), true)))
                .containsExactly("secret.use ok", "guest-token.used ok");
        assertThat(found(new AuditFilter.More(List.of("nothing"), List.of(), true)))
                .isEmpty();
    }

    @Test
    void aHundredThousandLinesAreReadPageByPageEachOnceAndTheLastAsFastAsTheFirst() {
        rig.database.write(handle -> {
            // The chain is not what is looked at here; each line would take its hash.
            handle.execute("drop trigger audit_only_next");
            return handle.execute("""
                    with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
                    insert into audit (seq, id, tenant_id, actor, action, object, outcome, detail, at, previous, hash)
                    select i, 'id' || i, ?, 'anna', iif(i % 2, 'api.POST /ui/vms/{vm}/stop', 'secret.use'), 'o' || (i / 2),
                           iif(i % 3, 'ok', 'started'), '{}', i, '', '' from n""", MANY, TenantId.DEFAULT.value());
        });
        var filter = AuditFilter.newest(1000).with(new AuditFilter.More(List.of(), List.of(), false));
        var seen = new HashSet<Long>();
        var slowest = new ArrayList<Duration>();
        Optional<Long> before = Optional.empty();
        do {
            var page = new AuditFilter(
                    1000,
                    before,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    filter.more());
            long began = System.nanoTime();
            var rows = log.list(TenantId.DEFAULT, page);
            slowest.add(Duration.ofNanos(System.nanoTime() - began));
            rows.forEach(row -> assertThat(seen.add(row.seq())).isTrue());
            before = rows.isEmpty()
                    ? Optional.empty()
                    : Optional.of(rows.getLast().seq());
        } while (before.isPresent());

        assertThat(seen).hasSize(MANY);
        assertThat(slowest).allMatch(span -> span.compareTo(Duration.ofSeconds(2)) < 0);
    }

    @Test
    void whatTheLastCheckFoundIsKeptInMind() {
        assertThat(log.checked()).isEmpty();
        note("anna", "secret.use", "1", Map.of(), "ok");

        var verdict = log.verify(NOW);

        assertThat(verdict.intact()).isTrue();
        assertThat(log.checked()).contains(new AuditLog.Checked(verdict, NOW));
    }
}
