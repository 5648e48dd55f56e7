package io.slipway.cli;

import io.slipway.cli.client.DoctorView;
import io.slipway.cli.view.Style;
import io.slipway.cli.view.Units;
import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slipway doctor}. */
@Command(name = "doctor", description = "Look at the installation, the data folder and the hosts; says what to mend.")
final class DoctorCommand implements Callable<Integer> {
    private static final long SCARCE = 1L << 30;
    private static final String OK = "ok";
    private static final String WARN = "warn";
    private static final String FAIL = "fail";

    private final Shell shell;

    DoctorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var checks = new ArrayList<DoctorView>();
        checks.add(new DoctorView(
                "program",
                OK,
                "Slipway " + Version.text() + ", Java " + Runtime.version() + " on "
                        + shell.surroundings().system(),
                Optional.empty()));
        checks.add(space(shell.dataFolder()));
        checks.addAll(server());
        boolean failed = checks.stream().anyMatch(check -> check.state().equals(FAIL));
        report(checks);
        return (failed ? ExitCode.INTERNAL : ExitCode.OK).number();
    }

    private static DoctorView space(Path folder) {
        var existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            boolean writable = Files.isWritable(existing);
            var text = folder + (Files.exists(folder) ? "" : " (not there yet)") + ", " + Units.bytes(free) + " free";
            if (!writable) {
                return new DoctorView(
                        "data folder", FAIL, text + ", not writable", Optional.of("Choose another one with --data."));
            }
            return free < SCARCE
                    ? new DoctorView("data folder", WARN, text, Optional.of("Free some space."))
                    : new DoctorView("data folder", OK, text, Optional.empty());
        } catch (IOException e) {
            return new DoctorView(
                    "data folder",
                    FAIL,
                    folder + " cannot be looked at: " + e.getMessage(),
                    Optional.of("Choose another one with --data."));
        }
    }

    /** What the control plane says; that it cannot start is a finding too. */
    private List<DoctorView> server() {
        var checks = new ArrayList<DoctorView>();
        try {
            shell.connected(Use.LOOK, session -> {
                checks.add(new DoctorView(
                        "control plane",
                        OK,
                        session.own()
                                ? "no server runs; this command started its own for the moment"
                                : "a server runs and answers",
                        Optional.empty()));
                checks.addAll(DoctorView.list(session.get("/doctor")));
                return ExitCode.OK.number();
            });
        } catch (SlipwayException | io.slipway.cli.client.RemoteProblem e) {
            var complaint = Complaints.of(e);
            checks.add(new DoctorView(
                    "control plane",
                    FAIL,
                    complaint.code() + ": " + complaint.detail(),
                    Optional.of(complaint.nextStep())));
        }
        return checks;
    }

    private void report(List<DoctorView> checks) {
        var json = Json.object();
        var list = json.putArray("checks");
        for (var check : checks) {
            var item = list.addObject()
                    .put("name", check.name())
                    .put("state", check.state())
                    .put("text", check.text());
            check.nextStep().ifPresent(step -> item.put("next_step", step));
        }
        var screen = shell.screen();
        screen.result(json, () -> checks.forEach(check -> show(screen, check)));
    }

    private static void show(Screen screen, DoctorView check) {
        var style =
                switch (check.state()) {
                    case OK -> Style.OK;
                    case WARN -> Style.WARN;
                    default -> Style.BAD;
                };
        screen.line(
                style, String.format(java.util.Locale.ROOT, "%-4s  %s: %s", check.state(), check.name(), check.text()));
        check.nextStep().ifPresent(step -> screen.line("      " + step));
    }
}
