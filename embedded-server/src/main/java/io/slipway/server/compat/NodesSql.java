package io.slipway.server.compat;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@code node}. */
final class NodesSql {
    private final Database database;

    NodesSql(Database database) {
        this.database = database;
    }

    List<Node> list(TenantId tenant, Optional<String> applicationId) {
        return database.read(handle -> handle.createQuery("""
                        select * from node where tenant_id = :tenant and (:app is null or application_id = :app)
                        order by created_at, id""")
                .bind("tenant", tenant.value())
                .bind("app", applicationId.orElse(null))
                .map((rs, context) -> node(rs))
                .list());
    }

    Optional<Node> find(TenantId tenant, String id) {
        return database.read(handle -> handle.createQuery("select * from node where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((rs, context) -> node(rs))
                .findOne());
    }

    void insert(TenantId tenant, Node node) {
        database.write(handle -> handle.createUpdate("""
                        insert into node (id, tenant_id, application_id, name, template_id, vm_id, hypervisor_id, ip_address,
                                          status, created_at, updated_at)
                        values (:id, :tenant, :app, :name, :template, :vm, :hypervisor, :ip, :status, :at, :at)""")
                .bind("id", node.id())
                .bind("tenant", tenant.value())
                .bind("app", node.applicationId().orElse(null))
                .bind("name", node.name())
                .bind("template", node.templateId().orElse(null))
                .bind("vm", node.vmId().orElse(null))
                .bind("hypervisor", node.hypervisorId().orElse(null))
                .bind("ip", node.ipAddress().orElse(null))
                .bind("status", node.status())
                .bind("at", node.createdAt().toEpochMilli())
                .execute());
    }

    /** Touches the row only when something differs. */
    void change(TenantId tenant, String id, NodeChange change, Instant now) {
        database.write(handle -> handle.createUpdate("""
                        update node set application_id = coalesce(:app, application_id), name = coalesce(:name, name),
                            template_id = coalesce(:template, template_id), vm_id = coalesce(:vm, vm_id),
                            hypervisor_id = coalesce(:hypervisor, hypervisor_id), ip_address = coalesce(:ip, ip_address),
                            status = coalesce(:status, status), updated_at = :now
                        where tenant_id = :tenant and id = :id and not (
                            coalesce(:app, application_id, '') = coalesce(application_id, '')
                            and coalesce(:name, name) = name
                            and coalesce(:template, template_id, '') = coalesce(template_id, '')
                            and coalesce(:vm, vm_id, '') = coalesce(vm_id, '')
                            and coalesce(:hypervisor, hypervisor_id, '') = coalesce(hypervisor_id, '')
                            and coalesce(:ip, ip_address, '') = coalesce(ip_address, '')
                            and coalesce(:status, status) = status)""")
                .bind("app", change.applicationId().orElse(null))
                .bind("name", change.name().orElse(null))
                .bind("template", change.templateId().orElse(null))
                .bind("vm", change.vmId().orElse(null))
                .bind("hypervisor", change.hypervisorId().orElse(null))
                .bind("ip", change.ipAddress().orElse(null))
                .bind("status", change.status().orElse(null))
                .bind("now", now.toEpochMilli())
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute());
    }

    void delete(TenantId tenant, String id) {
        database.write(handle -> handle.execute("delete from node where tenant_id = ? and id = ?", tenant.value(), id));
    }

    void attach(TenantId tenant, String id, String jobId, Instant now) {
        database.write(handle -> {
            handle.createUpdate("""
                            update node set job_id = :job, status = 'provisioning', updated_at = :now
                            where tenant_id = :tenant and id = :id and (job_id is null or job_id <> :job)""")
                    .bind("job", jobId)
                    .bind("now", now.toEpochMilli())
                    .bind("tenant", tenant.value())
                    .bind("id", id)
                    .execute();
            // The job may have ended before anybody knew that it is this node's.
            return NodeSettlementSql.settle(handle, jobId, now);
        });
    }

    /** Brings nodes up to date whose job has ended; does nothing, and writes nothing, when there is none. */
    void settleAll(TenantId tenant, Instant now) {
        var due = database.read(handle -> handle.createQuery("""
                        select distinct n.job_id from node n join job j on j.id = n.job_id
                        where n.tenant_id = :tenant
                          and (n.status = 'provisioning' and j.state not in ('queued', 'running')
                               or n.status = 'pending' and n.vm_id is null and j.state = 'succeeded')""")
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .list());
        for (var job : due) {
            database.write(handle -> NodeSettlementSql.settle(handle, job, now));
        }
    }

    private static Node node(ResultSet rs) throws SQLException {
        return new Node(
                rs.getString("id"),
                Optional.ofNullable(rs.getString("application_id")),
                rs.getString("name"),
                Optional.ofNullable(rs.getString("template_id")),
                Optional.ofNullable(rs.getString("vm_id")),
                Optional.ofNullable(rs.getString("hypervisor_id")),
                Optional.ofNullable(rs.getString("ip_address")),
                rs.getString("status"),
                Optional.ofNullable(rs.getString("job_id")),
                Instant.ofEpochMilli(rs.getLong("created_at")),
                Instant.ofEpochMilli(rs.getLong("updated_at")));
    }
}
