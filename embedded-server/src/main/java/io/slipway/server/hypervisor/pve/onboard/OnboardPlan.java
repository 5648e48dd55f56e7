package io.slipway.server.hypervisor.pve.onboard;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whom to let in on a host, and to what. Every name is checked here, before it comes near a shell.
 *
 * @param user for a token a user of Proxmox VE such as {@code slipway@pve}; for sudo a user of the system
 * @param token name of the API token
 * @param templates numbers of the templates it may clone; empty means all
 * @param discStorages for config discs; empty means all
 * @param diskStorages for disks of VMs; empty means all
 * @param bridges VMs may be connected to; empty means all
 * @param guestCommands whether orders may run commands in guests
 * @param keys whether orders may press a key when an installer asks for one
 * @param publicKey of the sudo user, one line of an {@code authorized_keys} file
 */
public record OnboardPlan(
        Kind kind,
        String user,
        String token,
        List<Integer> templates,
        List<String> discStorages,
        List<String> diskStorages,
        List<String> bridges,
        boolean guestCommands,
        boolean keys,
        Optional<String> publicKey) {
    private static final Pattern PVE_USER =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}@[A-Za-z][A-Za-z0-9._-]{1,31}");
    private static final Pattern SYSTEM_USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{1,63}");
    private static final Pattern STORAGE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,98}[A-Za-z0-9]");
    private static final Pattern BRIDGE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,14}");
    private static final Pattern PUBLIC_KEY = Pattern.compile(
            "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,1500}={0,2}( [A-Za-z0-9@._-]{1,100})?");

    /** A token that may do all that orders can ask for, on the whole host: what windows and pages offer. */
    public static final OnboardPlan USUAL = new OnboardPlan(
            Kind.API_TOKEN,
            "slipway@pve",
            "agent",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            true,
            Optional.empty());

    /** How the sign-in works afterwards. */
    public enum Kind {
        /** An API token with roles of its own: the least that is possible. */
        API_TOKEN("api-token"),
        /** A user of the system who runs certain commands by sudo: nearly root, for hosts without a reachable API. */
        SUDO("sudo");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it is written in requests. */
        public String word() {
            return word;
        }
    }

    /** @throws io.slipway.server.base.SlipwayException BAD_REQUEST with one entry per wrong name */
    public OnboardPlan {
        templates = List.copyOf(templates);
        discStorages = List.copyOf(discStorages);
        diskStorages = List.copyOf(diskStorages);
        bridges = List.copyOf(bridges);
        var wrong = new ArrayList<FieldError>();
        boolean sudo = kind == Kind.SUDO;
        check(
                wrong,
                "user",
                (sudo ? SYSTEM_USER : PVE_USER).matcher(user).matches() && !root(user),
                sudo
                        ? "is a user of the system other than root, in lower case"
                        : "is a user with its realm other than root@pam, for example slipway@pve");
        check(wrong, "token", TOKEN.matcher(token).matches(), "has 2 to 64 letters, digits, dots and hyphens");
        templates.forEach(id -> check(wrong, "templates", id >= 100 && id <= 999_999_999, "are numbers of VMs"));
        discStorages.forEach(
                name -> check(wrong, "disc_storages", STORAGE.matcher(name).matches(), "are names of storages"));
        diskStorages.forEach(
                name -> check(wrong, "disk_storages", STORAGE.matcher(name).matches(), "are names of storages"));
        bridges.forEach(name -> check(wrong, "bridges", BRIDGE.matcher(name).matches(), "are names of bridges"));
        limits(templates, discStorages, diskStorages, bridges)
                .forEach(
                        name -> check(wrong, name, !sudo, "limits an API token; the rules of sudo know no such limit"));
        publicKey.ifPresent(
                key -> check(wrong, "public_key", PUBLIC_KEY.matcher(key).matches(), "is one OpenSSH public key"));
        check(
                wrong,
                "public_key",
                sudo == publicKey.isPresent(),
                sudo ? "is needed: the user signs in with a key" : "is only for a user with sudo");
        if (!wrong.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "Some names cannot be used.", wrong)
                    .exception();
        }
    }

    private static List<String> limits(
            List<Integer> templates, List<String> discStorages, List<String> diskStorages, List<String> bridges) {
        return Stream.of(
                        Map.entry("templates", templates),
                        Map.entry("disc_storages", discStorages),
                        Map.entry("disk_storages", diskStorages),
                        Map.entry("bridges", bridges))
                .filter(limit -> !limit.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean root(String user) {
        return user.equals("root") || user.startsWith("root@");
    }

    private static void check(List<FieldError> wrong, String field, boolean good, String rule) {
        if (!good) {
            wrong.add(new FieldError("/" + field, rule));
        }
    }

    /** Full name of the token. */
    public String fullToken() {
        return user + "!" + token;
    }
}
