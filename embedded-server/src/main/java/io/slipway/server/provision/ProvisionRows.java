package io.slipway.server.provision;

import io.slipway.server.base.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the planner asks of the store. */
interface ProvisionRows {
    /** Template id that the tenant mapped to a name on the host. */
    Optional<String> mappedTemplate(TenantId tenant, String hostId, String name);

    /** @throws io.slipway.server.base.SlipwayException VM_NAME_TAKEN when the registry has a VM of that name on the host */
    void refuseTakenNames(TenantId tenant, String hostId, List<String> names);

    /** Addresses in use on a network, as a set the caller may change. */
    Set<String> usedAddresses(TenantId tenant, String network);

    boolean macTaken(String mac);
}
