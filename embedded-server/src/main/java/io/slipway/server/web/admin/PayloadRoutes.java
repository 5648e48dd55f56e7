package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.ProblemSets.DISC;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.answer.AddressPlan;
import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.disc.DiscImage;
import io.slipway.server.disc.DiscMaker;
import io.slipway.server.disc.DiscOrder;
import io.slipway.server.guest.TokenOrder;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.profile.BoundProfiles;
import io.slipway.server.profile.Playbook;
import io.slipway.server.profile.Playbooks;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Requests;
import io.slipway.server.web.WarningHeader;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Config discs by hand: the payload of requirements A.13, and a whole ISO. */
final class PayloadRoutes {
    private static final Set<String> PAYLOAD_FIELDS =
            Set.of("profile_id", "profile_config", "playbook_id", "vm_uuid", "vm_name", "ip", "mac");
    private static final Set<String> ISO_FIELDS =
            Set.of("profile", "profile_config", "playbook", "vm_uuid", "vm_name", "network", "mac", "kind", "token");
    private static final Set<String> IP_FIELDS = Set.of("address", "netmask", "gateway", "dns");
    private static final int LONGEST_NAME = 200;
    private static final int UUID_LENGTH = 36;
    private static final int LONGEST_ADDRESS = 15;

    private final BoundProfiles profiles;
    private final Playbooks playbooks;
    private final Vms vms;
    private final Ids ids;
    private final DiscMaker maker;
    private final DiscImage image;

