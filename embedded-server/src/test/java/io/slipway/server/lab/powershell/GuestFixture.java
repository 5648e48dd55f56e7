package io.slipway.server.lab.powershell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A simulated guest with the discs and the answers that START.ps1 expects. */
final class GuestFixture implements AutoCloseable {
    static final String UUID = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";
    static final String FLIPPED = "ba284e1b-a12f-d211-883f-0016d3cca427";
    static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ0eXAiOiJwcm92aXNpb24ifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
    static final String MAC = "BC:24:11:0A:0B:0C";
    static final String FOLDER = "C:\\ProgramData\\Slipway\\";

    final ManualTime time = new ManualTime(TestAuthority.NOW);
    final SimulatedWindows guest;

    GuestFixture(String smbiosUuid) {
        guest = new SimulatedWindows(
                new SimulatedWindows.Setup(smbiosUuid, "WIN-PC", time, time, new Random(7), null, () -> false));
    }

    GuestFixture() {
        this(UUID.toUpperCase(java.util.Locale.ROOT));
        plug(GuestLan.withDhcp("10.9.0.1", 24, "10.9.0.77"));
    }

    void plug(GuestLan lan) {
        guest.network().plug("Ethernet", MAC, lan, true);
    }

    static byte[] script() throws IOException {
        try (var in = GuestFixture.class.getResourceAsStream("/io/slipway/server/answer/START.ps1")) {
            return java.util.Objects.requireNonNull(in).readAllBytes();
        }
    }

    static ObjectNode provision(String url, String pin) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("version", 1).put("vm_uuid", UUID).put("token", TOKEN).put("s3_endpoint", "");
        json.put("api_endpoint", url).putNull("bootstrap_url").put("mac", MAC).put("vm_name", "vm-1");
        json.putArray("api_endpoints").add(url);
        json.putArray("tls_pins").add(pin);
        var ip = json.putObject("ip");
        ip.put("address", "10.9.0.20").put("netmask", "255.255.255.0").put("gateway", "10.9.0.1");
        ip.putArray("dns").add("10.9.0.1").add("9.9.9.9");
        return json;
    }

    void disc(char letter, String label, ObjectNode provision) throws IOException {
        var files = new TreeMap<String, byte[]>(Map.of("START.ps1", script()));
        files.put("provision.json", provision.toString().getBytes(StandardCharsets.UTF_8));
        guest.disk().attach(new GuestDrive(letter, label, files));
    }

    /** Setup runs the script from the disc, then the machine starts for good and the task does its work. */
    ScriptResult install() {
        var first = guest.runFile("D:\\START.ps1", List.of());
        org.assertj.core.api.Assertions.assertThat(first.uncaught()).isEmpty();
        guest.imageState("IMAGE_STATE_COMPLETE");
        return boot();
    }

    ScriptResult boot() {
        guest.close();
        var results = guest.boot();
        org.assertj.core.api.Assertions.assertThat(results).as(log()).hasSize(1);
        org.assertj.core.api.Assertions.assertThat(results.getFirst().uncaught())
                .isEmpty();
        return results.getFirst();
    }

    String file(String name) {
        return new String(guest.disk().read(FOLDER + name), StandardCharsets.UTF_8);
    }

    String log() {
        return guest.disk().exists(FOLDER + "start.log") ? file("start.log") : "no log";
    }

    boolean exists(String name) {
        return guest.disk().exists(FOLDER + name);
    }

    GuestNetwork.Found address() {
        return guest.network().found().getFirst();
    }

    @Override
    public void close() {
        guest.close();
    }
}
