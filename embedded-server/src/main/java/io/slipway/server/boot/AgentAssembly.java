package io.slipway.server.boot;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.compat.NodeSettlementSql;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.TokenLifetime;
import io.slipway.server.health.Health;
import io.slipway.server.health.Warnings;
import io.slipway.server.host.HostPasswords;
import io.slipway.server.host.Hosts;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.JobLog;
import io.slipway.server.job.JobSql;
import io.slipway.server.job.Jobs;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.Profiles;
import io.slipway.server.provision.Deletion;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.provision.OrderVault;
import io.slipway.server.provision.ProvisionSteps;
import io.slipway.server.provision.Provisioning;
import io.slipway.server.provision.StepParts;
import io.slipway.server.ssh.SshConnector;
import io.slipway.server.ssh.SshLimits;
import io.slipway.server.store.Database;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.vault.FileKeyProtector;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.Vault;
import io.slipway.server.web.admin.AdminParts;
import io.slipway.server.workflow.Engine;
import io.slipway.server.workflow.Runs;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running agent: database, vault, hosts, workflow and listeners, opened in this order and closed in reverse.
 *
 * <p>Opening it takes over what an earlier process left unfinished.
 */
public final class AgentAssembly implements AutoCloseable {
    private final Lifecycle lifecycle = new Lifecycle();
    private final Parts parts;
    private final AdminListener admin;

    /** The started services. */
    public record Parts(
            AgentConfig config,
            Ids ids,
            InstantSource clock,
            Redactor redactor,
            Database database,
            Vault vault,
            OperatorSecrets secrets,
            ApiTokens apiTokens,
            Health health,
            LocalCa localCa,
            GuestTokens guestTokens,
            GuestReports guestReports,
            GuestEndpoints guestEndpoints,
            Profiles profiles,
            Playbooks playbooks,
            Hosts hosts,
            Engine engine,
            Jobs jobs,
            Vms vms,
            OrderVault orderVault,
            Provisioning provisioning,
            Deletion deletion,
            SshConnector ssh) {
        /** The program's version. */
        static String version() {
            var own = AgentAssembly.class.getPackage().getImplementationVersion();
            return own == null ? "development" : own;
        }
    }

    private AgentAssembly(AgentConfig config, Redactor redactor) {
        try {
            this.parts = assemble(config, redactor);
            this.admin = lifecycle.add(AdminListener.start(adminParts(parts), config.adminPort()));
        } catch (RuntimeException | Error e) {
            lifecycle.close();
            throw e;
        }
    }

    /**
     * Starts an agent on a data folder.
     *
     * @throws io.slipway.server.base.SlipwayException DATA_FOLDER_IN_USE, CONFIG_ERROR
     */
    public static AgentAssembly open(AgentConfig config) {
        return open(config, new Redactor());
    }

    /** As {@link #open(AgentConfig)} with the redactor that already cleans the program's log. */
    public static AgentAssembly open(AgentConfig config, Redactor redactor) {
        return new AgentAssembly(config, redactor);
    }

    public Parts parts() {
        return parts;
    }

    /** The loopback port of the admin API. */
    public int adminPort() {
        return admin.port();
    }

    private static AdminParts adminParts(Parts parts) {
        return new AdminParts(
                Parts.version(),
                parts.config().dataFolder(),
                parts.ids(),
                parts.clock(),
                parts.database(),
                parts.vault(),
                parts.secrets(),
                parts.redactor(),
                parts.apiTokens(),
                parts.health(),
                parts::guestEndpoints,
                parts.hosts(),
                parts.jobs(),
                parts.vms(),
                parts.provisioning(),
                parts.deletion(),
                parts.orderVault(),
                parts.guestTokens(),
                parts.guestReports(),
                parts.profiles(),
                parts.playbooks(),
                host -> PveFactory.connection(parts.ssh(), parts.hosts().access(host)));
    }

    private Parts assemble(AgentConfig config, Redactor redactor) {
        var clock = InstantSource.system();
        var random = new SecureRandom();
        var ids = new Ids(clock, random);
        var database = lifecycle.add(SqliteDatabase.open(config.dataFolder()));
        var vault = Vault.open(new FileKeyProtector(config.dataFolder()), database, ids, clock, random);
        var warnings = new Warnings(clock);
        var tokens =
                GuestTokens.open(database, vault, ids, clock, TokenLifetime.of(config.environment(), Optional.empty()));
        var reports = new GuestReports(database, tokens, ids, clock, redactor);
        var ca = LocalCa.open(config.dataFolder(), vault.files(), clock, random);
        var endpoints = lan(config, ca, ids, tokens, reports);
        var ssh = new SshConnector(SshLimits.USUAL, redactor);
        var secrets = new OperatorSecrets(database, vault.box(), ids, clock, random, redactor);
        var passwords = new HostPasswords(secrets, vault.secrets());
        var hosts = lifecycle.add(new Hosts(database, passwords, new PveFactory(ssh, config.pve(), clock), ids, clock));
        hosts.movePasswords();
        var profiles = new Profiles(database, new ProfileSeal(vault.box()), ids, clock);
        var playbooks = new Playbooks(database, ids, clock);
        var orderVault = new OrderVault(vault.secrets(), redactor);
        var jobSql = new JobSql(database);
        var ended = new NodeSettlementSql(jobSql);
        var jobLog = lifecycle.add(new JobLog(jobSql, redactor, clock));
        var started = new AtomicReference<Engine>();
        var steps = ProvisionSteps.catalog(new StepParts(
                database,
                hosts,
                orderVault,
                tokens,
                reports,
                () -> endpoints,
                random,
                name -> wakeOne(started, name),
                config.addressPause()));
        var engine = lifecycle.add(Engine.start(
                new Engine.Parts(database, steps, jobLog, ended, config.probe(), clock, random, config.workers())));
        started.set(engine);
        reports.addListener(event -> event.runId().ifPresent(engine::wake));
        var jobs = new Jobs(jobSql, new Runs(database, clock, ended), engine);
        var vms = new Vms(database);
        var provisioning = new Provisioning(new Provisioning.Parts(
                database,
                hosts,
                new StoredCatalog(profiles, playbooks),
                orderVault,
                jobSql,
                jobs,
                engine,
                ids,
                clock,
                random));
        return new Parts(
                config,
                ids,
                clock,
                redactor,
                database,
                vault,
                secrets,
                new ApiTokens(database, ids, clock, random),
                Health.of(warnings, database),
                ca,
                tokens,
                reports,
                endpoints,
                profiles,
                playbooks,
                hosts,
                engine,
                jobs,
                vms,
                orderVault,
                provisioning,
                new Deletion(database, hosts, vms, engine, ids, clock),
                ssh);
    }

    /** A slot freed before the engine's own reference is set: its first look at the store finds the waiting run anyway. */
    private static void wakeOne(AtomicReference<Engine> started, String name) {
        var engine = started.get();
        if (engine != null) {
            engine.wakeOne(name);
        }
    }

    private GuestEndpoints lan(AgentConfig config, LocalCa ca, Ids ids, GuestTokens tokens, GuestReports reports) {
        if (config.lan().isEmpty()) {
            return new GuestEndpoints(List.of(), ca.pins(), Optional.empty(), false);
        }
        return lifecycle
                .add(LanListener.start(config.lan().get(), ca, ids, tokens, reports, config.vmLimits()))
                .endpoints();
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
