package io.slipway.server.answer.importing;

import io.slipway.server.base.Json;
import io.slipway.server.profile.WindowsFacts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Setup component of windowsPE: disk, image, key, checks to be skipped. */
final class SetupImport {
    private static final Pattern DRIVER = Pattern.compile(
            "(?i)(?:[A-Z]|%configsetroot%):?\\\\(vioscsi|viostor|NetKVM)\\\\(w10|w11|2k16|2k19|2k22|2k25)\\\\amd64\\\\?");
    private static final Map<String, String> DRIVERS =
            Map.of("vioscsi", "vioscsi", "viostor", "viostor", "netkvm", "NetKVM");
    private static final Pattern KEY = Pattern.compile("(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}");
    private static final String NO_KEY = "00000-00000-00000-00000-00000";
    private static final Pattern LAB_CONFIG = Pattern.compile(
            "(?i).*\\\\LabConfig\"?\\s+/v\\s+\"?(BypassTPMCheck|BypassSecureBootCheck|BypassRAMCheck|BypassCPUCheck|BypassStorageCheck)\\b.*/d\\s+1\\b.*");
    private static final Map<String, String> BYPASS = Map.of(
            "bypasstpmcheck", "tpm",
            "bypasssecurebootcheck", "secureBoot",
            "bypassramcheck", "ram",
            "bypasscpucheck", "cpu",
            "bypassstoragecheck", "storage");
    private static final String COMPUTED = "follows from the disk layout of the profile";
    static final String COMMAND = "commands of an imported file are never run; put what you need into a playbook";

    private final ImportDraft draft;

    SetupImport(ImportDraft draft) {
        this.draft = draft;
    }

    void setup(String where, XmlNode component) {
        for (var node : component.children()) {
            var at = where + "/" + node.name();
            switch (node.name()) {
                case "DiskConfiguration" -> new DiskImport(draft).read(at, node);
                case "DynamicUpdate" -> dynamicUpdate(at, node);
                case "ImageInstall" -> node.children().forEach(os -> image(at + "/" + os.name(), os));
                case "UserData" -> userData(at, node);
                case "RunSynchronous" -> commands(at, node);
                case "Diagnostics", "EnableFirewall", "EnableNetwork", "UseConfigurationSet" ->
                    draft.leftAll(at, node, "is not part of a profile; Windows' own default counts");
                default -> draft.leftAll(at, node, UnattendImport.UNKNOWN);
            }
        }
    }

    private void dynamicUpdate(String at, XmlNode node) {
        draft.set("/install/dynamicUpdate", node.at("Enable").equalsIgnoreCase("true"));
        draft.taken(at + "/Enable", "/install/dynamicUpdate");
    }

    private void image(String where, XmlNode os) {
        for (var node : os.children()) {
            var at = where + "/" + node.name();
            switch (node.name()) {
                case "InstallFrom" -> node.children("MetaData").forEach(data -> metadata(at + "/MetaData", data));
                case "InstallTo" -> draft.adapted(at, "/disk", COMPUTED);
                case "WillShowUI" -> showUi(at, node);
                case "InstallToAvailablePartition" ->
                    draft.left(at, "Slipway installs onto a disk that it has laid out itself");
                default -> draft.leftAll(at, node, UnattendImport.UNKNOWN);
            }
        }
    }

    private void showUi(String at, XmlNode node) {
        if (node.text().strip().equalsIgnoreCase("OnError")) {
            draft.set("/install/uiMode", "onError");
            draft.taken(at, "/install/uiMode");
        } else {
            draft.always(at);
        }
    }

    private void metadata(String at, XmlNode data) {
        var value = data.at("Value");
        switch (data.at("Key").toUpperCase(Locale.ROOT)) {
            case "/IMAGE/INDEX" -> {
                if (!value.matches("[1-9]\\d?")) {
                    draft.left(at, "is no number of an image");
                    return;
                }
                draft.set("/install/image", Json.object().put("by", "index").put("index", Integer.parseInt(value)));
                draft.taken(at, "/install/image/index");
            }
            case "/IMAGE/NAME" -> {
                draft.set("/install/image", Json.object().put("by", "name").put("name", value));
                draft.taken(at, "/install/image/name");
                systemOf(value).ifPresent(os -> draft.set("/target/os", os));
            }
            default -> draft.left(at, "images are chosen by index or by name");
        }
    }

