package io.slipway.server.profile;

import java.time.Instant;

/**
 * A playbook of one user: what is done in a VM after Windows is installed.
 *
 * @param id UUID
 * @param name unique among the user's playbooks
 * @param isDefault whether it goes onto discs for which none is named; true for at most one
 * @param content YAML, as it was submitted
 * @param createdAt of the playbook
 * @param updatedAt of the last change
 */
public record Playbook(
        String id, String name, boolean isDefault, String content, Instant createdAt, Instant updatedAt) {}
