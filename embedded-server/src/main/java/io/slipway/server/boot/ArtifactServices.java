package io.slipway.server.boot;

import io.slipway.server.artifact.Artifacts;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.artifact.folder.FolderStore;
import io.slipway.server.base.Ids;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.lease.LeaseTerm;
import io.slipway.server.lease.Leases;
import io.slipway.server.lease.Licence;
import io.slipway.server.store.Database;
import io.slipway.server.vault.Vault;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Leases, artifacts and their links, over a folder of the data folder. */
public record ArtifactServices(Leases leases, Artifacts artifacts, Downloads downloads) {
    private static final String FOLDER = "artifacts";

    static ArtifactServices open(
            AgentConfig config,
            Database database,
            Vault vault,
            GuestTokens tokens,
            Ids ids,
            InstantSource clock,
            SecureRandom random) {
        var store = new FolderStore(config.dataFolder().resolve(FOLDER));
        var term = LeaseTerm.of(config.environment());
        var leases = new Leases(database, tenant -> Licence.local(), term, ids, clock, random);
        return new ArtifactServices(
                leases,
                Artifacts.open(database, store, ids, clock),
                new Downloads(database, store, tokens, leases, vault, clock));
    }
}
