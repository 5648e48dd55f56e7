package io.slipway.server.notice;

import java.util.Optional;

/**
 * What stands behind a notice at this moment.
 *
 * @param jobKind kind of its job
 * @param userId who ordered the job; empty for a host
 * @param host name of the host
 * @param firstVm name of the job's first VM
 * @param total VMs of the job
 * @param succeeded of them
 * @param failed of them, also those that wait for the operator
 * @param code of the first problem, or of what the host's loss looked like
 */
public record NoticeFacts(
        Optional<String> jobKind,
        Optional<String> userId,
        Optional<String> host,
        Optional<String> firstVm,
        int total,
        int succeeded,
        int failed,
        Optional<String> code) {}
