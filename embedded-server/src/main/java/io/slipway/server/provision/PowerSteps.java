package io.slipway.server.provision;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.StepContext;
import java.time.Duration;

/** Changes a VM's power; a VM that has the wanted state already is success. The input is a {@link PowerOrder}. */
final class PowerSteps {
    /** Shorter than the longest command that may be run on a host (requirements B.5: 180 s). */
    private static final Duration SHUTDOWN = Duration.ofSeconds(150);

    private final StepParts parts;

    PowerSteps(StepParts parts) {
        this.parts = parts;
    }

    Outcome on(StepContext context) {
        var order = PowerOrder.fromJson(context.input());
        host(context, order).start(new VmId(order.vmId()), new RunMarker(order.madeByRun()));
        context.log("VM " + order.vmId() + " has power.");
        return Outcome.done();
    }

    Outcome off(StepContext context) {
        var order = PowerOrder.fromJson(context.input());
        host(context, order).stop(new VmId(order.vmId()), new RunMarker(order.madeByRun()));
        context.log("VM " + order.vmId() + " is off.");
        return Outcome.done();
    }

    Outcome down(StepContext context) {
        var order = PowerOrder.fromJson(context.input());
        boolean off = host(context, order).shutdown(new VmId(order.vmId()), new RunMarker(order.madeByRun()), SHUTDOWN);
        if (!off) {
            return new Outcome.Fail(Problem.of(
                    ProblemCode.GUEST_TIMEOUT,
                    "The guest of VM " + order.vmId() + " did not shut down within " + SHUTDOWN.toSeconds()
                            + " seconds.",
                    "Look at its console, or take its power away."));
        }
        context.log("VM " + order.vmId() + " shut down.");
        return Outcome.done();
    }

    private Hypervisor host(StepContext context, PowerOrder order) {
        return parts.hypervisor(context, order.hostId());
    }
}
