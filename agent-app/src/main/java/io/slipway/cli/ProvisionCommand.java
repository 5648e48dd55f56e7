package io.slipway.cli;

import io.slipway.cli.client.PlanView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway provision}. */
@Command(
        name = "provision",
        description = "Order 1 to 200 VMs and stay until they are set up.",
        sortOptions = false,
        footer = {
            "",
            "Example: slipway provision --host pve1 --template win11 --profile office --count 3",
            "           --name-pattern PC-{n:2} --pool 10.0.0.50-10.0.0.99/24 --gateway 10.0.0.1"
        })
final class ProvisionCommand implements Callable<Integer> {
    @Mixin
    OrderOptions order = new OrderOptions();

    @Option(names = "--dry-run", description = "Show the plan; change nothing.")
    boolean dryRun;

    @Option(names = "--detach", description = "Do not wait for the end; needs a running server.")
    boolean detach;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key and order again give the same job; default: a new key.")
    @Nullable
    String key;

    @Mixin
    LanOptions lan = new LanOptions();

    private final Shell shell;

    ProvisionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var document = order.document();
        if (dryRun) {
            return shell.connected(Use.LOOK, lan, session -> {
                var plan = session.post("/jobs/provision?dry_run=true", document);
                shell.screen().result(plan, () -> {
                    show(PlanView.of(plan));
                    shell.screen().line("This is a dry run; nothing has been changed.");
                });
                return ExitCode.OK.number();
            });
        }
        return shell.connected(Use.WORK, lan, session -> {
            Detached.check(detach, "--detach", session);
            var unique = key == null ? UUID.randomUUID().toString() : key;
            var accepted = session.postOnce("/jobs/provision", document, unique);
            var job = accepted.path("job_id").asString("");
            if (detach) {
                return Detached.report(shell, accepted, job);
            }
            if (accepted.path("plan").isObject() && !shell.screen().isJson()) {
                PlanView.of(accepted.path("plan")).warnings().forEach(shell.screen()::warning);
            }
            shell.screen().notice("Job " + job + " is accepted.");
            return new JobFollower(shell, session).follow(job, false);
        });
    }

    private void show(PlanView plan) {
        var screen = shell.screen();
        screen.line("plan      " + plan.plan());
        screen.line("host      " + plan.host());
        screen.line("template  " + plan.template());
        screen.line("steps     " + plan.steps().stream().map(JobWords::step).collect(Collectors.joining(", ")));
        screen.line("");
        var table = Table.of("NAME", "COMPUTER", "USER", "ADDRESS", "MAC", "#CORES", "#MEMORY", "#DISK", "ISO ON");
        for (var vm : plan.vms()) {
            table.row(
                    vm.name(),
                    vm.computerName().orElse(""),
                    vm.userName().orElse(""),
                    vm.address().orElse("DHCP"),
                    vm.mac(),
                    amount(vm.cores(), Long::toString),
                    amount(vm.memoryMiB(), Units::mebibytes),
                    amount(vm.diskGiB(), gib -> gib + " GiB"),
                    vm.isoStorage());
        }
        screen.table(table, "The order has no VM.");
        plan.warnings().forEach(screen::warning);
    }

    /** What the order leaves open stays as in the template. */
    private static String amount(OptionalLong amount, LongFunction<String> shown) {
        return amount.isPresent() ? shown.apply(amount.getAsLong()) : "as is";
    }
}
