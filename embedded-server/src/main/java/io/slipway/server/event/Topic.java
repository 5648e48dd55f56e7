package io.slipway.server.event;

import java.util.Locale;
import java.util.Optional;

/** What a hint is about. */
public enum Topic {
    /** {@code job.created}, {@code job.state}, {@code run.state}, {@code step.started|progress|waits|done|failed}; ref: the job. */
    JOBS,
    /** {@code vm.state}, {@code vm.reported}; ref: the VM. */
    VMS,
    /** {@code host.state}; ref: the host. */
    HOSTS,
    /** {@code artifact.released|status|removed|assigned|unassigned}; ref: the release. */
    ARTIFACTS,
    /** {@code profile.saved|removed}; ref: the profile. */
    PROFILES,
    /** {@code secret.used|create|rotate|delete|bind|unbind}; ref: the secret. */
    SECRETS,
    /** {@code token.*} and {@code session.*}; ref: the token or session. */
    TOKENS,
    /** Every other line of the audit trail; {@link Interest} takes those of secrets and tokens along. */
    AUDIT,
    /** {@code notice.created|updated|deleted}; ref: the notice. */
    NOTIFICATIONS;

    /** The text in the store and in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Topic stored(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    static Optional<Topic> find(String word) {
        for (var topic : values()) {
            if (topic.word().equals(word)) {
                return Optional.of(topic);
            }
        }
        return Optional.empty();
    }
}
