package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.Right;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.hypervisor.pve.onboard.SudoCommand;
import io.slipway.server.ssh.Posix;
import java.util.ArrayList;
import java.util.List;

/** What a login by SSH may do: root everything, others what {@code sudo} lets them. Nothing is run but {@code sudo -l}. */
final class SignInRights {
    private final PveShell shell;

    SignInRights(PveShell shell) {
        this.shell = shell;
    }

    RightsReport report() {
        var user = shell.signedInAs();
        boolean root = shell.identity().root();
        var answers = root ? List.<String>of() : ask();
        var rights = new ArrayList<Right>();
        for (int i = 0; i < SudoCommand.ALL.size(); i++) {
            var command = SudoCommand.ALL.get(i);
            rights.add(new Right(
                    command.allowed(),
                    "the node " + shell.node(),
                    command.purpose(),
                    command.need(),
                    root || answers.get(i).equals("yes"),
                    "in /etc/sudoers.d/slipway: " + command.line(user)));
        }
        return new RightsReport(
                user, root ? "It is root, so it may do everything." : "It runs commands as root by sudo.", rights);
    }

    /** {@code sudo -l} with a command says by its exit code whether the command would be allowed, and runs nothing. */
    private List<String> ask() {
        var script = new StringBuilder();
        for (var command : SudoCommand.ALL) {
            script.append("if sudo -n -l ")
                    .append(Posix.command(command.sample()))
                    .append(" >/dev/null 2>&1; then echo yes; else echo no; fi; ");
        }
        var answer = shell.script(script + "true");
        var lines = answer.out().lines().map(String::strip).toList();
        if (!answer.succeeded()
                || lines.size() != SudoCommand.ALL.size()
                || !lines.stream().allMatch(line -> line.equals("yes") || line.equals("no"))) {
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not tell what we may do", answer)
                    .exception();
        }
        return lines;
    }
}
