package io.slipway.server.compat;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of document 004. Thread-safe.
 *
 * <p>A node whose job has ended is brought up to date by {@link NodeSettlementSql} in the transaction that ends the job, and
 * by every look at it as well, so that it does not matter whether anybody still waits (requirements H20).
 */
public final class Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final NodesSql sql;
    private final Ids ids;
    private final InstantSource clock;

    public Nodes(Database database, Ids ids, InstantSource clock) {
        this.sql = new NodesSql(database);
        this.ids = ids;
        this.clock = clock;
    }

    /** All nodes, or those of one application, oldest first. */
    public List<Node> list(TenantId tenant, Optional<String> applicationId) {
        sql.settleAll(tenant, clock.instant());
        return sql.list(tenant, applicationId);
    }

    /** @throws io.slipway.server.base.SlipwayException NODE_NOT_FOUND */
    public Node require(TenantId tenant, String id) {
        sql.settleAll(tenant, clock.instant());
        return sql.find(tenant, id)
                .orElseThrow(() -> Problem.of(ProblemCode.NODE_NOT_FOUND, "There is no node " + id + ".")
                        .exception());
    }

    /** Makes a record; without a VM it is pending. */
    public Node create(TenantId tenant, NodeChange wanted, String name) {
        var now = clock.instant();
        var status = wanted.status().orElse(wanted.vmId().isPresent() ? Node.RUNNING : Node.PENDING);
        var node = new Node(
                ids.next(),
                wanted.applicationId(),
                name,
                wanted.templateId(),
                wanted.vmId(),
                wanted.hypervisorId(),
                wanted.ipAddress(),
                status,
                Optional.empty(),
                now,
                now);
        sql.insert(tenant, node);
        return node;
    }

    /** Changes parts of a record; a change to what it is already changes nothing, not even its time. */
    public Node update(TenantId tenant, String id, NodeChange change) {
        require(tenant, id);
        sql.change(tenant, id, change, clock.instant());
        return require(tenant, id);
    }

    /**
     * Forgets a record without a VM.
     *
     * @throws io.slipway.server.base.SlipwayException NODE_NOT_FOUND; WRONG_STATE when it has a VM or is getting one
     */
    public void delete(TenantId tenant, String id) {
        var node = require(tenant, id);
        if (node.vmId().isPresent() || node.status().equals(Node.PROVISIONING)) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The node " + node.name() + " has a VM or is getting one.",
                            "Delete the VM first.")
                    .exception();
        }
        sql.delete(tenant, id);
    }

    /** Joins a node to the job that makes its VM. */
    public void attach(TenantId tenant, String id, String jobId) {
        sql.attach(tenant, id, jobId, clock.instant());
    }

    /** The same for a job that stands already, whatever becomes of the note: a failure is logged. */
    public void attachOrdered(TenantId tenant, String id, String jobId) {
        try {
            attach(tenant, id, jobId);
        } catch (RuntimeException e) {
            LOG.warn("job {} was ordered, but could not be noted at node {}", jobId, id, e);
        }
    }
}
