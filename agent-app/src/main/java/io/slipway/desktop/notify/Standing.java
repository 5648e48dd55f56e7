package io.slipway.desktop.notify;

import io.slipway.desktop.shell.Place;
import io.slipway.desktop.watch.Work;
import io.slipway.server.health.Warning;
import io.slipway.server.job.OpenRun;
import io.slipway.server.vault.VaultState;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Conditions that wait for the operator beside jobs: warnings, a locked vault with work in front of it, a lost key. */
final class Standing {
    private static final String VAULT_WARNING = "vault-locked";

    private Standing() {}

    /** Those that hold, by a name that stays the same while they do. */
    static Map<String, Balloon> of(Work work, NotificationWords words) {
        var holding = new TreeMap<String, Balloon>();
        for (var warning : work.warnings()) {
            if (warning.severity() != Warning.Severity.NOTICE && !warning.name().equals(VAULT_WARNING)) {
                holding.put("warning " + warning.name(), words.warning(warning.text()));
            }
        }
        var vault = new Place.Settings(Optional.of("vault"));
        long waiting = work.open().stream()
                .filter(run -> !run.needsOperator())
                .map(OpenRun::runId)
                .distinct()
                .count();
        if (work.vault() == VaultState.LOST) {
            holding.put("vault lost", words.vaultLost(vault));
        } else if (work.vault() == VaultState.LOCKED && waiting > 0) {
            holding.put("vault locked", words.vaultLocked((int) waiting, vault));
        }
        return holding;
    }
}
