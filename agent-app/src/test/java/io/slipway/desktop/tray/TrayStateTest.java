package io.slipway.desktop.tray;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.shell.Place;
import io.slipway.desktop.tray.TrayState.Attention;
import io.slipway.desktop.tray.TrayState.Busy;
import io.slipway.desktop.tray.TrayState.Idle;
import io.slipway.desktop.tray.TrayState.Offline;
import io.slipway.desktop.tray.TrayState.Reason;
import io.slipway.desktop.watch.Work;
import io.slipway.server.health.Warning;
import io.slipway.server.job.OpenRun;
import io.slipway.server.vault.VaultState;
import io.slipway.server.workflow.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F180")
class TrayStateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    /** A day of an operator: what happens, and what the icon says then. */
    @Test
    void theIconFollowsTheFactsFromStartToQuit() {
        var day = new Day();

        day.server(Work.Server.STARTING).says(new Offline(Reason.STARTING));
        day.server(Work.Server.RUNNING).vault(VaultState.NEW).says(new Offline(Reason.NEW));
        day.vault(VaultState.LOCKED).says(new Offline(Reason.LOCKED));
        day.vault(VaultState.UNLOCKED).says(new Idle());
        day.runs(RunState.READY, RunState.RUNNING, RunState.WAITING).says(new Busy(3));
        day.intake(Work.Intake.PAUSED).says(new Busy(3));
        day.vault(VaultState.LOCKED).says(new Attention(1));
        day.vault(VaultState.UNLOCKED).says(new Busy(3));
        day.runs(RunState.RUNNING, RunState.PARKED, RunState.NEEDS_ATTENTION).says(new Attention(2));
        day.runs().says(new Offline(Reason.PAUSED));
        day.intake(Work.Intake.OPEN).says(new Idle());
        day.warning("host-key-changed-pve1", Warning.Severity.DEGRADED).says(new Attention(1));
        day.warning("vault-locked", Warning.Severity.BLOCKING).says(new Idle());
        day.warning("lan-address-added", Warning.Severity.NOTICE).says(new Idle());
        day.vault(VaultState.LOST).says(new Attention(1));
        day.server(Work.Server.STOPPED).says(new Offline(Reason.STOPPED));
    }

    @Test
    void everyCombinationOfFactsHasTheStateOfItsWorstFact() {
        for (var server : Work.Server.values()) {
            for (var vault : VaultState.values()) {
                for (var intake : Work.Intake.values()) {
                    for (int bits = 0; bits < 16; bits++) {
                        check(new TrayFacts(
                                server,
                                vault,
                                intake,
                                bits & 1,
                                bits >> 1 & 1,
                                bits >> 2 & 1,
                                bits >> 3 & 1,
                                new Place.Overview(),
                                List.of(),
                                false));
                    }
                }
            }
        }
    }

    private static void check(TrayFacts facts) {
        var state = TrayState.of(facts);

        boolean running = facts.server() == Work.Server.RUNNING;
        boolean waits = facts.needsYou() + facts.warnings() > 0
                || facts.vault() == VaultState.LOST
                || facts.vault() == VaultState.LOCKED && facts.building() + facts.deleting() > 0;
        assertThat(state instanceof Attention).as("%s", facts).isEqualTo(running && waits);
        if (!running) {
            assertThat(state).as("%s", facts).isInstanceOf(Offline.class);
        }
        if (state instanceof Busy busy) {
            assertThat(facts.vault()).isEqualTo(VaultState.UNLOCKED);
            assertThat(busy.count()).isEqualTo(facts.building() + facts.deleting());
        }
        if (state instanceof Idle) {
            assertThat(facts.intake()).isEqualTo(Work.Intake.OPEN);
            assertThat(facts.vault()).isEqualTo(VaultState.UNLOCKED);
        }
    }

    @Test
    void theFirstLineLeadsToWhatWaitsForTheOperator() {
        var day = new Day();
        day.server(Work.Server.RUNNING).vault(VaultState.UNLOCKED);

        assertThat(day.runs(RunState.RUNNING).facts().first()).isEqualTo(new Place.Vms(Optional.of("vm-0")));
        assertThat(day.runs(RunState.RUNNING, RunState.PARKED).facts().first())
                .isEqualTo(new Place.Jobs(Optional.of("job")));
        assertThat(day.runs(RunState.RUNNING).vault(VaultState.LOCKED).facts().first())
                .isEqualTo(new Place.Settings(Optional.of("vault")));
        assertThat(day.runs().vault(VaultState.UNLOCKED).facts().first()).isEqualTo(new Place.Overview());
    }

    @Test
    void whatIsBuiltAndWhatIsDeletedAreCountedApart() {
        var work = new Work(
                Work.Server.RUNNING,
                VaultState.UNLOCKED,
                Work.Intake.OPEN,
                List.of(
                        new OpenRun("r1", "j1", "provision_vm", "PC-01", RunState.RUNNING),
                        new OpenRun("r2", "j2", "delete_vm", "PC-02", RunState.WAITING)),
                Map.of(),
                List.of(),
                List.of());

        var facts = TrayFacts.of(work, false);

        assertThat(facts.building()).isEqualTo(1);
        assertThat(facts.deleting()).isEqualTo(1);
    }

    /** Facts that change one by one. */
    private static final class Day {
        private Work.Server server = Work.Server.STARTING;
        private VaultState vault = VaultState.LOCKED;
        private Work.Intake intake = Work.Intake.OPEN;
        private List<OpenRun> runs = List.of();
        private List<Warning> warnings = List.of();

        Day server(Work.Server now) {
            server = now;
            return this;
        }

        Day vault(VaultState now) {
            vault = now;
            return this;
        }

        Day intake(Work.Intake now) {
            intake = now;
            return this;
        }

        Day runs(RunState... states) {
            var now = new ArrayList<OpenRun>();
            for (int i = 0; i < states.length; i++) {
                now.add(new OpenRun("run-" + i, "job", "provision_vm", "PC-" + i, states[i]));
            }
            runs = now;
            return this;
        }

        Day warning(String name, Warning.Severity severity) {
            warnings = List.of(new Warning(name, severity, "It is so.", NOW));
            return this;
        }

        TrayFacts facts() {
            return TrayFacts.of(
                    new Work(server, vault, intake, runs, Map.of("run-0", "vm-0"), List.of(), warnings), false);
        }

        void says(TrayState state) {
            assertThat(TrayState.of(facts())).isEqualTo(state);
        }
    }
}
