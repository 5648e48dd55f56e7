package io.slipway.server.provision;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.Step;
import io.slipway.server.workflow.StepContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the steps work with.
 *
 * @param wakeOne wakes the run that waits longest for the named thing
 * @param addressPause between two looks for a guest's address
 */
public record StepParts(
        Database database,
        Hosts hosts,
        OrderVault vault,
        GuestTokens tokens,
        GuestReports reports,
        Supplier<GuestEndpoints> endpoints,
        SecureRandom random,
        Consumer<String> wakeOne,
        Duration addressPause) {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    Hypervisor hypervisor(StepContext context, String hostId) {
        return hosts.hypervisor(hosts.require(context.tenant(), hostId));
    }

    /**
     * Runs a step unless its host is stopped because of a changed key or certificate; then, also when the step itself meets the
     * change, the run waits for an administrator, whatever time that takes.
     */
    Outcome trusted(StepContext context, Step step) {
        var host = hosts.find(context.tenant(), hostId(context));
        if (host.isEmpty()) {
            return step.run(context);
        }
        var refusal = hosts.trust().refusal(host.get());
        if (refusal.isPresent()) {
            return hold(host.get(), refusal.get());
        }
        try {
            return step.run(context);
        } catch (SlipwayException e) {
            var stopped = hosts.trust().refusal(host.get());
            if (stopped.isPresent()) {
                return hold(host.get(), stopped.get());
            }
            throw e;
        }
    }

    private static Outcome hold(Host host, Problem why) {
        return new Outcome.Hold(trustName(host.id()), LOOK_AGAIN, why);
    }

    /** Both kinds of input name their host alike. */
    private static String hostId(StepContext context) {
        return context.input().path("hostId").asString("");
    }

    /** What runs of a stopped host wait for. */
    public static String trustName(String hostId) {
        return "host-key:" + hostId;
    }

    static VmPlan vm(StepContext context) {
        return VmPlan.fromJson(context.input());
    }

    static RunMarker marker(StepContext context) {
        return new RunMarker(context.runId());
    }

    static Caller owner(StepContext context, VmPlan vm) {
        return new Caller(context.tenant(), vm.userId(), Caller.Role.OPERATE);
    }

    /** The id the clone has, or shall have once the clone step took one. */
    static Optional<VmId> vmId(StepContext context) {
        return context.journalOf("clone")
                .map(journal -> new VmId(journal.get("vmid").intValue()));
    }

    static VmId requireVmId(StepContext context) {
        return vmId(context).orElseThrow(() -> new IllegalStateException("the clone step has no id"));
    }

    static MediaRef media(StepContext context, VmPlan vm) {
        return new MediaRef(vm.isoStorage(), "slipway-" + context.runId() + ".iso");
    }

    static String slotName(String hostId) {
        return "slot:" + hostId;
    }

    static OperationLog log(StepContext context) {
        return new OperationLog() {
            @Override
            public void line(String text) {
                context.log(text);
            }

            @Override
            public void percent(int percent) {
                context.percent(percent);
            }

            @Override
            public boolean cancelled() {
                return context.cancelled();
            }
        };
    }
}
