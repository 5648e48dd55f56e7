package io.slipway.server.web.ui.frame;

import io.slipway.server.artifact.Artifacts;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.event.Events;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.health.Health;
import io.slipway.server.host.HostWatch;
import io.slipway.server.host.Hosts;
import io.slipway.server.inventory.Vms;
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
import io.slipway.server.store.Database;
import io.slipway.server.syncthing.Syncthing;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.Sessions;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.Vault;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The services behind the pages, the same that the API and the desktop call.
 *
 * @param version of the program, as people read it
 * @param endpoints how guests reach us at this moment
 * @param installation what belongs to the whole installation
 */
public record UiParts(
        String version,
        Ids ids,
        InstantSource clock,
        Database database,
        Vault vault,
        OperatorSecrets secrets,
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
        Events events,
        Notices notices,
        HostWatch hostWatch,
        PowerControl powerControl,
        Syncthing syncthing,
        Installation installation) {}
