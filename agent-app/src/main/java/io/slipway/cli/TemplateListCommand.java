package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.TemplateView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway template list}. */
@Command(name = "list", description = "Show the templates of a host.")
final class TemplateListCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    private final Shell shell;

    TemplateListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/hosts/" + ControlPlane.segment(host) + "/templates");
            var templates = TemplateView.list(answer);
            shell.screen().result(answer, () -> {
                var table = Table.of("#ID", "NAME", "FAMILY", "FIRMWARE", "#CORES", "#MEMORY", "#DISK");
                for (var template : templates) {
                    table.row(
                            template.id(),
                            template.name(),
                            template.family(),
                            template.firmware(),
                            amount(template.cores(), Long::toString),
                            amount(template.memoryMiB(), Units::mebibytes),
                            amount(template.diskGiB(), gib -> gib == 0 ? "?" : gib + " GiB"));
                }
                shell.screen()
                        .table(table, "The host has no template. Make a VM and convert it to a template in Proxmox.");
                templates.forEach(template ->
                        template.warnings().forEach(text -> shell.screen().warning(template.name() + ": " + text)));
            });
            return ExitCode.OK.number();
        });
    }

    private static String amount(OptionalLong amount, LongFunction<String> shown) {
        return amount.isPresent() ? shown.apply(amount.getAsLong()) : "";
    }
}
