package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway artifact assign}. */
@Command(
        name = "assign",
        description = "Let VMs get a release: those of one user, or of everybody who has none of his own.")
final class ArtifactAssignCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODULE", description = "What is assigned.")
    String module = "";

    @Option(names = "--release", paramLabel = "ID", description = "The release, as `slipway artifact list` shows it.")
    @Nullable
    String release;

    @Option(names = "--none", description = "Take the assignment back instead.")
    boolean none;

    @Option(names = "--user", paramLabel = "USER", description = "Only for this user's VMs; his own beats everybody's.")
    @Nullable
    String user;

    @Mixin
    ArtifactScopeOptions scope = new ArtifactScopeOptions();

    private final Shell shell;

    ArtifactAssignCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (none == (release != null)) {
            throw Problem.of(ProblemCode.USAGE, "Give either --release or --none.")
                    .exception();
        }
        var order = scope.document(module);
        if (user != null) {
            order.put("user_id", user);
        }
        var whose = user == null ? "everybody" : user;
        return shell.connected(Use.LOOK, session -> {
            if (none) {
                var answer = session.post("/artifacts/unassign", order);
                shell.screen().result(answer, () -> shell.screen()
                        .line("Nothing of " + module + " is assigned to " + whose + " any more."));
            } else {
                var answer = session.post("/artifacts/assign", order.put("release_id", release));
                var version = answer.path("release").path("version").asString("");
                shell.screen().result(answer, () -> shell.screen()
                        .line("The VMs of " + whose + " get " + module + " " + version + "."));
            }
            return ExitCode.OK.number();
        });
    }
}
