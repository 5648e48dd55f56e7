package io.slipway.demo;

import io.slipway.server.answer.Choices;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.Sleeper;
import io.slipway.server.inventory.Vm;
import io.slipway.server.lab.guest.GuestReport;
import io.slipway.server.proof.Proof;
import io.slipway.server.proof.Proof.Answer;
import io.slipway.server.proof.Proof.Finding;
import io.slipway.server.proof.Proof.Source;
import io.slipway.server.proof.Proof.Standing;
import io.slipway.server.proof.Proof.Subject;
import io.slipway.server.proof.Proof.Value;
import io.slipway.server.proof.VmProof;
import io.slipway.server.provision.VmPlan;
import io.slipway.server.workflow.RunView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares what was asked for with what is there.
 *
 * <p>What every VM can be asked is {@link VmProof}'s; here comes what only the inside of a machine knows, from the simulated guest.
 */
public final class DemoProof {
    /** A guest tidies up right after its last word, while the host already takes the disc away. */
    private static final int LOOKS = 25;

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final DemoStage stage;
    private final VmProof proofs;
    private final Caller caller = Caller.localOperator();

    public DemoProof(DemoStage stage) {
        this.stage = stage;
        var parts = stage.parts();
        this.proofs = new VmProof(
                parts.hosts(),
                parts.vms(),
                parts.guestReports(),
                parts.guestTokens(),
                parts.orderVault(),
                parts.clock());
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
        var outside = proofs.of(caller, run);
        var id = stage.parts().vms().list(caller.tenant()).stream()
                .filter(vm -> vm.id().equals(asked.vmUuid()))
                .findFirst()
                .flatMap(Vm::nativeId)
                .flatMap(VmProof::number);
        var inside = id.map(stage.lab().guests()::get);
        var findings = new ArrayList<>(outside.findings());
        asked.choices().ifPresent(choices -> {
            int place = 1 + position(findings, Subject.COMPUTER_NAME);
            password(asked, choices, inside).ifPresent(finding -> findings.add(place, finding));
            findings.add(place, user(choices, inside));
        });
        findings.add(
                position(findings, Subject.RUN_SECRETS),
                new Finding(Subject.SECRETS, Standing.ERASED, secrets(inside), Source.INSIDE));
        return new Proof(asked.name(), true, findings);
    }

    private static int position(List<Finding> findings, Subject subject) {
        return findings.stream().map(Finding::subject).toList().indexOf(subject);
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

    private static Answer of(Optional<?> found) {
        return found.<Answer>map(value -> new Value(value.toString())).orElse(Standing.NOTHING);
    }
}
