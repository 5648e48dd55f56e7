package io.slipway.demo;

import io.slipway.demo.Proof.Answer;
import io.slipway.demo.Proof.Finding;
import io.slipway.demo.Proof.Source;
import io.slipway.demo.Proof.Standing;
import io.slipway.demo.Proof.Subject;
import io.slipway.demo.Proof.Value;
import io.slipway.server.answer.Choices;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.Sleeper;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.guest.TokenState;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.MachineDetail;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.lab.guest.GuestReport;
import io.slipway.server.provision.VmPlan;
import io.slipway.server.workflow.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was asked for with what is there.
 *
 * <p>What is there is asked anew where it lies: the host over SSH, the guest's own reports over TLS, the database, the vault, and
 * for what only the inside of a machine knows, the simulated guest.
 */
public final class DemoProof {
    /** A guest tidies up right after its last word, while the host already takes the disc away. */
    private static final int LOOKS = 25;

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final DemoStage stage;
    private final Hypervisor host;
    private final Caller caller = Caller.localOperator();

    public DemoProof(DemoStage stage) {
        this.stage = stage;
        var hosts = stage.parts().hosts();
        this.host = hosts.hypervisor(hosts.require(caller.tenant(), DemoOrder.HOST));
    }

    /** One proof for each VM of an ended job. Blocks: it asks the host. */
    public List<Proof> of(String jobId, Sleeper sleeper) throws InterruptedException {
        var newest = new LinkedHashMap<String, RunView>();
        stage.parts().jobs().runs(caller.tenant(), jobId).forEach(run -> newest.put(run.subject(), run));
        var proofs = new ArrayList<Proof>();
        for (var run : newest.values()) {
            var proof = of(run);
            for (int look = 1; !proof.passed() && look < LOOKS; look++) {
                sleeper.sleep(BETWEEN);
                proof = of(run);
            }
            proofs.add(proof);
        }
        return proofs;
    }

    private Proof of(RunView run) {
        var asked = VmPlan.fromJson(run.input());
        var id = stage.parts().vms().list(caller.tenant()).stream()
                .filter(vm -> vm.id().equals(asked.vmUuid()))
                .findFirst()
                .flatMap(Vm::nativeId)
                .flatMap(DemoProof::number);
        var machine = id.flatMap(number -> host.inspect(new VmId(number)));
        var inside = id.map(stage.lab().guests()::get);
        var told = installed(asked.vmUuid());
        var findings = new ArrayList<Finding>();
        findings.add(
                new Finding(Subject.NAME, new Value(asked.name()), of(machine.map(MachineDetail::name)), Source.HOST));
        findings.add(new Finding(Subject.POWER, Standing.RUNNING, power(machine), Source.HOST));
        number(Subject.CORES, asked.cores(), "", machine.map(MachineDetail::cores))
                .ifPresent(findings::add);
        number(Subject.MEMORY, asked.memoryMiB(), " MiB", machine.map(MachineDetail::memoryMiB))
                .ifPresent(findings::add);
        findings.add(address(asked, told));
        asked.choices().ifPresent(choices -> {
            findings.add(new Finding(
                    Subject.COMPUTER_NAME,
                    new Value(choices.computerName()),
                    of(Optional.ofNullable(told.get("computer_name"))),
                    Source.GUEST));
            findings.add(user(choices, inside));
            password(asked, choices, inside).ifPresent(findings::add);
        });
        findings.add(new Finding(Subject.ISO, Standing.GONE, iso(asked, run, machine), Source.HOST));
        findings.add(new Finding(Subject.SECRETS, Standing.ERASED, secrets(inside), Source.INSIDE));
        findings.add(new Finding(Subject.RUN_SECRETS, Standing.ERASED, runSecrets(run), Source.VAULT));
        findings.add(new Finding(Subject.TOKEN, Standing.CLOSED, token(asked), Source.DATABASE));
        return new Proof(asked.name(), findings);
    }

    /** What the guest told of itself after the installation. */
    private Map<String, String> installed(String vmUuid) {
        var told = new TreeMap<String, String>();
        for (var report : stage.parts().guestReports().list(caller, vmUuid)) {
            if (report.step().equals("windows_installed") && report.status() == ProgressStatus.COMPLETED) {
                word(report.details(), "computer_name").ifPresent(name -> told.put("computer_name", name));
                word(report.details().path("network"), "address").ifPresent(ip -> told.put("address", ip));
            }
        }
        return told;
    }

