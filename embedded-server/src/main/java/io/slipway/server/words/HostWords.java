package io.slipway.server.words;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostAuth;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.Right;
import io.slipway.server.hypervisor.Storage;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Locale;

/**
 * Hosts in the operator's words.
 *
 * @param text the bundle {@code hosts}
 */
public record HostWords(Text text) {
    private static final long GIB = 1L << 30;

    /** How Slipway signs in; never with what. */
    public String signIn(Host host) {
        return switch (host.auth()) {
            case HostAuth.Password password -> text.get("auth.password", host.userName());
            case HostAuth.KeyFile file -> text.get("auth.key", host.userName(), file.path());
            case HostAuth.ApiToken token -> text.get("auth.token", host.userName());
        };
    }

    /** Why nothing is done on a host, in one word. */
    public String stopped(Problem refusal) {
        return text.get(refusal.code() == ProblemCode.HOST_RECORD_ALTERED ? "state.altered" : "state.stopped");
    }

    /** What a right is for. */
    public String purpose(Right right) {
        var key = "right." + right.name();
        return text.has(key) ? text.get(key) : right.purpose();
    }

    /** Which orders need a right. */
    public String need(Right right) {
        return text.get(
                "rights.need." + right.need().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** How a right stands: what every order needs weighs more than what some need. */
    public static StateShape shape(Right right) {
        if (right.present()) {
            return StateShape.DONE;
        }
        return right.required() ? StateShape.FAILED : StateShape.NEEDS_YOU;
    }

    /** What runs there. */
    public String product(HostProbe probe) {
        return "Proxmox VE " + probe.version() + " · " + probe.node();
    }

    /** Processors and memory. */
    public String size(HostProbe probe) {
        return text.get("fact.size.value", String.valueOf(probe.cpus()), String.valueOf(probe.memoryBytes() / GIB));
    }

    /** The storages that can be used now, each with its room. */
    public List<String> storages(HostProbe probe) {
        return probe.storages().stream()
                .filter(Storage::active)
                .map(storage -> text.get(
                        "fact.storage",
                        storage.name(),
                        String.valueOf(storage.availableBytes() / GIB),
                        String.valueOf(storage.totalBytes() / GIB)))
                .toList();
    }
}
