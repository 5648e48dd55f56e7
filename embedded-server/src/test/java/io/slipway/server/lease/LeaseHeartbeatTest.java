package io.slipway.server.lease;

import static io.slipway.server.guest.GuestRig.ADMIN;
import static io.slipway.server.guest.GuestRig.ANNA;
import static io.slipway.server.guest.GuestRig.BERT;
import static io.slipway.server.guest.GuestRig.VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.Caller;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.GuestRig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lease is kept alive only as long as it would be issued again. */
@Tag("F142")
class LeaseHeartbeatTest {
    private static final Duration HALF = LeaseTerm.DEFAULT.length().dividedBy(2);

    @TempDir
    Path folder;

    private GuestRig rig;
    private Licence licence = Licence.local();
    private Leases leases;
    private Lease lease;

    @BeforeEach
    void open() {
        rig = new GuestRig(folder);
        leases = new Leases(rig.database, tenant -> licence, LeaseTerm.DEFAULT, rig.ids, rig.clock, new SecureRandom());
        change(
                "insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, node, limits, state,"
                        + " created_at) values ('h', 'default', 'h', 'pve', 'h', 22, 'root', '{}', '', 'h', '{}', 'ready', 0)");
        change("insert into vm (id, tenant_id, user_id, host_id, vm_uuid, name, state, addresses, metadata, created_at)"
                + " values ('v', 'default', 'anna', 'h', '" + VM + "', 'v', 'present', '[]', '{}', 0)");
        lease = leases.issue(ANNA, new LeaseOrder(VM, "agent", "runner", "app", Optional.empty(), Optional.empty()))
                .lease();
        rig.clock.advance(HALF);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void change(String sql) {
        rig.database.write(handle -> handle.execute(sql));
    }

    private ProblemCode refused(Caller caller) {
        var before = rig.column("select expires_at || coalesce(heard_at, '') from lease");
        var thrown = catchThrowableOfType(SlipwayException.class, () -> leases.heartbeat(caller, lease.id()));
        assertThat(thrown).as("nothing thrown").isNotNull();
        assertThat(rig.column("select expires_at || coalesce(heard_at, '') from lease"))
                .as("nothing changed")
                .isEqualTo(before);
        return thrown.problem().code();
    }

    @Test
    void aLeaseOfALivingVmUnderALicenceThatCountsLivesOn() {
        var later = leases.heartbeat(ANNA, lease.id());

        assertThat(later.expiresAt()).isEqualTo(lease.expiresAt().plus(HALF));
        assertThat(leases.heartbeat(ADMIN, lease.id()).heardAt()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state = 'gone' | VM_NOT_REGISTERED",
                "state = 'failed' | VM_INACTIVE",
                "state = 'deleting' | VM_INACTIVE",
                "metadata = '{\"registration\":{\"status\":\"disabled\"}}' | VM_INACTIVE",
                "user_id = 'bert' | VM_OWNER_MISMATCH",
                "vm_uuid = '" + GuestRig.OTHER_VM + "' | VM_NOT_REGISTERED"
            })
    void aLeaseOfAVmThatIsGoneClosedOrSomebodyElsesEnds(String change, ProblemCode code) {
        change("update vm set " + change);

        assertThat(refused(ANNA)).isEqualTo(code);
        assertThat(refused(ADMIN)).isEqualTo(code);
        assertThat(refused(BERT)).isEqualTo(ProblemCode.LEASE_OWNER_MISMATCH);
    }

    @Test
    void aLeaseEndsWithItsLicence() {
        licence = new Licence(true, Optional.of(rig.clock.instant().plusSeconds(1)), Set.of("app"));
        assertThat(leases.heartbeat(ANNA, lease.id()).expiresAt()).isAfter(lease.expiresAt());
        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(refused(ANNA)).isEqualTo(ProblemCode.LICENSE_INACTIVE);

        licence = new Licence(false, Optional.empty(), Set.of("*"));
        assertThat(refused(ANNA)).isEqualTo(ProblemCode.LICENSE_INACTIVE);
        licence = new Licence(true, Optional.empty(), Set.of());
        assertThat(refused(ANNA)).isEqualTo(ProblemCode.ENTITLEMENT_REQUIRED);
        licence = new Licence(true, Optional.empty(), Set.of("other"));
        assertThat(refused(ADMIN)).isEqualTo(ProblemCode.MODULE_NOT_ALLOWED);
    }
}
