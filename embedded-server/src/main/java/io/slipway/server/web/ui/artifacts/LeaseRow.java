package io.slipway.server.web.ui.artifacts;

import io.slipway.server.lease.Lease;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.Optional;

/**
 * One lease in the operator's words.
 *
 * @param vm name of the VM, when it is not gone
 */
record LeaseRow(PageFrame frame, Lease lease, Optional<String> vm) {
    boolean holds() {
        return lease.status(frame.now()).equals("active");
    }

    /** The VM's name, or what it is known by when it is gone. */
    String name() {
        return vm.orElseGet(lease::vmUuid);
    }

    String link() {
        return PageFrame.Place.VMS.path() + "/" + lease.vmUuid();
    }

    StateShape shape() {
        return holds() ? StateShape.DONE : StateShape.OFF;
    }

    String state() {
        if (lease.ended().isPresent()) {
            return say("lease.over");
        }
        return say(holds() ? "lease.active" : "lease.expired", frame.times().moment(lease.expiresAt(), frame.now()));
    }

    /** Why it was over before its time; what is no reason of ours is said as somebody gave it. */
    Optional<String> why() {
        return lease.ended().map(reason -> why(frame.text("webartifacts"), reason));
    }

    static String why(Text text, String reason) {
        return switch (reason) {
            case Lease.NEWER_LEASE -> text.get("lease.why.lease");
            case Lease.NEWER_TOKEN -> text.get("lease.why.token");
            case Lease.TOKEN_IS + "used" -> text.get("lease.why.used");
            case Lease.TOKEN_IS + "expired" -> text.get("lease.why.expired");
            case Lease.TOKEN_IS + "revoked" -> text.get("lease.why.revoked");
            case Lease.TOKEN_GONE -> text.get("lease.why.gone");
            case Lease.REVOKED -> text.get("lease.why.ended");
            default -> reason;
        };
    }

    String since() {
        return frame.times().moment(lease.issuedAt(), frame.now());
    }

    /** Its last sign of life; empty when there was none since it was given. */
    Optional<String> heard() {
        return lease.heardAt().map(at -> say("lease.heard", frame.times().moment(at, frame.now())));
    }

    String holder() {
        return lease.own() ? say("lease.own") : say("lease.program", lease.runnerId(), lease.agentId());
    }

    String module() {
        return lease.module().equals(Lease.ANY_MODULE)
                ? say("lease.everything")
                : lease.module() + lease.version().map(one -> " " + one).orElse("");
    }

    /** What it is looked for by. */
    String words() {
        return String.join(" ", name(), lease.vmUuid(), module(), holder(), lease.userId());
    }

    private String say(String key, Object... arguments) {
        return frame.text("webartifacts").get(key, arguments);
    }
}
