package io.slipway.server.lab.guest;

import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.lab.powershell.GuestLan;
import io.slipway.server.lab.powershell.SimulatedWindows;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/** The hardware of a Windows guest: SMBIOS, clock, adapters and the network they are plugged into. */
final class WindowsMachine {
    private final Guests owner;
    private final Guest guest;

    WindowsMachine(Guests owner, Guest guest) {
        this.owner = owner;
        this.guest = guest;
    }

    SimulatedWindows create() throws GuestFailure {
        var clock = owner.guestClock();
        var disk = guest.disk();
        var windows = new SimulatedWindows(new SimulatedWindows.Setup(
                guest.smbiosUuid().toUpperCase(Locale.ROOT),
                disk.computerName(),
                clock,
                clock,
                new SplittableRandom(guest.vmid()),
                null,
                () -> !disk.isOn()));
        if (guest.fault(GuestFault.LosesNetwork.class) == null) {
            plug(windows);
        }
        return windows;
    }

    /** Plugs the first card in; further ones stay without a cable, as nothing is known of their networks. */
    void plug(SimulatedWindows windows) throws GuestFailure {
        var macs = guest.macs();
        for (int i = 0; i < macs.size(); i++) {
            var name = i == 0 ? "Ethernet" : "Ethernet " + (i + 1);
            windows.network().plug(name, macs.get(i).replace(':', '-'), lan(), i == 0);
        }
        guest.disk().mac(macs.isEmpty() ? "" : macs.getFirst());
    }

    /**
     * The network of the bridge: the plan's, or else the one the guest was ordered into, as a laboratory has no wires of its
     * own. Other guests' addresses are taken.
     */
    private GuestLan lan() throws GuestFailure {
        var ip = orderedIp();
        var dhcp = owner.plan().dhcpPrefix();
        var gateway = ip.path("gateway").asString("");
        int prefix = prefix(ip.path("netmask").asString(""));
        boolean fixed = !ip.path("address").asString("").isEmpty();
        Set<String> taken = new HashSet<>(owner.addressesOfOthers(guest));
        if (guest.fault(GuestFault.DuplicateAddress.class) != null && fixed) {
            taken.add(ip.path("address").asString());
        }
        var refuse = guest.fault(GuestFault.FailsAt.class);
        Optional<String> refusal = refuse != null && refuse.step().equals("network")
                ? Optional.of("the laboratory refuses this address")
                : Optional.empty();
        if (fixed && gateway.isEmpty()) {
            gateway = ip.path("address").asString().replaceAll("[0-9]+$", "1");
        }
        var router = fixed ? gateway : dhcp + ".1";
        var lease = (fixed ? gateway.replaceAll("[.][0-9]+$", "") : dhcp) + "." + (guest.vmid() % 100 + 150);
        return new GuestLan(router, fixed ? prefix : 24, Optional.of(lease), List.of(router), taken, refusal);
    }

    private JsonNode orderedIp() throws GuestFailure {
        for (var disc : Disc.forWindows(guest.conf(), owner.cluster())) {
            var bytes = disc.find("provision.json");
            if (bytes != null) {
                try {
                    return Json.parse(bytes).path("ip");
                } catch (SlipwayException notJson) {
                    return Json.object();
                }
            }
        }
        return Json.object();
    }

    private static int prefix(String netmask) {
        int bits = 0;
        for (var part : netmask.split("[.]", -1)) {
            bits += part.matches("[0-9]{1,3}") ? Integer.bitCount(Integer.parseInt(part) & 0xFF) : 0;
        }
        return bits == 0 ? 24 : bits;
    }
}