    /** The system of an image name such as {@code Windows Server 2022 SERVERSTANDARD}. */
    static Optional<String> systemOf(String imageName) {
        var name = imageName.toLowerCase(Locale.ROOT);
        for (var year : List.of("2016", "2019", "2022", "2025")) {
            if (name.contains("server " + year)) {
                return Optional.of("server" + year);
            }
        }
        return name.startsWith("windows 10")
                ? Optional.of("win10")
                : name.startsWith("windows 11") ? Optional.of("win11") : Optional.empty();
    }

    private void userData(String where, XmlNode data) {
        for (var node : data.children()) {
            var at = where + "/" + node.name();
            switch (node.name()) {
                case "AcceptEula" -> draft.always(at);
                case "FullName" -> owner(at, "/install/registeredOwner", node);
                case "Organization" -> owner(at, "/install/registeredOrganization", node);
                case "ProductKey" ->
                    key(at, node.child("Key").map(XmlNode::text).orElse("").strip());
                default -> draft.leftAll(at, node, UnattendImport.UNKNOWN);
            }
        }
    }

    void owner(String at, String pointer, XmlNode node) {
        var value = node.text().strip();
        if (value.isEmpty()) {
            draft.always(at);
        } else if (!draft.has(pointer)) {
            draft.set(pointer, value);
            draft.taken(at, pointer);
        } else {
            draft.always(at);
        }
    }

    private void key(String at, String text) {
        var pointer = "/install/productKey";
        var key = text.toUpperCase(Locale.ROOT);
        var edition = WindowsFacts.get().editions().stream()
                .filter(id -> WindowsFacts.get().genericKey(id).orElse("").equals(key))
                .findFirst();
        if (key.isEmpty() || key.equals(NO_KEY)) {
            draft.set(pointer, Json.object().put("mode", "none"));
            draft.taken(at, pointer);
        } else if (edition.isPresent()) {
            draft.set(pointer, Json.object().put("mode", "generic"));
            if (!draft.has("/install/image")) {
                draft.set("/install/image", Json.object().put("by", "edition").put("edition", edition.get()));
            }
            draft.adapted(at, pointer, "is the generic key of an edition");
        } else if (KEY.matcher(key).matches()) {
            draft.set(pointer, Json.object().put("mode", "custom").put("key", key));
            draft.taken(at, pointer);
        } else {
            draft.left(at, "is no product key");
        }
    }

    private void commands(String where, XmlNode list) {
        for (var command : list.children()) {
            var at = where + "/" + command.name();
            var path = command.at("Path");
            var bypass = path.length() > 1000 ? null : LAB_CONFIG.matcher(path);
            if (bypass != null && bypass.matches()) {
                var pointer = "/install/bypass/" + BYPASS.get(bypass.group(1).toLowerCase(Locale.ROOT));
                draft.set(pointer, true);
                draft.taken(at, pointer);
            } else if (path.contains("\\provision.json") && path.contains("\\defender.cmd")) {
                draft.set("/settings/disableDefender", true);
                draft.taken(at, "/settings/disableDefender");
            } else {
                draft.left(at, COMMAND);
            }
        }
    }

    void drivers(String where, XmlNode component) {
        for (var path : component.child("DriverPaths").map(XmlNode::children).orElse(List.of())) {
            var at = where + "/DriverPaths/" + path.name();
            var match = DRIVER.matcher(path.at("Path"));
            if (!match.matches()) {
                draft.left(at, "only folders of a virtio-win medium can be named");
                continue;
            }
            var virtio = "/guestTools/virtio";
            draft.set(virtio + "/delivery", "driverPaths");
            draft.set(virtio + "/osFolder", match.group(2).toLowerCase(Locale.ROOT));
            var drivers = draft.list(virtio + "/setupDrivers");
            var name = DRIVERS.getOrDefault(match.group(1).toLowerCase(Locale.ROOT), "");
            if (drivers.valueStream().noneMatch(driver -> driver.asString("").equals(name))) {
                drivers.add(name);
            }
            draft.taken(at, virtio);
        }
    }
}
