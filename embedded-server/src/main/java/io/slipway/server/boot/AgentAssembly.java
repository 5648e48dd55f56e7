package io.slipway.server.boot;

import io.slipway.server.artifact.Downloads;
import io.slipway.server.backup.Backups;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.TenantId;
import io.slipway.server.compat.NodeSettlementSql;
import io.slipway.server.diagnose.Diagnostics;
import io.slipway.server.diagnose.Doctor;
import io.slipway.server.event.Events;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.TokenLifetime;
import io.slipway.server.health.Health;
import io.slipway.server.health.Warnings;
import io.slipway.server.host.HostNotes;
import io.slipway.server.host.HostPasswords;
import io.slipway.server.host.HostTrust;
import io.slipway.server.host.HostWatch;
import io.slipway.server.host.Hosts;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.JobLog;
import io.slipway.server.job.JobSql;
import io.slipway.server.job.Jobs;
import io.slipway.server.notice.Notices;
import io.slipway.server.profile.BoundProfiles;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.ProfileBindings;
import io.slipway.server.profile.Profiles;
import io.slipway.server.provision.Deletion;
import io.slipway.server.provision.DeletionEndedSql;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.provision.OrderVault;
import io.slipway.server.provision.PowerControl;
import io.slipway.server.provision.ProvisionSteps;
import io.slipway.server.provision.Provisioning;
import io.slipway.server.provision.StepParts;
import io.slipway.server.ssh.SshConnector;
import io.slipway.server.ssh.SshLimits;
import io.slipway.server.store.Database;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.Sessions;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.vault.AutoLock;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.Vault;
import io.slipway.server.web.LanControl;
import io.slipway.server.web.admin.AdminParts;
import io.slipway.server.workflow.Engine;
import io.slipway.server.workflow.Runs;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running agent: database, vault, hosts, workflow and listeners, opened in this order and closed in reverse.
 *
 * <p>Opening it takes over what an earlier process left unfinished. It starts with a locked or lost vault too: then the admin
 * listener serves, what needs a secret is refused, runs wait, and the port for VMs is closed until the vault opens.
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
            Backups backups,
            ApiTokens apiTokens,
            Sessions sessions,
            AuditLog auditLog,
            Health health,
            LanDoor lanDoor,
            GuestTokens guestTokens,
            GuestReports guestReports,
            ArtifactServices artifacts,
            Profiles profiles,
            Playbooks playbooks,
            Hosts hosts,
            Engine engine,
            Jobs jobs,
            Vms vms,
            OrderVault orderVault,
            Provisioning provisioning,
            Deletion deletion,
            SshConnector ssh,
            Diagnostics diagnostics,
            Events events,
            JobLog jobLog,
            Notices notices,
            HostWatch hostWatch,
            PowerControl powerControl) {
        /** The authority of the listener for VMs; only while the vault is open. */
        public LocalCa localCa() {
            return lanDoor.ca();
        }

        /** Steers the listener for VMs. */
        public LanControl lan() {
            return lanDoor;
        }

        /** How guests reach us at this moment. */
        public GuestEndpoints guestEndpoints() {
            return lanDoor.endpoints();
        }

        /** The program's version. */
        static String version() {
            var own = AgentAssembly.class.getPackage().getImplementationVersion();
            return own == null ? "development" : own;
        }
    }

    private AgentAssembly(AgentConfig config, Redactor redactor) {
        try {
            this.parts = assemble(config, redactor);
            this.admin = lifecycle.add(AdminListener.start(adminParts(parts), config.adminPort(), config.command()));
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
                parts.backups(),
                parts.redactor(),
                parts.apiTokens(),
                parts.sessions(),
                parts.auditLog(),
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
                parts.artifacts().leases(),
                parts.artifacts().artifacts(),
                parts.artifacts().downloads(),
                parts.profiles(),
                parts.playbooks(),
                host -> PveFactory.connection(parts.ssh(), parts.hosts().access(host)),
                parts.lan(),
                parts.diagnostics(),
                parts.events(),
                parts.jobLog(),
                parts.notices(),
                parts.hostWatch(),
                parts.powerControl());
    }

    private Parts assemble(AgentConfig config, Redactor redactor) {
        var clock = InstantSource.system();
        var random = new SecureRandom();
        var ids = new Ids(clock, random);
        var database = lifecycle.add(SqliteDatabase.open(config.dataFolder()));
        var events = lifecycle.add(Events.open(database, clock));
        var notices = new Notices(database);
        notices.sweep(clock.instant());
        var vault = lifecycle.add(Vault.open(config.vault(), database, ids, clock, random));
        var warnings = new Warnings(clock);
        var auditLog = new AuditLog(database);
        vault.listen(new AuditKeyFile(config.dataFolder(), vault.files(), auditLog, warnings, ids, clock, random));
        var watch = new AccessWatch(database, warnings, ids, clock);
        var access = new AccessKeyFile(config.dataFolder(), database, ids, clock, random).open();
        watch.look(access);
        var tokens =
                GuestTokens.open(database, vault, ids, clock, TokenLifetime.of(config.environment(), Optional.empty()));
        var reports = new GuestReports(database, tokens, ids, clock, redactor);
        var artifacts = ArtifactServices.open(config, database, vault, tokens, ids, clock, random);
        var door = lifecycle.add(lanDoor(
                config,
                vault,
                warnings,
                new LanParts(
                        database, ids, clock, random, redactor, tokens, reports, artifacts.downloads(), auditLog)));
        var ssh = new SshConnector(SshLimits.USUAL, redactor);
        var secrets = new OperatorSecrets(database, vault.box(), ids, clock, random, redactor);
        var passwords = new HostPasswords(secrets, vault.secrets());
        var hosts = lifecycle.add(new Hosts(
                database,
                vault.records(),
                passwords,
                new PveFactory(ssh, config.pve(), new HostNotes(database), clock),
                new HostTrust(database, vault.records(), warnings, ids, clock),
                ids,
                clock));
        var profiles =
                new Profiles(database, new ProfileSeal(vault.box()), ids, clock, redactor, ProfileBindings.of(secrets));
        var boundProfiles = new BoundProfiles(profiles, secrets);
        var playbooks = new Playbooks(database, ids, clock);
        var orderVault = new OrderVault(vault.secrets(), redactor);
        var jobSql = new JobSql(database);
        var ended = new DeletionEndedSql(new NodeSettlementSql(jobSql));
        var jobLog = lifecycle.add(new JobLog(jobSql, redactor, clock));
        var gate = new VaultGate();
        var started = new AtomicReference<Engine>();
        var steps = ProvisionSteps.catalog(new StepParts(
                database,
                hosts,
                orderVault,
                tokens,
                reports,
                door::endpoints,
                random,
                name -> wakeOne(started, name),
                config.addressPause()));
        var engine = lifecycle.add(Engine.start(new Engine.Parts(
                database, steps, jobLog, ended, gate, config.probe(), clock, random, config.workers())));
        started.set(engine);
        gate.whenOpened(engine::poke);
        hosts.trust().onCleared(host -> engine.wakeAll(StepParts.trustName(host.id())));
        reports.addListener(event -> event.runId().ifPresent(engine::wake));
        var jobs = new Jobs(jobSql, new Runs(database, clock, ended, gate), engine);
        jobs.resumePause(TenantId.DEFAULT);
        vault.listen(new RecordWatch(database, vault, secrets, hosts, warnings, ids, clock));
        follow(vault, new VaultFollowers(vault, tokens, artifacts.downloads(), hosts, warnings, events), door, gate);
        lifecycle.add(AutoLock.start(vault, clock, () -> jobs.unfinishedRuns() > 0));
        var hostWatch = lifecycle.add(hostWatch(config, hosts, database, clock, random));
        var vms = new Vms(database);
        var provisioning = new Provisioning(new Provisioning.Parts(
                database,
                hosts,
                new StoredCatalog(boundProfiles, playbooks),
                orderVault,
                jobSql,
                jobs,
                engine,
                door::reachable,
                ids,
                clock,
                random));
        var diagnostics = new Diagnostics(new Diagnostics.Parts(
                new Diagnostics.Setting(config.dataFolder(), Parts.version(), redactor, clock, random),
                database,
                warnings,
                new Doctor(new Doctor.Parts(config.dataFolder(), database, vault, hosts, door::endpoints, clock))));
        return new Parts(
                config,
                ids,
                clock,
                redactor,
                database,
                vault,
                secrets,
                new Backups(new Backups.Parts(
                        database,
                        vault,
                        ids,
                        clock,
                        random,
                        Parts.version(),
                        ProfileSeal::new,
                        hosts::reread,
                        edge -> config.probe().at(edge, "restore"))),
                new ApiTokens(database, access, watch, ids, clock, random),
                new Sessions(database, access, watch, ids, clock, random),
                auditLog,
                Health.of(warnings, database),
                door,
                tokens,
                reports,
                artifacts,
                profiles,
                playbooks,
                hosts,
                engine,
                jobs,
                vms,
                orderVault,
                provisioning,
                new Deletion(database, hosts, vms, engine, ids, clock),
                ssh,
                diagnostics,
                events,
                jobLog,
                notices,
                hostWatch,
                new PowerControl(database, hosts, vms, engine, ids, clock));
    }

    /** One command looks at nothing by itself. */
    private static HostWatch hostWatch(
            AgentConfig config, Hosts hosts, Database database, InstantSource clock, SecureRandom random) {
        return config.workers() > 0 && config.command().isEmpty()
                ? HostWatch.start(hosts, database, clock, random, HostWatch.USUAL_PAUSE)
                : HostWatch.idle(hosts, database, clock, random);
    }

    /** A slot freed before the engine's own reference is set: its first look at the store finds the waiting run anyway. */
    private static void wakeOne(AtomicReference<Engine> started, String name) {
        var engine = started.get();
        if (engine != null) {
            engine.wakeOne(name);
        }
    }

    /** What the listener for VMs is made of, but for the authority. */
    private record LanParts(
            Database database,
            Ids ids,
            InstantSource clock,
            SecureRandom random,
            Redactor redactor,
            GuestTokens tokens,
            GuestReports reports,
            Downloads downloads,
            AuditLog auditLog) {}

    private static LanDoor lanDoor(AgentConfig config, Vault vault, Warnings warnings, LanParts lan) {
        var machine = MachineAddresses.system();
        return new LanDoor(
                config.dataFolder(),
                vault,
                config.lan(),
                new LanDoor.Parts(
                        new LanSettingSql(lan.database()),
                        lan.clock(),
                        lan.random(),
                        warnings,
                        machine,
                        (ca, asked) -> Lan.open(
                                new Lan.Parts(
                                        lan.database(),
                                        ca,
                                        lan.tokens(),
                                        lan.reports(),
                                        lan.downloads(),
                                        config.vmLimits(),
                                        lan.auditLog(),
                                        warnings,
                                        machine,
                                        lan.ids(),
                                        lan.redactor(),
                                        lan.clock()),
                                asked,
                                config.workers() > 0)));
    }

    /** In this order when the vault opens, in reverse when it closes: the runs come last and stop first. */
    private static void follow(Vault vault, VaultFollowers followers, LanDoor door, VaultGate gate) {
        vault.listen(followers);
        vault.listen(door);
        vault.listen(gate);
        door.requireStarted();
    }

    @Override
    public void close() {
        lifecycle.close();
    }
}
