package io.slipway.server.provision;

import io.slipway.server.profile.ProfileDocument;
import java.util.Optional;

/**
 * What the config disc of a VM of ours was made of. The profile holds passwords: for a look, render it with stand-ins.
 *
 * @param ownAnswerFile whether an answer file of the operator's own took the generated one's place
 */
public record OrderedDisc(VmPlan vm, ProfileDocument profile, Optional<String> playbook, boolean ownAnswerFile) {
    @Override
    public String toString() {
        return "OrderedDisc[" + vm.name() + "]";
    }
}
