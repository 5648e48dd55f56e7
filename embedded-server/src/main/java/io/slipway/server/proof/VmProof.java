package io.slipway.server.proof;

import io.slipway.server.answer.AnswerKind;
import io.slipway.server.base.Caller;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.guest.TokenState;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.MachineDetail;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.proof.Proof.Answer;
import io.slipway.server.proof.Proof.Finding;
import io.slipway.server.proof.Proof.Memory;
import io.slipway.server.proof.Proof.Source;
import io.slipway.server.proof.Proof.Standing;
import io.slipway.server.proof.Proof.Subject;
import io.slipway.server.proof.Proof.Value;
import io.slipway.server.provision.OrderVault;
import io.slipway.server.provision.VmPlan;
import io.slipway.server.workflow.RunView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was ordered with what is there, for any VM of ours. Thread-safe.
 *
 * <p>What is there is asked anew where it lies: the host, the guest's own reports over TLS, the database, the vault.
 */
public final class VmProof {
    private final Hosts hosts;
    private final Vms vms;
    private final GuestReports reports;
    private final GuestTokens tokens;
    private final OrderVault vault;
    private final InstantSource clock;

    public VmProof(
            Hosts hosts, Vms vms, GuestReports reports, GuestTokens tokens, OrderVault vault, InstantSource clock) {
        this.hosts = hosts;
        this.vms = vms;
        this.reports = reports;
        this.tokens = tokens;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * The proof of the VM that a run made. Blocks: it asks the host.
     *
     * @throws io.slipway.server.base.SlipwayException when the host cannot be asked
     */
    public Proof of(Caller caller, RunView run) {
        var asked = VmPlan.fromJson(run.input());
        var host = hosts.hypervisor(hosts.require(caller.tenant(), asked.hostId()));
        var known = vms.list(caller.tenant()).stream()
                .filter(vm -> vm.id().equals(asked.vmUuid()))
                .findFirst();
        var machine =
                known.flatMap(Vm::nativeId).flatMap(VmProof::number).flatMap(number -> host.inspect(new VmId(number)));
        var told = installed(caller, asked.vmUuid());
        var findings = new ArrayList<Finding>();
        findings.add(
                new Finding(Subject.NAME, new Value(asked.name()), of(machine.map(MachineDetail::name)), Source.HOST));
        findings.add(new Finding(Subject.POWER, Standing.RUNNING, power(machine), Source.HOST));
        number(Subject.CORES, asked.cores(), machine.map(MachineDetail::cores), cores -> new Value(cores.toString()))
                .ifPresent(findings::add);
        number(Subject.MEMORY, asked.memoryMiB(), machine.map(MachineDetail::memoryMiB), Memory::new)
                .ifPresent(findings::add);
        findings.add(address(asked, told, known));
        computerName(asked, told).ifPresent(findings::add);
        if (asked.kind().isPresent()) {
            findings.add(new Finding(Subject.ISO, Standing.GONE, iso(host, asked, run, machine), Source.HOST));
            findings.add(new Finding(Subject.RUN_SECRETS, Standing.ERASED, runSecrets(caller, run), Source.VAULT));
            findings.add(new Finding(Subject.TOKEN, Standing.CLOSED, token(caller, asked), Source.DATABASE));
        }
        return new Proof(asked.name(), run.state().ended(), findings);
    }

    /** Only Windows guests tell their name. */
    private static Optional<Finding> computerName(VmPlan asked, Map<String, String> told) {
        return asked.choices()
                .filter(choices ->
                        asked.kind().filter(kind -> kind != AnswerKind.NOCLOUD).isPresent())
                .map(choices -> new Finding(
                        Subject.COMPUTER_NAME,
                        new Value(choices.computerName()),
                        of(Optional.ofNullable(told.get("computer_name"))),
                        Source.GUEST));
    }

    /** What the guest told of itself after the installation. */
    private Map<String, String> installed(Caller caller, String vmUuid) {
        var told = new TreeMap<String, String>();
        for (var report : reports.list(caller, vmUuid)) {
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

    /** What an order leaves to the template is not compared. */
    private static Optional<Finding> number(
            Subject subject, OptionalInt asked, Optional<Integer> found, Function<Integer, Answer> answer) {
        return asked.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        subject,
                        answer.apply(asked.getAsInt()),
                        found.map(answer).orElse(Standing.NOTHING),
                        Source.HOST));
    }

    /** With DHCP any address will do, so what is asked is what was found, unless that is nothing. A guest that tells nothing is asked by its host. */
    private static Finding address(VmPlan asked, Map<String, String> told, Optional<Vm> known) {
        var byGuest = Optional.ofNullable(told.get("address"));
        var seen = known.map(Vm::addresses).orElse(List.of());
        var byHost = asked.address()
                .map(address -> address.address())
                .filter(seen::contains)
                .or(() -> seen.stream().findFirst());
        var found = of(byGuest.or(() -> byHost));
        var wanted = asked.address()
                .<Answer>map(address -> new Value(address.address()))
                .orElse(found instanceof Value ? found : Standing.DHCP);
        return new Finding(Subject.ADDRESS, wanted, found, byGuest.isPresent() ? Source.GUEST : Source.HOST);
    }

    private static Answer power(Optional<MachineDetail> machine) {
        return machine.<Answer>map(vm -> vm.running() ? Standing.RUNNING : Standing.STOPPED)
                .orElse(Standing.NOTHING);
    }

    private static Answer iso(Hypervisor host, VmPlan asked, RunView run, Optional<MachineDetail> machine) {
        var ours = "slipway-" + run.id() + ".iso";
        boolean attached = machine.filter(vm -> vm.media().values().stream().anyMatch(volume -> volume.contains(ours)))
                .isPresent();
        boolean stored = host.mediaSize(new MediaRef(asked.isoStorage(), ours)).isPresent();
        return attached ? Standing.IN_DRIVE : stored ? Standing.IN_STORAGE : Standing.GONE;
    }

    private Answer runSecrets(Caller caller, RunView run) {
        return vault.holdsRun(caller.tenant(), run.id()) ? Standing.LEFT : Standing.ERASED;
    }

    private Answer token(Caller caller, VmPlan asked) {
        return tokens.find(caller, asked.vmUuid())
                .<Answer>map(
                        token -> token.stateAt(clock.instant()) == TokenState.ACTIVE ? Standing.OPEN : Standing.CLOSED)
                .orElse(Standing.NOTHING);
    }

    /** The number at the end of what a host calls a machine. */
    public static Optional<Integer> number(String nativeId) {
        var last = nativeId.substring(nativeId.lastIndexOf('/') + 1);
        return last.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(last)) : Optional.empty();
    }

    private static Answer of(Optional<?> found) {
        return found.<Answer>map(value -> new Value(value.toString())).orElse(Standing.NOTHING);
    }
}
