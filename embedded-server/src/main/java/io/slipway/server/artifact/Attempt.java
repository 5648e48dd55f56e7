package io.slipway.server.artifact;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of the trail of downloads.
 *
 * @param seq its place, also the cursor of the next page
 * @param event {@code download_url_issued} or {@code resolve_denied}
 * @param result {@code allowed}, {@code denied} or {@code error}
 * @param reason {@code OK} or the code of the answer
 * @param vmUuid of an accepted token; empty for who showed none
 * @param scope what was asked for, empty when the request did not say it in words that we know
 * @param requestIp where the request came from
 * @param linkExpiresAt of the link that was given out
 */
public record Attempt(
        long seq,
        String event,
        String result,
        String reason,
        Optional<String> vmUuid,
        Optional<String> leaseId,
        Optional<ArtifactScope> scope,
        Optional<String> releaseId,
        String requestIp,
        Optional<Instant> linkExpiresAt,
        Instant at) {
    static final String ALLOWED = "allowed";
    static final String DENIED = "denied";
    static final String ERROR = "error";
}
