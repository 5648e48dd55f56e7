package io.slipway.desktop.wizard;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.draft.Draft;
import io.slipway.server.draft.OnHost;
import io.slipway.server.draft.ProfileOption;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Optional;

/** What the steps share: the draft, what was read from the services, and the way to change both. JavaFX thread only. */
interface Wizard {
    Desk desk();

    Text text();

    WizardReader reader();

    Draft draft();

    /** Another draft; everything that depends on it follows. */
    void change(Draft draft);

    /** The hosts, each as it stands; changes arrive one by one. */
    List<HostOption> hosts();

    /** Fills the draft for a machine that an application wants. */
    void prefill(io.slipway.server.compat.Node node);

    /** Asks the hosts again. */
    void lookAgain();

    /** What the chosen host has; empty while it is read. */
    Optional<OnHost> onHost();

    /** Why what the chosen host has could not be read. */
    Optional<Throwable> hostFailure();

    List<ProfileOption> profiles();

    /** Shows a step. */
    void open(int step);

    /** Goes to the next step, when this one is done. */
    void next();

    default Optional<HostOption> host() {
        return hosts().stream()
                .filter(option -> option.host().id().equals(draft().get(Draft.Key.HOST))
                        || option.host().name().equals(draft().get(Draft.Key.HOST)))
                .findFirst();
    }

    default Optional<HostProbe> probe() {
        return host().flatMap(HostOption::probe);
    }

    default Optional<Template> template() {
        var wanted = draft().get(Draft.Key.TEMPLATE);
        return onHost().stream()
                .flatMap(had -> had.templates().stream())
                .filter(template -> template.id().toString().equals(wanted)
                        || template.name().equals(wanted))
                .findFirst();
    }

    default Optional<ProfileOption> profile() {
        var wanted = draft().get(Draft.Key.PROFILE);
        return profiles().stream()
                .filter(option -> option.word().equals(wanted) || option.name().equals(wanted))
                .findFirst();
    }
}
