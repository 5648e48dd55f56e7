package io.slipway.server.artifact;

import io.slipway.server.artifact.ArtifactStore.Received;
import io.slipway.server.base.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rows of the store's files, which are the journal of what is done to the files. */
final class ObjectsSql {
    private ObjectsSql() {}

    /** A file that was being received. */
    record Upload(String id, Optional<String> digest) {}

    /** A file that was being removed. */
    record Removal(TenantId tenant, String digest) {}

    static int beginUpload(Handle handle, TenantId tenant, String id, Instant now) {
        return handle.createUpdate(
                        "insert into artifact_upload (id, tenant_id, started_at) values (:id, :tenant, :now)")
                .bind("id", id)
                .bind("tenant", tenant.value())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    static int nameUpload(Handle handle, String id, String digest) {
        return handle.createUpdate("update artifact_upload set digest = :digest where id = :id")
                .bind("digest", digest)
                .bind("id", id)
                .execute();
    }

    static int endUpload(Handle handle, String id) {
        return handle.createUpdate("delete from artifact_upload where id = :id")
                .bind("id", id)
                .execute();
    }

    static int stored(Handle handle, TenantId tenant, String id, Received file, Instant now) {
        handle.createUpdate("""
                        insert into artifact_object (tenant_id, digest, bytes_len, state, stored_at)
                        values (:tenant, :digest, :size, 'stored', :now)
                        on conflict (tenant_id, digest) do update set state = 'stored', stored_at = excluded.stored_at
                        """)
                .bind("tenant", tenant.value())
                .bind("digest", file.digest())
                .bind("size", file.size())
                .bind("now", now.toEpochMilli())
                .execute();
        return endUpload(handle, id);
    }

    /** Over all tenants, for the start. */
    static List<Upload> uploads(Handle handle) {
        return handle.createQuery("select id, digest from artifact_upload order by id")
                .map((row, context) -> new Upload(row.getString(1), Optional.ofNullable(row.getString(2))))
                .list();
    }

    /** Over all tenants, for the start. */
    static List<Removal> removing(Handle handle) {
        return handle.createQuery("select tenant_id, digest from artifact_object where state = 'removing'")
                .map((row, context) -> new Removal(new TenantId(row.getString(1)), row.getString(2)))
                .list();
    }

    /** Whether any tenant has a row of the file. */
    static boolean anyone(Handle handle, String digest) {
        return handle.createQuery("select count(*) from artifact_object where digest = :digest")
                        .bind("digest", digest)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    static boolean othersKeep(Handle handle, TenantId tenant, String digest) {
        return handle.createQuery("""
                                select count(*) from artifact_object
                                where digest = :digest and not (tenant_id = :tenant and state = 'removing')
                                """)
                        .bind("digest", digest)
                        .bind("tenant", tenant.value())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    static Optional<Long> size(Handle handle, TenantId tenant, String digest) {
        return handle.createQuery("""
                        select bytes_len from artifact_object
                        where tenant_id = :tenant and digest = :digest and state = 'stored'
                        """)
                .bind("tenant", tenant.value())
                .bind("digest", digest)
                .mapTo(Long.class)
                .findOne();
    }

    /** Marks a file for removal when no release of the tenant is made of it. */
    static boolean removeUnreleased(Handle handle, TenantId tenant, String digest) {
        return handle.createUpdate("""
                                update artifact_object set state = 'removing'
                                where tenant_id = :tenant and digest = :digest
                                  and not exists (select 1 from artifact_release
                                                  where tenant_id = :tenant and digest = :digest)
                                """)
                        .bind("tenant", tenant.value())
                        .bind("digest", digest)
                        .execute()
                > 0;
    }

    /** Marks for removal what was received before the moment and never released, over all tenants. */
    static int giveUp(Handle handle, Instant before) {
        return handle.createUpdate("""
                        update artifact_object set state = 'removing'
                        where stored_at < :before
                          and not exists (select 1 from artifact_release r where r.tenant_id = artifact_object.tenant_id
                                          and r.digest = artifact_object.digest)
                        """).bind("before", before.toEpochMilli()).execute();
    }

    static int forget(Handle handle, TenantId tenant, String digest) {
        return handle.createUpdate(
                        "delete from artifact_object where tenant_id = :tenant and digest = :digest and state = 'removing'")
                .bind("tenant", tenant.value())
                .bind("digest", digest)
                .execute();
    }
}
