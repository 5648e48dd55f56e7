package io.slipway.server.job;

import java.util.Set;

/**
 * Which jobs are wanted.
 *
 * @param words part of a VM's name, of the host's name, or the beginning of the job's id; empty takes all
 * @param states empty takes all
 */
public record JobFilter(String words, Set<Job.State> states) {
    /** Everything. */
    public static final JobFilter ALL = new JobFilter("", Set.of());

    public JobFilter {
        words = words.strip();
        states = Set.copyOf(states);
    }
}
