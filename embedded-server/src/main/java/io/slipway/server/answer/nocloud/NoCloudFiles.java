package io.slipway.server.answer.nocloud;

import io.slipway.server.answer.AddressPlan;
import io.slipway.server.answer.AnswerRequest;
import io.slipway.server.answer.AsciiJson;
import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.profile.LinuxProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The three files of cloud-init's NoCloud source, on a disc labelled {@code cidata}.
 *
 * <p>All three are JSON, which every YAML reader accepts, with ASCII escapes: no value can change the structure, and none is
 * misread for want of quotes.
 */
public final class NoCloudFiles {
    /** Where the guest keeps what it needs to report; root only. */
    private static final String FOLDER = "/var/lib/slipway";

    private NoCloudFiles() {}

    /** Renders the files; {@code password} is the first account's, when the profile has one. */
    public static Map<String, byte[]> render(AnswerRequest request, LinuxProfile profile, Optional<Secret> password) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("user-data", ascii("#cloud-config\n", userData(request, profile, password)));
        files.put("meta-data", ascii("", metaData(request)));
        files.put("network-config", ascii("", networkConfig(request)));
        return files;
    }

    private static byte[] ascii(String head, ObjectNode json) {
        return (head + AsciiJson.escape(Json.pretty(json)) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static ObjectNode metaData(AnswerRequest request) {
        return Json.object()
                .put("instance-id", request.identity().vmUuid())
                .put("local-hostname", request.choices().computerName());
    }

    private static ObjectNode networkConfig(AnswerRequest request) {
        var out = Json.object();
        out.put("version", 2);
        var adapter = out.putObject("ethernets").putObject("lan");
        adapter.putObject("match")
                .put("macaddress", request.identity().macAddress().toLowerCase(Locale.ROOT));
        switch (request.identity().address()) {
            case AddressPlan.Dhcp ignored -> adapter.put("dhcp4", true);
            case StaticIpv4 fixed -> {
                adapter.put("dhcp4", false);
                adapter.putArray("addresses").add(fixed.address() + "/" + fixed.prefixLength());
                fixed.gateway().ifPresent(gateway -> adapter.putArray("routes")
                        .addObject()
                        .put("to", "0.0.0.0/0")
                        .put("via", gateway));
                fixed.dns().forEach(adapter.putObject("nameservers").putArray("addresses")::add);
            }
        }
        return out;
    }

    private static ObjectNode userData(AnswerRequest request, LinuxProfile profile, Optional<Secret> password) {
        var out = Json.object();
        out.put("hostname", request.choices().computerName());
        out.put("preserve_hostname", false);
        out.put("locale", profile.locale());
        out.put("timezone", profile.timeZone());
        profile.keyboard().ifPresent(layout -> out.putObject("keyboard").put("layout", layout));
        user(out.putArray("users").addObject(), profile);
        password.ifPresent(secret -> {
            var chpasswd = out.putObject("chpasswd").put("expire", false);
            chpasswd.putArray("users")
                    .addObject()
                    .put("name", profile.user().name())
                    .put("password", Sha512Crypt.hash(secret, request.identity().vmUuid()));
        });
        out.put("ssh_pwauth", profile.sshPasswordAuthentication());
        out.put("disable_root", true);
        out.put("package_update", profile.packageUpdate() || !profile.packages().isEmpty());
        out.put("package_upgrade", profile.packageUpgrade());
        profile.packages().forEach(out.putArray("packages")::add);
        var files = out.putArray("write_files");
        var commands = out.putArray("runcmd");
        profile.runCommands().forEach(commands::add);
        phoneHome(request, files, commands);
        if (commands.isEmpty()) {
            out.remove("runcmd");
        }
        if (files.isEmpty()) {
            out.remove("write_files");
        }
        if (profile.packages().isEmpty()) {
            out.remove("packages");
        }
        return out;
    }

    private static void user(ObjectNode out, LinuxProfile profile) {
        var user = profile.user();
        out.put("name", user.name());
        user.displayName().ifPresent(name -> out.put("gecos", name));
        out.put("shell", user.shell());
        out.put("lock_passwd", user.password().isEmpty());
        if (user.sudo()) {
            out.put("sudo", "ALL=(ALL) NOPASSWD:ALL");
        }
        if (!user.sshKeys().isEmpty()) {
            user.sshKeys().forEach(out.putArray("ssh_authorized_keys")::add);
        }
    }

    /** The last command: it runs when everything before it has. */
    private static void phoneHome(AnswerRequest request, ArrayNode files, ArrayNode commands) {
        if (request.token().isEmpty()) {
            return;
        }
        var config = Json.object();
        config.put("token", request.token().map(Secret::reveal).orElseThrow());
        config.put("vm_uuid", request.identity().vmUuid());
        var endpoints = new StringBuilder();
        request.endpoints().forEach(endpoint -> endpoints.append(endpoint).append('\n'));
        file(files, FOLDER + "/token.json", "0600", Json.write(config));
        file(files, FOLDER + "/endpoints", "0600", endpoints.toString());
        file(files, FOLDER + "/ca.pem", "0600", request.caPem().orElseThrow());
        request.playbook().ifPresent(text -> file(files, FOLDER + "/playbook.yml", "0600", text));
        file(files, FOLDER + "/phone-home.sh", "0700", PhoneHome.SCRIPT);
        commands.addArray().add("/bin/sh").add(FOLDER + "/phone-home.sh");
    }

    /** Base64, so that no line of the content can look like YAML. */
    private static void file(ArrayNode files, String path, String mode, String content) {
        files.addObject()
                .put("path", path)
                .put("permissions", mode)
                .put("owner", "root:root")
                .put("encoding", "b64")
                .put("content", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    }
}
