package io.slipway.server.web.admin;

import io.slipway.server.answer.AddressPlan;
import io.slipway.server.answer.AnswerKind;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.ProfileDocument;
import java.util.Optional;

/**
 * A config disc to be made by hand, without an order.
 *
 * @param playbookId which playbook goes onto the disc, for the answer
 * @param playbook its text
 * @param mac of the adapter that gets the address; a VM of ours has one in the registry
 * @param withToken whether the guest shall report to us
 */
record PayloadRequest(
        ProfileDocument profile,
        Optional<String> playbookId,
        Optional<String> playbook,
        String vmUuid,
        String vmName,
        String mac,
        AddressPlan address,
        AnswerKind kind,
        Firmware firmware,
        boolean withToken) {
    @Override
    public String toString() {
        return "PayloadRequest[" + kind + " " + vmName + "]";
    }
}
