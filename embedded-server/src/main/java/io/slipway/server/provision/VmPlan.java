package io.slipway.server.provision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.slipway.server.answer.AddressPlan;
import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.Choices;
import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.answer.VmIdentity;
import io.slipway.server.base.Json;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.profile.Firmware;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything about one VM that is decided before its run begins; frozen as the run's input. Holds no secret.
 *
 * @param userId the owner
 * @param hostId where it will live
 * @param vmUuid its identity, also its SMBIOS UUID
 * @param name on the host and in our registry
 * @param mac of its first network card
 * @param sequence position in the order, from 1
 * @param address empty means DHCP
 * @param network name of the address pool the address is taken from
 * @param template what is cloned
 * @param kind which files the config ISO gets; empty means no ISO
 * @param choices what the seed decided
 * @param postCommands how many; the commands themselves may carry passwords and stay in the vault
 */
public record VmPlan(
        String userId,
        String hostId,
        String vmUuid,
        String name,
        String mac,
        int sequence,
        Optional<StaticIpv4> address,
        String network,
        int template,
        boolean fullClone,
        Optional<String> diskStorage,
        String isoStorage,
        OptionalInt cores,
        OptionalInt memoryMiB,
        OptionalInt diskGiB,
        Optional<String> bridge,
        OptionalInt vlan,
        Optional<AnswerKind> kind,
        Firmware firmware,
        Optional<Choices> choices,
        boolean pressAnyKey,
        int postCommands,
        int guestTimeoutMinutes,
        OptionalInt minVmId) {

    /** The identity the answer files are made for. */
    @JsonIgnore
    public VmIdentity identity() {
        return identity(vmUuid, name, mac, sequence, address);
    }

    static VmIdentity identity(String uuid, String name, String mac, int sequence, Optional<StaticIpv4> address) {
        AddressPlan plan = address.isPresent() ? address.get() : new AddressPlan.Dhcp();
        return new VmIdentity(uuid, name, mac, sequence, plan);
    }

    @JsonIgnore
    public VmId templateId() {
        return new VmId(template);
    }

    /** As the run's input. */
    public ObjectNode toJson() {
        return Json.mapper().valueToTree(this);
    }

    public static VmPlan fromJson(ObjectNode json) {
        return Json.mapper().treeToValue(json, VmPlan.class);
    }
}
