package io.slipway.server.artifact;

import io.slipway.server.base.TenantId;
import io.slipway.server.lease.LeasesSql;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Whether a link still counts. */
final class DownloadsSql {
    private DownloadsSql() {}

    /** The release of a link, empty when it or the link's lease is over. The lease names the tenant. */
    static Optional<Release> release(Handle handle, DownloadLink link, Instant now) {
        return handle.createQuery("select tenant_id from lease where id = :lease")
                .bind("lease", link.leaseId())
                .mapTo(String.class)
                .findOne()
                .map(TenantId::new)
                .filter(tenant -> LeasesSql.byId(handle, tenant, link.leaseId())
                        .filter(lease -> lease.status(now).equals("active"))
                        .isPresent())
                .flatMap(tenant -> ReleasesSql.byId(handle, tenant, link.releaseId()))
                .filter(release -> release.status() == ReleaseStatus.ACTIVE
                        && release.digest().equals(link.digest()));
    }
}
