package io.slipway.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.TenantId;
import io.slipway.server.guest.GuestRig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guest can do to the trail of downloads by asking often. */
@Tag("F144")
class AttemptTrailTest {
    private static final Optional<String> NOISY = Optional.of(GuestRig.VM);
    private static final Optional<String> QUIET = Optional.of(GuestRig.OTHER_VM);

    @TempDir
    Path folder;

    private GuestRig rig;

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Attempt attempt(Optional<String> vm, String result) {
        return new Attempt(
                0,
                "resolve_denied",
                result,
                "OK",
                vm,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "192.0.2.1",
                Optional.empty(),
                rig.clock.instant());
    }

    private void write(TenantId tenant, int times, Optional<String> vm, String result) {
        rig.database.write(handle -> {
            for (int i = 0; i < times; i++) {
                AttemptsSql.insert(handle, tenant, attempt(vm, result));
            }
            return true;
        });
    }

    private List<String> kept() {
        return rig.column("""
                select tenant_id || ' ' || coalesce(vm_uuid, '-') || ' ' || result || ' ' || count(*) from artifact_audit
                group by tenant_id, vm_uuid, result order by tenant_id, vm_uuid, result""");
    }

    @Test
    void noiseOfOneVmTakesAwayNoRowOfAnotherAndNoneOfWhatItWasGiven() {
        var other = new TenantId("other");
        write(TenantId.DEFAULT, 3, QUIET, Attempt.DENIED);
        write(other, 2, NOISY, Attempt.DENIED);
        write(TenantId.DEFAULT, 1, NOISY, Attempt.ALLOWED);
        write(TenantId.DEFAULT, 1, Optional.empty(), Attempt.DENIED);

        write(TenantId.DEFAULT, 2 * AttemptsSql.MOST_OF_VM, NOISY, Attempt.DENIED);
        write(TenantId.DEFAULT, 10, NOISY, Attempt.ERROR);

        assertThat(kept())
                .containsExactly(
                        "default - denied 1",
                        "default " + GuestRig.VM + " allowed 1",
                        "default " + GuestRig.VM + " denied " + (AttemptsSql.MOST_OF_VM - 10),
                        "default " + GuestRig.VM + " error 10",
                        "default " + GuestRig.OTHER_VM + " denied 3",
                        "other " + GuestRig.VM + " denied 2");
        assertThat(rig.column("select max(seq) - min(seq) + 1 from artifact_audit where vm_uuid = '" + GuestRig.VM
                        + "' and tenant_id = 'default' and result <> 'allowed'"))
                .as("the newest stay")
                .containsExactly("" + AttemptsSql.MOST_OF_VM);
    }

    @Test
    void strangersHaveTheirOwnRoomAndOldRowsGo() {
        write(TenantId.DEFAULT, 5, QUIET, Attempt.DENIED);
        write(TenantId.DEFAULT, 20, Optional.empty(), Attempt.DENIED);

        rig.database.write(handle -> {
            AttemptsSql.prune(handle, Instant.EPOCH, 7);
            return true;
        });
        assertThat(kept()).containsExactly("default - denied 7", "default " + GuestRig.OTHER_VM + " denied 5");

        rig.clock.advance(AttemptsSql.LONGEST.plusDays(1));
        write(TenantId.DEFAULT, 256, NOISY, Attempt.ALLOWED);
        assertThat(kept()).containsExactly("default " + GuestRig.VM + " allowed 256");
    }
}
