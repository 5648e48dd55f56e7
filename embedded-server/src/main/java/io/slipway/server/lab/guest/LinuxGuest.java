package io.slipway.server.lab.guest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A Linux cloud image: reads the NoCloud seed of its discs and reports as the seed's script does. */
final class LinuxGuest {
    private static final String FOLDER = "/var/lib/slipway/";

    private final Guests owner;
    private final Guest guest;
    private final GuestRecord disk;

    LinuxGuest(Guests owner, Guest guest) {
        this.owner = owner;
        this.guest = guest;
        this.disk = guest.disk();
    }

    void run(List<Disc> discs) throws GuestFailure, InterruptedException {
        disk.system("linux");
        var macs = guest.macs();
        disk.mac(macs.isEmpty() ? "" : macs.getFirst());
        var seed = seed(discs);
        if (seed == null || disk.installed()) {
            if (disk.address().isEmpty()) {
                lease();
            }
            guest.startAgent();
            disk.phase(GuestPhase.READY);
            return;
        }
        guest.enter(GuestPhase.CLOUD_INIT);
        var files = configure(seed);
        guest.startAgent();
        guest.enter(GuestPhase.BOOTSTRAP);
        guest.plugLate();
        if (files.containsKey(FOLDER + "token.json")) {
            new PhoneHome(owner, guest, files).run();
        }
        disk.install();
        disk.phase(GuestPhase.READY);
    }

    /** cloud-init looks for a file system labelled cidata in either case that has both files. */
    private static @Nullable Disc seed(List<Disc> discs) {
        return discs.stream()
                .filter(disc -> disc.label().toLowerCase(Locale.ROOT).equals("cidata"))
                .filter(disc ->
                        disc.files().containsKey("user-data") && disc.files().containsKey("meta-data"))
                .findFirst()
                .orElse(null);
    }

    private void lease() {
        var dhcp = owner.plan().dhcpPrefix();
        disk.network(dhcp + "." + (guest.vmid() % 100 + 150), "24", dhcp + ".1", List.of(dhcp + ".1"));
    }

    private static JsonNode yaml(Disc seed, String name) throws GuestFailure {
        var bytes = seed.files().get(name);
        try {
            return bytes == null
                    ? YAMLMapper.shared().createObjectNode()
                    : YAMLMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new GuestFailure("cloud-init: " + name + " is not YAML");
        }
    }

    private Map<String, String> configure(Disc seed) throws GuestFailure {
        var userData = seed.files().getOrDefault("user-data", new byte[0]);
        if (!new String(userData, StandardCharsets.UTF_8).startsWith("#cloud-config")) {
            throw new GuestFailure("cloud-init: user-data does not start with #cloud-config and is ignored");
        }
        seed.files().forEach((name, bytes) -> disk.file(name, WindowsGuest.sha256(bytes)));
        var user = yaml(seed, "user-data");
        var meta = yaml(seed, "meta-data");
        disk.computerName(
                user.path("hostname").asString(meta.path("local-hostname").asString("")));
        disk.region(user.path("locale").asString(""), user.path("timezone").asString(""));
        for (var account : user.path("users")) {
            var name = account.path("name").asString("");
            var hash = "";
            for (var password : user.path("chpasswd").path("users")) {
                hash = password.path("name").asString("").equals(name)
                        ? password.path("password").asString("")
                        : hash;
            }
            disk.account(
                    name,
                    new GuestReport.Account(
                            account.has("sudo") ? "sudo" : "",
                            account.path("gecos").asString(""),
                            hash));
        }
        network(yaml(seed, "network-config"));
        var files = new TreeMap<String, String>();
        for (var file : user.path("write_files")) {
            var content = file.path("content").asString("");
            boolean encoded = file.path("encoding").asString("").matches("b64|base64");
            files.put(
                    file.path("path").asString(""),
                    encoded ? new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8) : content);
        }
        return files;
    }

    private void network(JsonNode config) throws GuestFailure {
        for (var card : config.path("ethernets")) {
            var mac = card.path("match").path("macaddress").asString("");
            if (!mac.isEmpty() && guest.macs().stream().noneMatch(mac::equalsIgnoreCase)) {
                continue;
            }
            var address = card.path("addresses").path(0).asString("");
            if (address.contains("/")) {
                var dns = card.path("nameservers")
                        .path("addresses")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
                var parts = address.split("/", 2);
                if (guest.fault(GuestFault.DuplicateAddress.class) != null
                        || owner.addressesOfOthers(guest).contains(parts[0])) {
                    throw new GuestFailure("another machine on this network already has " + parts[0]);
                }
                disk.network(
                        parts[0],
                        parts[1],
                        card.path("routes").path(0).path("via").asString(""),
                        dns);
                return;
            }
        }
        lease();
    }
}