    private static Optional<String> word(JsonNode json, String name) {
        return Optional.of(json.path(name).asString("")).filter(text -> !text.isEmpty());
    }

    private static Optional<Finding> number(Subject subject, OptionalInt asked, String unit, Optional<Integer> found) {
        return asked.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        subject,
                        new Value(asked.getAsInt() + unit),
                        of(found.map(number -> number + unit)),
                        Source.HOST));
    }

    /** With DHCP any address will do, so what is asked is what was found, unless that is nothing. */
    private static Finding address(VmPlan asked, Map<String, String> told) {
        var found = of(Optional.ofNullable(told.get("address")));
        var wanted = asked.address()
                .<Answer>map(address -> new Value(address.address()))
                .orElse(found instanceof Value ? found : Standing.DHCP);
        return new Finding(Subject.ADDRESS, wanted, found, Source.GUEST);
    }

    private static Finding user(Choices choices, Optional<GuestReport> inside) {
        var name = choices.userName();
        boolean there =
                inside.filter(guest -> guest.accounts().containsKey(name)).isPresent();
        var found = there
                ? Optional.of(name)
                : inside.map(guest -> String.join(" ", guest.accounts().keySet()));
        return new Finding(Subject.USER, new Value(name), of(found), Source.INSIDE);
    }

    /** Only the digest is compared, and neither is shown. */
    private Optional<Finding> password(VmPlan asked, Choices choices, Optional<GuestReport> inside) {
        var passwords = stage.parts().orderVault().passwords(caller.tenant(), asked.vmUuid());
        var given = passwords.byAccount().get(choices.userName());
        if (given == null) {
            return Optional.empty();
        }
        var account = inside.map(guest -> guest.accounts().get(choices.userName()));
        boolean same = account.filter(found -> found.passwordSha256().equalsIgnoreCase(Sha256.hex(given.reveal())))
                .isPresent();
        return Optional.of(new Finding(
                Subject.PASSWORD,
                Standing.AS_GENERATED,
                same ? Standing.AS_GENERATED : Standing.ANOTHER,
                Source.INSIDE));
    }

    private static Answer power(Optional<MachineDetail> machine) {
        return machine.<Answer>map(vm -> vm.running() ? Standing.RUNNING : Standing.STOPPED)
                .orElse(Standing.NOTHING);
    }

    private Answer iso(VmPlan asked, RunView run, Optional<MachineDetail> machine) {
        var ours = "slipway-" + run.id() + ".iso";
        boolean attached = machine.filter(vm -> vm.media().values().stream().anyMatch(volume -> volume.contains(ours)))
                .isPresent();
        boolean stored = host.mediaSize(new MediaRef(asked.isoStorage(), ours)).isPresent();
        return attached ? Standing.IN_DRIVE : stored ? Standing.IN_STORAGE : Standing.GONE;
    }

    /** The answer file and the configuration with the token lay on the guest's disk during the installation. */
    private static Answer secrets(Optional<GuestReport> inside) {
        return inside.<Answer>map(
                        guest -> guest.paths().stream().anyMatch(DemoProof::secret) ? Standing.LEFT : Standing.ERASED)
                .orElse(Standing.NOTHING);
    }

    private static boolean secret(String path) {
        var name = path.toLowerCase(Locale.ROOT);
        return name.startsWith("c:") && (name.endsWith("unattend.xml") || name.endsWith("provision.json"));
    }

    private Answer runSecrets(RunView run) {
        return stage.parts().orderVault().holdsRun(caller.tenant(), run.id()) ? Standing.LEFT : Standing.ERASED;
    }

    private Answer token(VmPlan asked) {
        return stage.parts()
                .guestTokens()
                .find(caller, asked.vmUuid())
                .<Answer>map(token -> token.state() == TokenState.USED ? Standing.CLOSED : Standing.OPEN)
                .orElse(Standing.NOTHING);
    }

    private static Optional<Integer> number(String nativeId) {
        var last = nativeId.substring(nativeId.lastIndexOf('/') + 1);
        return last.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(last)) : Optional.empty();
    }

    private static Answer of(Optional<?> found) {
        return found.<Answer>map(value -> new Value(value.toString())).orElse(Standing.NOTHING);
    }
}
