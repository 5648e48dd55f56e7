package io.slipway.server.web.ui.wizard;

import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.disc.PreviewFile;
import io.slipway.server.draft.Earlier;
import io.slipway.server.draft.PlanWords;
import io.slipway.server.draft.Spot;
import io.slipway.server.provision.OrderPlan;
import io.slipway.server.provision.Plans;
import io.slipway.server.provision.VmPlan;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.List;
import java.util.Optional;

/** What the review says of an order: that it was given, what stands in its way, or exactly what it will do. */
sealed interface PlanView {
    /** It was given before, under the same key. */
    record Given(String jobId, Text text) implements PlanView {}

    /** It cannot be given as it is. */
    record Blocked(WizardAddress address, Problem problem, PageFrame frame) implements PlanView {
        private ProblemWords words() {
            return ProblemWords.of(frame.look().language());
        }

        String said() {
            return words().line(problem);
        }

        String next() {
            return words().nextStep(problem);
        }

        /** The step that can cure it; empty when none can. */
        Optional<WizardStep> step() {
            var spot = Spot.of(problem);
            return spot == Spot.REVIEW ? Optional.empty() : Optional.of(WizardStep.values()[spot.step()]);
        }

        /** Whether the vault stands in the way; the draft is kept while it is opened. */
        boolean locked() {
            return problem.code() == ProblemCode.VAULT_LOCKED;
        }

        String say(String key, Object... arguments) {
            return frame.text("webwizard").get(key, arguments);
        }

        String go(WizardStep step) {
            var text = frame.text("wizard");
            return text.get("review.go", text.get("step." + step.word()));
        }
    }

    /**
     * It can be given.
     *
     * @param profile its name
     * @param unreachable whether the VMs would have nobody to report to, so that it would be refused
     * @param files of the first VM's disc, without secrets; none when it gets no disc or they cannot be shown
     * @param document the order for programs
     * @param command the same for the command line, where it can be written there
     */
    record Ready(
            PageFrame frame,
            OrderPlan plan,
            String profile,
            boolean unreachable,
            Optional<Earlier> earlier,
            List<PreviewFile> files,
            String document,
            Optional<String> command)
            implements PlanView {
        private static final int SHORT = 5;
        private static final int MIB_SHIFT = 10;

        public Ready {
            files = List.copyOf(files);
        }

        private Text text() {
            return frame.text("wizard");
        }

        private PlanWords words() {
            return new PlanWords(text());
        }

        String say(String key, Object... arguments) {
            return frame.text("webwizard").get(key, arguments);
        }

        String said(String key, Object... arguments) {
            return text().get(key, arguments);
        }

        String sentence() {
            return words().sentence(plan, profile);
        }

        String earlierSaid() {
            return earlier.map(words()::earlier).orElseGet(() -> say("review.noEarlier"));
        }

        List<String> warnings() {
            return PlanWords.warnings(plan);
        }

        List<String> kinds() {
            return Plans.kinds(plan.planKind(), plan.vms().getFirst());
        }

        String exact() {
            return text().count(
                            "review.exact", (long) kinds().size() * plan.vms().size());
        }

        String create() {
            return text().count("create.count", plan.vms().size());
        }

        /** What a short order does is seen without another click. */
        boolean few() {
            return plan.vms().size() <= SHORT;
        }

        String address(VmPlan vm) {
            return vm.address().map(StaticIpv4::address).orElse("DHCP");
        }

        String size(VmPlan vm) {
            return words().size(vm, plan);
        }

        /** What all of them take together. */
        String needs() {
            long cores = 0;
            long memory = 0;
            long disk = 0;
            for (var vm : plan.vms()) {
                cores += vm.cores().orElse(plan.template().cores());
                memory += vm.memoryMiB().orElse(plan.template().memoryMiB());
                disk += vm.diskGiB().orElse(plan.template().diskGiB());
            }
            var slots = frame.text("webwizard")
                    .count("review.slots", plan.host().limits().slots());
            return say("review.needs", cores, (memory + (1 << MIB_SHIFT) - 1) >> MIB_SHIFT, disk, slots);
        }
    }
}
