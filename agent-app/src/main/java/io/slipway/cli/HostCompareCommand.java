package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.IdentityView;
import io.slipway.cli.view.Style;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway host compare}. */
@Command(
        name = "compare",
        description = "Show a host's pinned key and certificate beside what it shows now. Nobody signs in.")
final class HostCompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    private final Shell shell;

    HostCompareCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.post("/hosts/" + ControlPlane.segment(host) + "/compare", Json.object());
            shell.screen().result(answer, () -> show(IdentityView.of(answer)));
            return ExitCode.OK.number();
        });
    }

    private void show(IdentityView identity) {
        var screen = shell.screen();
        var zone = shell.surroundings().zone();
        var table = Table.of("WHAT", "", "FINGERPRINT", "FIRST SEEN", "LAST SEEN");
        for (var proof : identity.proofs()) {
            row(table, proof.words(), "pinned", proof.pinned(), "none is pinned", zone);
            row(table, "", "shown now", proof.shown(), "it does not answer", zone);
        }
        screen.table(table, "The host proves itself with nothing.");
        var different = identity.proofs().stream()
                .filter(proof -> proof.pinned().isPresent() && proof.shown().isPresent() && !proof.matches())
                .toList();
        if (identity.recordAltered().isPresent()) {
            showStored(screen, identity);
            screen.line("If all of it is right: slipway host confirm " + host + " --record "
                    + identity.recordAltered().get());
        }
        if (different.isEmpty() && identity.trusted()) {
            screen.line(Style.OK, "The host shows what is pinned.");
        } else if (different.isEmpty() && identity.recordAltered().isPresent()) {
            screen.line("The host shows what is stored as its pin; that may have been altered too.");
        } else if (different.isEmpty()) {
            screen.warning(
                    "The host shows what is pinned again, but it once showed something else; all work on it is stopped.");
            screen.line("Find out why. To go on: slipway host resume " + host);
        } else {
            screen.warning("The host shows something else than what is pinned; all work on it is stopped.");
            screen.line("On the host's own console, compare with what is shown now:");
            different.forEach(proof -> screen.line("  " + proof.verify()));
            screen.line("If it is the same there:");
            different.forEach(proof -> screen.line("  slipway host repin " + host + " --fingerprint "
                    + proof.shown().orElseThrow().bare()));
            screen.line("If it is not, somebody is in between: leave the host stopped and look at the network.");
        }
    }

    static void showStored(Screen screen, IdentityView identity) {
        var stored = identity.stored();
        screen.warning("Something else than Slipway wrote what is stored about this host; all work on it is stopped.");
        screen.line("Stored now: " + stored.userName() + " at " + stored.address() + ":" + stored.port()
                + ", signs in by " + stored.authKind() + ", web server at port " + stored.tlsPort() + ", node "
                + stored.node());
        identity.proofs()
                .forEach(proof -> screen.line("  pinned " + proof.words() + ": "
                        + proof.pinned().map(IdentityView.Seen::fingerprint).orElse("none")));
    }

    private static void row(
            Table table,
            String words,
            String which,
            java.util.Optional<IdentityView.Seen> seen,
            String otherwise,
            java.time.ZoneId zone) {
        table.row(
                words,
                which,
                seen.map(IdentityView.Seen::fingerprint).orElse(otherwise),
                seen.flatMap(IdentityView.Seen::firstSeen)
                        .map(at -> Units.time(at, zone))
                        .orElse(""),
                seen.flatMap(IdentityView.Seen::lastSeen)
                        .map(at -> Units.time(at, zone))
                        .orElse(""));
    }
}
