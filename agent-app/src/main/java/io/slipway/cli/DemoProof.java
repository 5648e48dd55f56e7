package io.slipway.cli;

import io.slipway.cli.client.JobView;
import io.slipway.cli.client.PlanView.PlannedVm;
import io.slipway.cli.client.RunView;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Sha256;
import io.slipway.server.guest.TokenState;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.MachineDetail;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.lab.guest.GuestReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was asked for with what is there.
 *
 * <p>What is there is asked anew where it lies: the host over SSH, the guest's own reports over TLS, the database, and for what
 * only the inside of a machine knows, the simulated guest.
 */
final class DemoProof {
    private static final String HOST = "host, by SSH";
    private static final String GUEST = "guest, by TLS";
    private static final String INSIDE = "inside the simulated guest";
    private static final String DATABASE = "database";
    private static final String NOTHING = "nothing";

    private final DemoStage stage;
    private final Hypervisor host;

    DemoProof(DemoStage stage, String hostName) {
        this.stage = stage;
        var hosts = stage.parts().hosts();
        this.host = hosts.hypervisor(hosts.require(Caller.localOperator().tenant(), hostName));
    }

    /**
     * One comparison.
     *
     * @param source who was asked for what is there
     */
    record Finding(String what, String asked, String found, String source) {
        boolean passed() {
            return asked.equals(found);
        }
    }

    /** All comparisons of one VM. */
    record Proof(String vm, List<Finding> findings) {
        Proof {
            findings = List.copyOf(findings);
        }

        boolean passed() {
            return findings.stream().allMatch(Finding::passed);
        }
    }

    Proof of(PlannedVm asked, int cores, int memoryMiB, JobView job) {
        var run = JobWords.newest(job).stream()
                .filter(candidate -> candidate.subject().equals(asked.name()))
                .findFirst();
        var id = run.flatMap(RunView::nativeId).flatMap(DemoProof::number);
        var machine = id.flatMap(number -> host.inspect(new VmId(number)));
        var inside = id.map(stage.lab().guests()::get);
        var report = run.map(DemoProof::installed).orElse(Map.of());
        var findings = new ArrayList<Finding>();
        findings.add(new Finding("VM name", asked.name(), of(machine.map(MachineDetail::name)), HOST));
        findings.add(new Finding("power", "running", power(machine), HOST));
        findings.add(new Finding("cores", text(cores), of(machine.map(MachineDetail::cores)), HOST));
        findings.add(new Finding("memory", memoryMiB + " MiB", of(machine.map(vm -> vm.memoryMiB() + " MiB")), HOST));
        findings.add(
                new Finding("address", asked.address().orElse("DHCP"), report.getOrDefault("address", NOTHING), GUEST));
        findings.add(new Finding(
                "computer name",
                asked.computerName().orElse(""),
                report.getOrDefault("computer_name", NOTHING),
                GUEST));
        findings.add(user(asked, inside));
        password(asked, inside).ifPresent(findings::add);
        findings.add(new Finding("config ISO", "gone", iso(asked, run, machine), HOST));
        findings.add(new Finding("token", "closed", token(asked), DATABASE));
        return new Proof(asked.name(), findings);
    }

    /** What the guest told of itself after the installation. */
    private static Map<String, String> installed(RunView run) {
        var told = new TreeMap<String, String>();
        for (var report : run.progress()) {
            if (report.step().equals("windows_installed") && report.status().equals("completed")) {
                told.put("computer_name", word(report.details(), "computer_name"));
                told.put("address", word(report.details().path("network"), "address"));
            }
        }
        return told;
    }

    private static String word(JsonNode json, String name) {
        return json.path(name).asString(NOTHING);
    }

    private static Finding user(PlannedVm asked, Optional<GuestReport> inside) {
        var name = asked.userName().orElse("");
        boolean there =
                inside.filter(guest -> guest.accounts().containsKey(name)).isPresent();
        var found = there
                ? name
                : inside.map(guest -> String.join(" ", guest.accounts().keySet()))
                        .orElse(NOTHING);
        return new Finding("user", name, found, INSIDE);
    }

    /** Only the digest is compared, and neither is shown. */
    private Optional<Finding> password(PlannedVm asked, Optional<GuestReport> inside) {
        var passwords =
                stage.parts().orderVault().passwords(Caller.localOperator().tenant(), asked.uuid());
        var name = asked.userName().orElse("");
        var given = passwords.byAccount().get(name);
        if (given == null) {
            return Optional.empty();
        }
        var account = inside.map(guest -> guest.accounts().get(name));
        boolean same = account.filter(found -> found.passwordSha256().equalsIgnoreCase(Sha256.hex(given.reveal())))
                .isPresent();
        return Optional.of(new Finding("its password", "as generated", same ? "as generated" : "another", INSIDE));
    }

    private static String power(Optional<MachineDetail> machine) {
        return machine.map(vm -> vm.running() ? "running" : "stopped").orElse(NOTHING);
    }

    private String iso(PlannedVm asked, Optional<RunView> run, Optional<MachineDetail> machine) {
        var ours = "slipway-" + run.map(RunView::id).orElse("") + ".iso";
        boolean attached = machine.filter(vm -> vm.media().values().stream().anyMatch(volume -> volume.contains(ours)))
                .isPresent();
        boolean stored = host.mediaSize(new MediaRef(asked.isoStorage(), ours)).isPresent();
        return attached ? "still in a drive" : stored ? "still in the storage" : "gone";
    }

    private String token(PlannedVm asked) {
        return stage.parts()
                .guestTokens()
                .find(Caller.localOperator(), asked.uuid())
                .map(token -> token.state() == TokenState.USED
                        ? "closed"
                        : token.state().word())
                .orElse(NOTHING);
    }

    private static Optional<Integer> number(String nativeId) {
        var last = nativeId.substring(nativeId.lastIndexOf('/') + 1);
        return last.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(last)) : Optional.empty();
    }

    private static String of(Optional<?> found) {
        return found.map(Object::toString).orElse(NOTHING);
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
