package io.slipway.server.artifact;

import io.slipway.server.base.TenantId;
import io.slipway.server.lease.Lease;
import io.slipway.server.lease.LeasesSql;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Whether a link still counts. */
final class DownloadsSql {
    private DownloadsSql() {}

    /** What a link stands for. */
    record Linked(Lease lease, Release release) {}

    /** The release and the lease of a link, empty when one of them is over. The lease names the tenant. */
    static Optional<Linked> linked(Handle handle, DownloadLink link, Instant now) {
        return handle.createQuery("select tenant_id from lease where id = :lease")
                .bind("lease", link.leaseId())
                .mapTo(String.class)
                .findOne()
                .map(TenantId::new)
                .flatMap(tenant -> LeasesSql.byId(handle, tenant, link.leaseId()))
                .filter(lease -> lease.status(now).equals("active"))
                .flatMap(lease -> ReleasesSql.byId(handle, lease.tenant(), link.releaseId())
                        .filter(release -> release.status() == ReleaseStatus.ACTIVE
                                && release.digest().equals(link.digest()))
                        .map(release -> new Linked(lease, release)));
    }
}
