package io.slipway.server.draft;

import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.provision.OrderPlan;
import io.slipway.server.provision.VmPlan;
import io.slipway.server.text.Text;
import java.util.List;

/**
 * Says the plan of an order before it is given.
 *
 * @param text of the bundle {@code wizard}
 */
public record PlanWords(Text text) {
    private static final String OFF = "The listener for VMs is off";
    private static final int SECONDS = 60;

    /** The whole order in one sentence. */
    public String sentence(OrderPlan plan, String profile) {
        var first = plan.vms().getFirst();
        var last = plan.vms().getLast();
        boolean one = plan.vms().size() == 1;
        var names = one ? first.name() : text.get("review.range", first.name(), last.name());
        var addresses = first.address()
                .map(StaticIpv4::address)
                .map(from -> one
                        ? from
                        : text.get(
                                "review.range",
                                from,
                                last.address().map(StaticIpv4::address).orElse("")))
                .orElse(text.get("review.dhcp"));
        return text.count(
                "review.sentence",
                plan.vms().size(),
                plan.host().name(),
                plan.template().name(),
                names,
                addresses,
                profile);
    }

    /** How long such jobs took before. */
    public String earlier(Earlier earlier) {
        long seconds = Math.max(1, earlier.median().toSeconds());
        var span = seconds < 2 * SECONDS
                ? text.get("review.seconds", seconds)
                : text.get("review.minutes", (seconds + SECONDS / 2) / SECONDS);
        return text.count("review.earlier", earlier.vms(), span);
    }

    /** Processors and memory of one VM. */
    public String size(VmPlan vm, OrderPlan plan) {
        return text.get(
                "review.size",
                vm.cores().orElse(plan.template().cores()),
                vm.memoryMiB().orElse(plan.template().memoryMiB()));
    }

    /** Whether the guests report to us, so that the order needs the listener for VMs. */
    public static boolean reports(OrderPlan plan) {
        return plan.vms().stream().anyMatch(vm -> vm.kind().isPresent());
    }

    /** What the operator must see, without the listener's being off, which is said with its cure. */
    public static List<String> warnings(OrderPlan plan) {
        return plan.warnings().stream()
                .filter(warning -> !warning.startsWith(OFF))
                .toList();
    }
}
