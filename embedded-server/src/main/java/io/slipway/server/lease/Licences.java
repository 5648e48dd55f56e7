package io.slipway.server.lease;

import io.slipway.server.base.TenantId;

/** Where licences come from. Thread-safe; must not block for long. */
@FunctionalInterface
public interface Licences {
    /** The licence of a tenant at this moment. */
    Licence of(TenantId tenant);
}
