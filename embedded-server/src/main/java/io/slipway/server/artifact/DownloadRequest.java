package io.slipway.server.artifact;

import io.slipway.server.guest.PresentedToken;
import java.net.URI;
import java.util.Optional;

/**
 * A VM's request for a link.
 *
 * @param token that the VM showed
 * @param vmUuid who it says it is
 * @param leaseToken the lease it wants to use; empty for its own
 * @param scope what it wants
 * @param base our own address that the link shall begin with; empty while VMs have none
 */
public record DownloadRequest(
        PresentedToken token, String vmUuid, Optional<String> leaseToken, ArtifactScope scope, Optional<URI> base) {}
