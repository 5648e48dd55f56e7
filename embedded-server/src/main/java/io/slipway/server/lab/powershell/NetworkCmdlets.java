package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The NetTCPIP, NetAdapter and DnsClient commands, on the simulated adapters. */
final class NetworkCmdlets {
    private final GuestNetwork network;

    private NetworkCmdlets(GuestNetwork network) {
        this.network = network;
    }

    static void register(ScriptHost.Builder host, GuestNetwork network) {
        var all = new NetworkCmdlets(network);
        host.cmdlet("Get-NetAdapter", "Name* -Physical", all::adapters);
        host.cmdlet("Restart-NetAdapter", "Name* InputObject -Confirm", all::restart);
        host.cmdlet("Set-NetIPInterface", "InterfaceIndex AddressFamily Dhcp", all::dhcp);
        host.cmdlet("Get-NetIPAddress", "InterfaceIndex AddressFamily", all::addresses);
        host.cmdlet("New-NetIPAddress", "InterfaceIndex IPAddress PrefixLength DefaultGateway", all::addAddress);
        host.cmdlet("Remove-NetIPAddress", "InterfaceIndex IPAddress -Confirm", all::removeAddress);
        host.cmdlet("Get-NetRoute", "InterfaceIndex DestinationPrefix", all::routes);
        host.cmdlet("Remove-NetRoute", "InterfaceIndex DestinationPrefix -Confirm", all::removeRoutes);
        host.cmdlet("Get-DnsClientServerAddress", "InterfaceIndex AddressFamily", all::dns);
        host.cmdlet("Set-DnsClientServerAddress", "InterfaceIndex ServerAddresses -ResetServerAddresses", all::setDns);
        host.cmdlet("Test-Connection", "ComputerName* Count -Quiet", all::ping);
        host.cmdlet("Get-NetNeighbor", "InterfaceIndex IPAddress", all::neighbours);
    }

    private Object adapters(CmdletCall call) {
        var found = new ArrayList<Object>();
        for (var adapter : network.adapters()) {
            if (!call.has("Name") || adapter.name.equalsIgnoreCase(call.text("Name"))) {
                found.add(new PsObject()
                        .with("Name", adapter.name)
                        .with("ifIndex", adapter.index)
                        .with("InterfaceIndex", adapter.index)
                        .with("MacAddress", adapter.mac.replace(':', '-').toUpperCase(java.util.Locale.ROOT))
                        .with("Status", adapter.up ? "Up" : "Disconnected"));
            }
        }
        return found;
    }

    private GuestNetwork.Adapter adapter(CmdletCall call) {
        if (call.has("AddressFamily") && !call.text("AddressFamily").equalsIgnoreCase("IPv4")) {
            throw new NetFailure(NetExceptions.RUNTIME, "only IPv4 is simulated");
        }
        return network.adapter(call.number("InterfaceIndex"));
    }

    private static NetFailure none(String kind) {
        return new NetFailure("CimException", "No matching " + kind + " objects found by CIM query.");
    }

    private Object restart(CmdletCall call) {
        if (!(call.get("InputObject") instanceof PsObject object)) {
            throw new NetFailure(NetExceptions.RUNTIME, "Restart-NetAdapter is simulated with -InputObject only");
        }
        network.restart(
                network.adapter(Conversions.number(object.get("ifIndex")).intValue()));
        return Values.NOTHING;
    }

    private Object dhcp(CmdletCall call) {
        network.dhcp(adapter(call), call.text("Dhcp").equalsIgnoreCase("Enabled"));
        return Values.NOTHING;
    }

    private Object addresses(CmdletCall call) {
        var adapter = adapter(call);
        if (adapter.address == null) {
            throw none("MSFT_NetIPAddress");
        }
        return new PsObject()
                .with("IPAddress", adapter.address)
                .with("PrefixLength", adapter.prefix)
                .with("AddressState", network.state(adapter))
                .with("PrefixOrigin", adapter.dhcp ? "Dhcp" : "Manual");
    }

    private @Nullable Object addAddress(CmdletCall call) {
        var gateway = call.has("DefaultGateway") ? call.text("DefaultGateway") : null;
        network.addAddress(adapter(call), call.text("IPAddress"), call.number("PrefixLength"), gateway);
        return addresses(call);
    }

    private Object removeAddress(CmdletCall call) {
        var adapter = adapter(call);
        if (!call.text("IPAddress").equals(adapter.address)) {
            throw none("MSFT_NetIPAddress");
        }
        network.removeAddress(adapter);
        return Values.NOTHING;
    }

    private static void assertDefaultRoute(CmdletCall call) {
        if (!call.text("DestinationPrefix").equals("0.0.0.0/0")) {
            throw new NetFailure(NetExceptions.RUNTIME, "only the default route is simulated");
        }
    }

    private Object routes(CmdletCall call) {
        assertDefaultRoute(call);
        var adapter = adapter(call);
        if (adapter.gateway == null) {
            throw none("MSFT_NetRoute");
        }
        return new PsObject().with("DestinationPrefix", "0.0.0.0/0").with("NextHop", adapter.gateway);
    }

    private Object removeRoutes(CmdletCall call) {
        assertDefaultRoute(call);
        network.removeGateway(adapter(call));
        return Values.NOTHING;
    }

    private Object dns(CmdletCall call) {
        return new PsObject().with("ServerAddresses", new ArrayList<Object>(adapter(call).dns));
    }

    private Object setDns(CmdletCall call) {
        var servers = new ArrayList<String>();
        call.list("ServerAddresses").forEach(one -> servers.add(Values.text(one)));
        network.dns(adapter(call), servers);
        return Values.NOTHING;
    }

    private Object ping(CmdletCall call) {
        if (!call.flag("Quiet")) {
            throw new NetFailure(NetExceptions.RUNTIME, "Test-Connection is simulated with -Quiet only");
        }
        return network.answers(call.text("ComputerName"));
    }

    private Object neighbours(CmdletCall call) {
        var reachable = network.answers(call.text("IPAddress")) && network.connected(adapter(call));
        return new PsObject()
                .with("IPAddress", call.text("IPAddress"))
                .with("State", reachable ? "Reachable" : "Unreachable");
    }
}
