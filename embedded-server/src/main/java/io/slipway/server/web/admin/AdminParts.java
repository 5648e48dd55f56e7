package io.slipway.server.web.admin;

import io.slipway.server.artifact.Artifacts;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.backup.Backups;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.diagnose.Diagnostics;
import io.slipway.server.event.Events;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.health.Health;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostWatch;
import io.slipway.server.host.Hosts;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.JobLog;
import io.slipway.server.job.Jobs;
import io.slipway.server.lease.Leases;
import io.slipway.server.notice.Notices;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.Profiles;
import io.slipway.server.provision.Deletion;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.provision.OrderVault;
import io.slipway.server.provision.PowerControl;
import io.slipway.server.provision.Provisioning;
import io.slipway.server.ssh.SshHost;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.Sessions;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.Vault;
import io.slipway.server.web.LanControl;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The services behind the admin API.
 *
 * @param version of the program, as people read it
 * @param dataFolder where everything lies; shown to administrators only
 * @param endpoints how guests reach us at this moment
 * @param lan steers the listener for VMs
 * @param ssh a new connection to a registered host with its pinned key; whoever asks closes it
 */
public record AdminParts(
        String version,
        Path dataFolder,
        Ids ids,
        InstantSource clock,
        Database database,
        Vault vault,
        OperatorSecrets secrets,
        Backups backups,
        Redactor redactor,
        ApiTokens apiTokens,
        Sessions sessions,
        AuditLog auditLog,
        Health health,
        Supplier<GuestEndpoints> endpoints,
        Hosts hosts,
        Jobs jobs,
        Vms vms,
        Provisioning provisioning,
        Deletion deletion,
        OrderVault orderVault,
        GuestTokens guestTokens,
        GuestReports guestReports,
        Leases leases,
        Artifacts artifacts,
        Downloads downloads,
        Profiles profiles,
        Playbooks playbooks,
        Function<Host, SshHost> ssh,
        LanControl lan,
        Diagnostics diagnostics,
        Events events,
        JobLog jobLog,
        Notices notices,
        HostWatch hostWatch,
        PowerControl powerControl) {}
