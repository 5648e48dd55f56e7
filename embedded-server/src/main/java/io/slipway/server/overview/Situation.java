package io.slipway.server.overview;

import io.slipway.server.base.TenantId;
import io.slipway.server.health.Health;
import io.slipway.server.health.Warning;
import io.slipway.server.host.HostStanding;
import io.slipway.server.host.Hosts;
import io.slipway.server.job.Jobs;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultState;
import java.time.Instant;
import java.util.List;

/**
 * How the whole stands: what goes on, and all that may need the operator.
 *
 * @param failed the newest run of each VM that failed
 * @param now when this was read
 */
public record Situation(
        List<RunGlance> underWay,
        List<RunGlance> failed,
        UsualTimes usual,
        List<HostStanding> hosts,
        List<Warning> warnings,
        VaultState vault,
        Instant now) {

    public Situation {
        underWay = List.copyOf(underWay);
        failed = List.copyOf(failed);
        hosts = List.copyOf(hosts);
        warnings = List.copyOf(warnings);
    }

    /** The services that know all this. */
    public record Sources(Jobs jobs, Hosts hosts, Health health, Vault vault) {}

    /** Reads; blocks. Asks no host. */
    public static Situation read(Sources sources, TenantId tenant, Instant now) {
        var board = sources.jobs().board();
        return new Situation(
                board.underWay(tenant),
                board.failed(tenant, now),
                board.usual(tenant, now),
                sources.hosts().trust().standings(tenant),
                sources.health().warnings().list(),
                sources.vault().status().state(),
                now);
    }
}
