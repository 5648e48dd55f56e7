package io.slipway.server.web.ui.hosts;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Secret;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.HostOnboarding;
import io.slipway.server.host.Hosts;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.hypervisor.pve.onboard.OnboardPlan;
import io.slipway.server.hypervisor.pve.onboard.OnboardScript;
import io.slipway.server.vault.OperatorSecrets;
import java.util.Optional;

/** Registers a machine that the operator has confirmed, in the way he chose. Thread-safe. */
final class HostSignIn {
    private final Hosts hosts;
    private final HostOnboarding onboarding;

    HostSignIn(Hosts hosts, OperatorSecrets secrets) {
        this.hosts = hosts;
        this.onboarding = new HostOnboarding(hosts, secrets);
    }

    /** The script that makes the token. */
    static String script() {
        return OnboardScript.grant(OnboardPlan.USUAL);
    }

    /** The token's full name. */
    static String token() {
        return OnboardPlan.USUAL.fullToken();
    }

    /**
     * Signs in and registers it.
     *
     * @param as user or id of the token; not used with root's password
     */
    Host add(Caller caller, NewMachine machine, SignInWay way, String as, Secret given) {
        return switch (way) {
            case ROOT_ONCE -> onboard(caller, machine, given);
            case SCRIPT, TOKEN -> hosts.add(caller.tenant(), byToken(machine, as, given));
            case PASSWORD -> hosts.add(caller.tenant(), bySsh(machine, as, given));
        };
    }

    private Host onboard(Caller caller, NewMachine machine, Secret root) {
        var where = new HostOnboarding.Where(
                machine.address(), machine.port(), machine.key().orElseThrow());
        var script = new HostOnboarding.Script(script(), Optional.of(token()));
        var wanted = new HostOnboarding.Registration(
                machine.name(), machine.web(), machine.certificate().orElseThrow());
        return onboarding
                .apply(caller, where, root, script, Optional.of(wanted))
                .host()
                .orElseThrow();
    }

    private static NewHost byToken(NewMachine machine, String id, Secret secret) {
        return new NewHost(
                machine.name(),
                machine.address(),
                machine.web(),
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.of(secret),
                machine.certificate(),
                new TlsContact(machine.web(), Optional.empty()),
                false,
                HostLimits.USUAL);
    }

    private static NewHost bySsh(NewMachine machine, String user, Secret password) {
        return new NewHost(
                machine.name(),
                machine.address(),
                machine.port(),
                user,
                Optional.of(password),
                Optional.empty(),
                Optional.empty(),
                machine.key(),
                new TlsContact(machine.web(), machine.certificate()),
                false,
                HostLimits.USUAL);
    }
}
