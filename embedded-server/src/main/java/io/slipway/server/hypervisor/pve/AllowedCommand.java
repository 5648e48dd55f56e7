package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands an operator may run on a host, word by word (requirements B.5).
 *
 * <p>A command is split at single spaces and each word must match; there is no quoting, so no character of a shell can
 * get through.
 */
final class AllowedCommand {
    private static final int LONGEST = 200;
    private static final String VMID = "[1-9]\\d{2,8}";
    private static final String NODE = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    private static final List<List<Pattern>> FORMS = List.of(
            form("qm", "status|start|stop|shutdown|reset|suspend|resume", VMID),
            form("qm", "sendkey", VMID, "[a-z0-9_]{1,20}(-[a-z0-9_]{1,20}){0,5}"),
            form("cat", "/etc/pve/qemu-server/" + VMID + "\\.conf"),
            form("pvesh", "get", "/nodes/" + NODE + "/qemu"),
            form("pvesh", "get", "/cluster/resources"));

    private AllowedCommand() {}

    private static List<Pattern> form(String... words) {
        return List.of(words).stream().map(Pattern::compile).toList();
    }

    /** @throws io.slipway.server.base.SlipwayException SSH_COMMAND_FORBIDDEN */
    static List<String> parse(String command) {
        if (command.length() <= LONGEST) {
            var words = List.of(command.split(" ", -1));
            if (FORMS.stream().anyMatch(form -> matches(form, words))) {
                return words;
            }
        }
        throw Problem.of(
                        ProblemCode.SSH_COMMAND_FORBIDDEN,
                        "Allowed are: qm status|start|stop|shutdown|reset|suspend|resume <vmid>, qm sendkey <vmid> <key>,"
                                + " cat /etc/pve/qemu-server/<vmid>.conf, pvesh get /nodes/<node>/qemu,"
                                + " pvesh get /cluster/resources.")
                .exception();
    }

    private static boolean matches(List<Pattern> form, List<String> words) {
        if (form.size() != words.size()) {
            return false;
        }
        for (int i = 0; i < form.size(); i++) {
            if (!form.get(i).matcher(words.get(i)).matches()) {
                return false;
            }
        }
        return true;
    }
}
