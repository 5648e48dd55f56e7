package io.slipway.server.web.ui.profiles;

import io.slipway.server.base.Caller;
import io.slipway.server.profile.Playbook;
import io.slipway.server.web.ui.frame.UiParts;
import java.util.Optional;

/**
 * What a disc made by hand carries besides the profile.
 *
 * @param reach whether guests can reach us, so that it can carry a token
 * @param playbook name of the reader's usual one
 */
record DiscExtras(boolean reach, Optional<String> playbook) {
    static final DiscExtras NONE = new DiscExtras(false, Optional.empty());

    static DiscExtras of(UiParts parts, Caller caller) {
        return new DiscExtras(
                parts.endpoints().get().reachable(),
                parts.playbooks().choose(caller, Optional.empty()).map(Playbook::name));
    }
}