    PayloadRoutes(AdminParts parts) {
        this.profiles = new BoundProfiles(parts.profiles(), parts.secrets());
        this.playbooks = parts.playbooks();
        this.vms = parts.vms();
        this.ids = parts.ids();
        this.maker = new DiscMaker(parts.guestTokens(), parts.endpoints());
        this.image = new DiscImage(parts.clock());
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                                "/api/v1/provisioning/generate-iso-payload",
                                OPERATE,
                                "the files of a VM's config disc, with a fresh token",
                                this::payload)
                        .as("provisioning.payload")
                        .takes("PayloadOrder")
                        .answers("Payload")
                        .refuses(VAULT)
                        .refuses(DISC),
                Route.post("/api/v1/provisioning/iso", OPERATE, "a config disc as an ISO image", this::iso)
                        .as("provisioning.iso")
                        .takes("IsoOrder")
                        .sends("application/octet-stream")
                        .headers("Content-Disposition", "Slipway-Vm-Uuid", "Slipway-Warnings", "Slipway-Warning-Count")
                        .refuses(VAULT)
                        .refuses(DISC));
    }

    private void payload(Context context) {
        var caller = AdminGuard.caller(context);
        var document = RequestDocument.of(context, PAYLOAD_FIELDS);
        var profileId = document.text("profile_id", LONGEST_NAME);
        var config = document.object("profile_config");
        var vm = document.requiredText("vm_uuid", UUID_LENGTH);
        var name = document.text("vm_name", LONGEST_NAME);
        var ip = document.inner("ip", IP_FIELDS);
        var address = address(document, ip, "ip", true);
        var mac = mac(document);
        var playbookId = document.text("playbook_id", LONGEST_NAME);
        document.check();
        var uuid = TokenOrder.of(vm).vmUuid();
        var profile = Pointers.below("/profile_config", () -> profiles.resolve(caller, profileId, config))
                .document();
        var playbook = playbooks.choose(caller, playbookId);
        var request = request(caller, profile, playbook, uuid, name, mac, address.get(), Optional.empty(), true);
        var made = maker.make(caller, request);
        Answers.json(context, answer(made, uuid, playbook));
    }

    private static ObjectNode answer(DiscMaker.Made made, String vmUuid, Optional<Playbook> playbook) {
        var answer = Json.object();
        var files = answer.putObject("files");
        made.files()
                .forEach((name, bytes) -> files.put(name, Base64.getEncoder().encodeToString(bytes)));
        made.token().ifPresent(token -> answer.put("token", token.text().reveal())
                .put("tokenId", token.tokenId())
                .put("expiresAt", token.expiresAt().toString()));
        answer.put("computerName", made.choices().computerName())
                .put("username", made.choices().userName())
                .put("vmUuid", vmUuid)
                .put("playbookId", playbook.map(Playbook::id).orElse(null));
        answer.set("choices", made.choices().toNode());
        answer.set("warnings", ProfileRoutes.warnings(made.warnings()));
        return answer;
    }

    private void iso(Context context) {
        var caller = AdminGuard.caller(context);
        var document = RequestDocument.of(context, ISO_FIELDS);
        var profileName = document.text("profile", LONGEST_NAME);
        var config = document.object("profile_config");
        var name = document.requiredText("vm_name", LONGEST_NAME);
        var vm = document.text("vm_uuid", UUID_LENGTH);
        var network = document.inner("network", Set.of("mode", "address", "netmask", "gateway", "dns"));
        var address = network(document, network);
        var mac = mac(document);
        var kind = kind(document);
        var playbookId = document.text("playbook", LONGEST_NAME);
        boolean token = document.flag("token").orElse(false);
        document.check();
        var uuid = vm.map(text -> TokenOrder.of(text).vmUuid()).orElseGet(ids::next);
        var profile = Pointers.below("/profile_config", () -> profiles.resolve(caller, profileName, config))
                .document();
        var playbook = playbooks.choose(caller, playbookId);
        var request = request(caller, profile, playbook, uuid, Optional.of(name), mac, address.get(), kind, token);
        var made = maker.make(caller, request);
        var bytes = image.build(request.kind(), made.files());
        context.header("Content-Disposition", "attachment; filename=\"" + request.vmName() + ".iso\"");
        context.header("Slipway-Vm-Uuid", uuid);
        WarningHeader.warnings(context, made.warnings());
        context.contentType("application/octet-stream").result(bytes);
    }

    private DiscOrder request(
            Caller caller,
            ProfileDocument profile,
            Optional<Playbook> playbook,
            String uuid,
            Optional<String> name,
            Optional<String> mac,
            AddressPlan address,
            Optional<AnswerKind> kind,
            boolean token) {
        var known = vms.list(caller.tenant()).stream()
                .filter(vm -> vm.id().equals(uuid))
                .findFirst();
        var adapter = mac.or(() -> known.flatMap(Vm::mac));
        if (adapter.isEmpty() && DiscOrder.needsMac(profile)) {
            throw Requests.wrong("mac", "is required: the profile needs the VM's MAC address");
        }
        return new DiscOrder(
                profile,
                playbook.map(Playbook::id),
                playbook.map(Playbook::content),
                uuid,
                name.or(() -> known.map(Vm::name)).orElse("vm-" + uuid.substring(0, 8)),
                adapter.orElse(DiscMaker.ANY_ADAPTER),
                address,
                kind.orElseGet(() -> DiscOrder.usualKind(profile)),
                DiscOrder.usualFirmware(profile),
                token,
                Optional.empty());
    }

    private static Optional<String> mac(RequestDocument document) {
        var mac = document.text("mac", 17);
        if (mac.filter(text -> !DiscOrder.isMac(text)).isPresent()) {
            document.wrong("mac", "must be six hex pairs such as BC:24:11:00:00:01");
        }
        return mac;
    }

    private static Optional<AnswerKind> kind(RequestDocument document) {
        return document.text("kind", 20).flatMap(text -> switch (text) {
            case "autounattend" -> Optional.of(AnswerKind.AUTOUNATTEND);
            case "unattend-clone" -> Optional.of(AnswerKind.UNATTEND_CLONE);
            case "nocloud" -> Optional.of(AnswerKind.NOCLOUD);
            default -> {
                document.wrong("kind", "must be autounattend, unattend-clone or nocloud");
                yield Optional.empty();
            }
        });
    }

    /** Decided only after {@link RequestDocument#check}: the address has rules of its own. */
    @FunctionalInterface
    private interface Address {
        AddressPlan get();
    }

    private static Address network(RequestDocument document, Optional<RequestDocument> network) {
        var mode = network.flatMap(inner -> inner.text("mode", 10)).orElse("dhcp");
        return switch (mode) {
            case "static" -> address(document, network, "network", false);
            case "dhcp" -> {
                if (network.filter(
                                inner -> inner.text("address", LONGEST_ADDRESS).isPresent())
                        .isPresent()) {
                    document.wrong("network", "has an address, so its mode must be static");
                }
                yield AddressPlan.Dhcp::new;
            }
            default -> {
                document.wrong("network", "must have the mode dhcp or static");
                yield AddressPlan.Dhcp::new;
            }
        };
    }

    private static Address address(
            RequestDocument document, Optional<RequestDocument> ip, String member, boolean gatewayNeeded) {
        if (ip.isEmpty()) {
            document.required(member, Optional.empty());
            return AddressPlan.Dhcp::new;
        }
        var address = ip.get().requiredText("address", LONGEST_ADDRESS);
        var netmask = ip.get().text("netmask", LONGEST_ADDRESS);
        var gateway = ip.get().text("gateway", LONGEST_ADDRESS);
        if (gatewayNeeded) {
            ip.get().required("gateway", gateway);
        }
        var dns = ip.get().texts("dns", 6, LONGEST_ADDRESS);
        return () -> Pointers.below("/" + member, () -> StaticIpv4.ofNetmask(address, netmask, gateway, dns));
    }
}
