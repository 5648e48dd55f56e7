package io.slipway.server.hypervisor.pve.onboard;

import io.slipway.server.hypervisor.Right.Need;
import io.slipway.server.ssh.Posix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The scripts that let Slipway in on a Proxmox VE host, and that take it back: POSIX shell, readable, harmless to run twice.
 * Pure; nothing is executed here.
 */
public final class OnboardScript {
    /** In the comment of what the script makes, so that it takes back only that. */
    private static final String MARK = "made for Slipway";

    private OnboardScript() {}

    /** The script that grants. */
    public static String grant(OnboardPlan plan) {
        return switch (plan.kind()) {
            case API_TOKEN -> token(plan);
            case SUDO -> SudoScript.grant(plan);
        };
    }

    /** The script that takes everything back which {@link #grant} made. */
    public static String remove(OnboardPlan plan) {
        return switch (plan.kind()) {
            case API_TOKEN -> removeToken(plan);
            case SUDO -> SudoScript.remove(plan);
        };
    }

    static String head(String what) {
        return """
                #!/bin/sh
                # %s
                #
                # Read it first. Run it as root on the host; in a cluster, on one of its nodes.
                # Running it again changes nothing more. Nothing in it is a secret.
                set -eu
                umask 077
                export LC_ALL=C.UTF-8
                PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin
                if [ "$(id -u)" != 0 ]; then
                    echo "Run this as root." >&2
                    exit 1
                fi
                """.formatted(what);
    }

    private static String token(OnboardPlan plan) {
        var text = new StringBuilder(
                head("Lets Slipway work on this Proxmox VE host with the rights it needs and no others."));
        text.append("""

                # Who signs in.
                slipway_user=%s
                slipway_token=%s

                # Privileges differ by version; one that a version does not know must not be named to it.
                major=$(pveversion | sed -n 's|^pve-manager/\\([0-9]*\\)\\..*|\\1|p')
                """.formatted(Posix.quote(plan.user()), Posix.quote(plan.token())));
        text.append("case \"$major\" in\n");
        for (int major : List.of(7, 8, 9)) {
            text.append("    ").append(major).append(")\n");
            for (var area : Area.values()) {
                text.append("        ")
                        .append(variable(area))
                        .append("='")
                        .append(String.join(" ", privileges(plan, area, major)))
                        .append("'\n");
            }
            text.append("        ;;\n");
        }
        text.append("""
                    *)
                        echo "Proxmox VE 7, 8 and 9 are known; this is version '$major'." >&2
                        exit 1
                        ;;
                esac

                # role NAME PRIVILEGES: makes it, or brings it to exactly these privileges.
                role() {
                    if pveum role list --output-format json | grep -qF "\\"roleid\\":\\"$1\\""; then
                        pveum role modify "$1" --privs "$2"
                    else
                        pveum role add "$1" --privs "$2"
                    fi
                }

                # allow PATH ROLE: for the user and for the token; a separated token can do what both may do.
                allow() {
                    pveum acl modify "$1" --roles "$2" --users "$slipway_user" --tokens "$slipway_user!$slipway_token"
                }

                # The user has no password: nobody can sign in as it but with the token.
                if ! pveum user list --output-format json | grep -qF "\\"userid\\":\\"$slipway_user\\""; then
                    pveum user add "$slipway_user" --comment '%s'
                fi
                """.formatted(MARK));
        text.append("""

                # The token's secret is shown once, at the end, and cannot be shown again.
                secret=''
                if pveum user token list "$slipway_user" --output-format json | grep -qF "\\"tokenid\\":\\"$slipway_token\\""; then
                    echo "The token $slipway_user!$slipway_token exists; it keeps its secret." >&2
                else
                    secret=$(pveum user token add "$slipway_user" "$slipway_token" --privsep 1 --comment '%s' --output-format json)
                fi

                # One role for each part of the host, so that none reaches farther than it must.
                """.formatted(MARK));
        for (var area : Area.values()) {
            text.append("if [ -n \"$").append(variable(area)).append("\" ]; then\n");
            text.append("    role ")
                    .append(area.role())
                    .append(" \"$")
                    .append(variable(area))
                    .append("\"\n");
            paths(plan, area).forEach(path -> text.append("    allow ")
                    .append(Posix.quote(path))
                    .append(' ')
                    .append(area.role())
                    .append('\n'));
            text.append("fi\n");
        }
        return text.append("""

                echo "Done. Slipway may sign in as $slipway_user!$slipway_token." >&2
                if [ -n "$secret" ]; then
                    printf '%s\\n' "$secret"
                fi
                """).toString();
    }

    private static String variable(Area area) {
        return "privileges_" + area.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static List<String> privileges(OnboardPlan plan, Area area, int major) {
        return new ArrayList<>(Privilege.ALL.stream()
                .filter(privilege -> privilege.area() == area && privilege.known(major))
                .filter(privilege -> wanted(plan, privilege.need()))
                .map(Privilege::name)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static boolean wanted(OnboardPlan plan, Need need) {
        return switch (need) {
            case ALWAYS, ADDRESSES -> true;
            case GUEST_COMMANDS -> plan.guestCommands();
            case KEYS -> plan.keys();
            case OPERATOR -> false;
        };
    }

    private static List<String> paths(OnboardPlan plan, Area area) {
        return switch (area) {
            case VMS -> List.of("/vms");
            case TEMPLATES -> each("/vms", plan.templates());
            case DISCS -> each("/storage", plan.discStorages());
            case DISKS -> each("/storage", plan.diskStorages());
            case NETWORK -> each("/sdn/zones/localnetwork", plan.bridges());
            case NODE -> List.of("/nodes");
        };
    }

    private static List<String> each(String folder, List<?> names) {
        return names.isEmpty()
                ? List.of(folder)
                : names.stream().map(name -> folder + "/" + name).toList();
    }

    private static String removeToken(OnboardPlan plan) {
        var text = new StringBuilder(
                head("Takes back what let Slipway work on this Proxmox VE host. VMs stay as they are."));
        text.append("""

                slipway_user=%s
                slipway_token=%s

                if pveum user token list "$slipway_user" --output-format json 2>/dev/null \\
                    | grep -qF "\\"tokenid\\":\\"$slipway_token\\""; then
                    pveum user token remove "$slipway_user" "$slipway_token"
                fi

                # A user that was there before stays; one that was made goes with all its permissions.
                if pveum user list --output-format json | tr '{' '\\n' | grep -F "\\"userid\\":\\"$slipway_user\\"" \\
                    | grep -qF '"comment":"%s"'; then
                    pveum user delete "$slipway_user"
                fi

                # A role that nobody has any more.
                """.formatted(Posix.quote(plan.user()), Posix.quote(plan.token()), MARK));
        var roles = List.of(Area.values()).stream().map(Area::role).collect(Collectors.joining(" "));
        return text.append("""
                for name in %s; do
                    if pveum role list --output-format json | grep -qF "\\"roleid\\":\\"$name\\"" \\
                        && ! pveum acl list --output-format json | grep -qF "\\"roleid\\":\\"$name\\""; then
                        pveum role delete "$name"
                    fi
                done
                echo "Done." >&2
                """.formatted(roles)).toString();
    }
}
