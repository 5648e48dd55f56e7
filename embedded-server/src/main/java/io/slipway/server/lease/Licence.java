package io.slipway.server.lease;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a tenant may lease (requirements B.7).
 *
 * @param active whether its issuer lets it count
 * @param expiresAt empty for a perpetual one
 * @param modules the modules it names, {@value Lease#ANY_MODULE} for all
 */
public record Licence(boolean active, Optional<Instant> expiresAt, Set<String> modules) {
    public Licence {
        modules = Set.copyOf(modules);
    }

    /** The licence of a stand-alone installation: everything, for ever (requirements H22). */
    public static Licence local() {
        return new Licence(true, Optional.empty(), Set.of(Lease.ANY_MODULE));
    }

    /**
     * Refuses what it does not allow.
     *
     * @throws SlipwayException LICENSE_INACTIVE, ENTITLEMENT_REQUIRED, MODULE_NOT_ALLOWED
     */
    void require(String module, Instant now) {
        if (!active || expiresAt.filter(end -> !now.isBefore(end)).isPresent()) {
            throw Problem.of(ProblemCode.LICENSE_INACTIVE, "The licence is not active.")
                    .exception();
        }
        if (modules.isEmpty()) {
            throw Problem.of(ProblemCode.ENTITLEMENT_REQUIRED, "The licence names no module.")
                    .exception();
        }
        if (!modules.contains(Lease.ANY_MODULE) && !modules.contains(module)) {
            throw Problem.of(ProblemCode.MODULE_NOT_ALLOWED, "The licence does not name the module " + module + ".")
                    .exception();
        }
    }
}
