package io.slipway.server.artifact;

import java.time.Instant;

/**
 * One version of an artifact.
 *
 * @param objectKey what the file is called; its last part is the name a download gets
 * @param digest SHA-256 of the file, under which the store keeps it
 * @param size of the file in bytes
 * @param createdBy who released it
 */
public record Release(
        String id,
        ArtifactScope scope,
        String version,
        String objectKey,
        String digest,
        long size,
        ReleaseStatus status,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {
    /** The name of a downloaded file. */
    public String fileName() {
        return objectKey.substring(objectKey.lastIndexOf('/') + 1);
    }
}
