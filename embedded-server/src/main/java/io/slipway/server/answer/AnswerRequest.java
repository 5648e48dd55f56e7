package io.slipway.server.answer;

import io.slipway.server.base.Secret;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.ProfileDocument;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that decides the bytes of one config disc.
 *
 * @param profile what is wanted
 * @param identity for whom
 * @param choices what the seed decided, from {@link ChoiceMaker}; recorded before the first rendering
 * @param generatedSecrets a value for each name of {@link GeneratedSecrets#needed}
 * @param token the VM's provisioning token; without one the guest does not report
 * @param endpoints control plane base URLs the guest tries in order, https
 * @param tlsPins lower-case hex SHA-256 of the DER of each accepted issuing certificate
 * @param caPem the issuing certificate for guests that cannot pin by digest
 * @param playbook YAML for {@code playbook.yml}
 * @param xmlOverride answer file of this VM in place of the generated one, with placeholders
 * @param kind who reads the disc
 * @param firmware of the VM as it is on the host
 * @param allowLoopback only for guests on this machine, as in the demonstration
 */
public record AnswerRequest(
        ProfileDocument profile,
        VmIdentity identity,
        Choices choices,
        Map<String, Secret> generatedSecrets,
        Optional<Secret> token,
        List<URI> endpoints,
        List<String> tlsPins,
        Optional<String> caPem,
        Optional<String> playbook,
        Optional<String> xmlOverride,
        AnswerKind kind,
        Firmware firmware,
        boolean allowLoopback) {

    public AnswerRequest {
        generatedSecrets = Map.copyOf(generatedSecrets);
        endpoints = List.copyOf(endpoints);
        tlsPins = List.copyOf(tlsPins);
    }

    @Override
    public String toString() {
        return "AnswerRequest[" + kind + " " + identity.vmName() + "]";
    }
}
