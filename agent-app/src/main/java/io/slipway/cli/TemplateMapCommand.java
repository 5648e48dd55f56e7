package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway template map}. */
@Command(name = "map", description = "Let a name of yours stand for a template of a host.")
final class TemplateMapCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The name orders will use.")
    String name = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "ID", description = "The template's id on the host.")
    int templateId;

    @Option(names = "--remove", description = "Forget the name instead.")
    boolean remove;

    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    private final Shell shell;

    TemplateMapCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (remove == (templateId != 0)) {
            throw new picocli.CommandLine.ParameterException(
                    java.util.Objects.requireNonNull(spec).commandLine(), "Give either the template's id or --remove");
        }
        return shell.connected(Use.LOOK, session -> {
            var path = "/hosts/" + ControlPlane.segment(host) + "/template-mappings/" + ControlPlane.segment(name);
            var answer = remove
                    ? session.delete(path)
                    : session.put(path, Json.object().put("template_id", templateId));
            shell.screen().result(answer, () -> shell.screen()
                    .line(
                            remove
                                    ? "The name " + name + " is forgotten on " + host + "."
                                    : "On " + host + ", " + name + " now means template " + templateId + "."));
            return ExitCode.OK.number();
        });
    }
}
