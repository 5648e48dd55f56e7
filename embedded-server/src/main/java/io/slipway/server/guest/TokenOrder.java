package io.slipway.server.guest;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a provisioning token is wanted for.
 *
 * @param vmUuid the VM it will belong to
 * @param life shorter than the default, or empty for the default
 * @param runId the run that provisions the VM, empty for a disc made by hand
 * @param playbook YAML that the VM may fetch, at most 65,536 characters
 */
public record TokenOrder(String vmUuid, Optional<Duration> life, Optional<String> runId, Optional<String> playbook) {
    private static final int LONGEST_PLAYBOOK = 65_536;

    public TokenOrder {
        vmUuid = VmUuid.canonical(vmUuid);
        if (playbook.filter(text -> text.length() > LONGEST_PLAYBOOK).isPresent()) {
            throw Problem.of(
                            ProblemCode.INVALID_PLAYBOOK,
                            "The playbook is too long.",
                            List.of(new FieldError("/playbook", "at most " + LONGEST_PLAYBOOK + " characters")))
                    .exception();
        }
    }

    /** A token for a VM with the default life, without run and playbook. */
    public static TokenOrder of(String vmUuid) {
        return new TokenOrder(vmUuid, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
