package io.slipway.server.hypervisor.pve;

import java.util.Optional;

/**
 * One row of {@code …/pending}.
 *
 * @param key the setting
 * @param value as the VM has it now
 * @param next what it gets at the next cold start
 * @param delete whether it goes away then
 */
record PendingValue(String key, Optional<String> value, Optional<String> next, boolean delete) {
    /** Whether something waits for a cold start. */
    boolean waits() {
        return next.isPresent() || delete;
    }
}
