package io.slipway.server.hypervisor.pve.onboard;

import io.slipway.server.hypervisor.Right.Need;
import io.slipway.server.ssh.Posix;
import java.util.stream.Collectors;

/** The scripts for a user of the system who runs certain commands by sudo. Pure. */
final class SudoScript {
    private SudoScript() {}

    /** The rules, one command a line, each with what it is for. */
    static String sudoers(OnboardPlan plan) {
        return SudoCommand.ALL.stream()
                .filter(command -> switch (command.need()) {
                    case ALWAYS, ADDRESSES, OPERATOR -> true;
                    case GUEST_COMMANDS -> plan.guestCommands();
                    case KEYS -> plan.keys();
                })
                .map(command -> (command.need() == Need.OPERATOR ? "# for the operator: " : "# to ")
                        + command.purpose().replace("the operator's ", "") + "\n" + command.line(plan.user()))
                .collect(Collectors.joining(
                        "\n", "# What Slipway may do as root. Whoever may `qm set` is nearly root.\n", "\n"));
    }

    static String grant(OnboardPlan plan) {
        return OnboardScript.head(
                        "Lets Slipway work on this Proxmox VE host by sudo, with the commands it needs and no others.")
                + """
                #
                # A user who may run `qm set` as root is nearly root. Where the API is reachable, prefer a token.

                slipway_user=%s
                slipway_key=%s
                rules=/etc/sudoers.d/slipway-"$slipway_user"

                if ! command -v visudo >/dev/null; then
                    echo "Install sudo first: apt-get install sudo" >&2
                    exit 1
                fi

                # No password: the user signs in with its key only.
                if ! id -u "$slipway_user" >/dev/null 2>&1; then
                    useradd --create-home --shell /bin/sh --comment '%s' "$slipway_user"
                fi
                home=$(getent passwd "$slipway_user" | cut -d: -f6)
                mkdir -p "$home/.ssh"
                touch "$home/.ssh/authorized_keys"
                if ! grep -qxF "$slipway_key" "$home/.ssh/authorized_keys"; then
                    printf '%%s\\n' "$slipway_key" >> "$home/.ssh/authorized_keys"
                fi
                chown -R "$slipway_user": "$home/.ssh"
                chmod 700 "$home/.ssh"
                chmod 600 "$home/.ssh/authorized_keys"

                # Checked before sudo sees it: a broken file would lock everybody out. Names with a dot are not read.
                cat > "$rules.new" <<'END_OF_RULES'
                %sEND_OF_RULES
                chmod 440 "$rules.new"
                visudo -cf "$rules.new" >/dev/null
                mv "$rules.new" "$rules"
                echo "Done. Register the host with --sudo --user $slipway_user --key-file and the private key." >&2
                """.formatted(
                        Posix.quote(plan.user()), Posix.quote(plan.publicKey().orElseThrow()), MARK, sudoers(plan));
    }

    private static final String MARK = "made for Slipway";

    static String remove(OnboardPlan plan) {
        return OnboardScript.head("Takes back what let Slipway work on this host by sudo. VMs stay as they are.")
                + """

                slipway_user=%s
                slipway_key=%s

                rm -f /etc/sudoers.d/slipway-"$slipway_user"
                home=$(getent passwd "$slipway_user" | cut -d: -f6)
                if [ -n "$home" ] && [ -f "$home/.ssh/authorized_keys" ]; then
                    grep -vxF "$slipway_key" "$home/.ssh/authorized_keys" > "$home/.ssh/authorized_keys.new" || true
                    cat "$home/.ssh/authorized_keys.new" > "$home/.ssh/authorized_keys"
                    rm -f "$home/.ssh/authorized_keys.new"
                fi

                # A user that was there before stays; one that was made goes. Its home stays for whoever wants to look.
                if getent passwd "$slipway_user" | cut -d: -f5 | grep -qxF '%s'; then
                    userdel "$slipway_user"
                fi
                echo "Done." >&2
                """.formatted(
                        Posix.quote(plan.user()), Posix.quote(plan.publicKey().orElseThrow()), MARK);
    }
}
