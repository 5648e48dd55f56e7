package io.slipway.server.workflow;

import io.slipway.server.base.Problem;

/** Hears what runs do; called on the worker's thread, must not block for long. */
public interface RunObserver {
    /** A line for the job's log. */
    void line(RunRef run, String text);

    /** State, step or percentage changed and is committed. */
    void changed(RunRef run);

    /** The problem without secrets: what a host says of a failure may repeat what it was given. */
    default Problem clean(Problem problem) {
        return problem;
    }

    /**
     * Which run.
     *
     * @param runId the run
     * @param jobId its job
     */
    record RunRef(String runId, String jobId) {}

    /** Hears nothing. */
    static RunObserver none() {
        return new RunObserver() {
            @Override
            public void line(RunRef run, String text) {}

            @Override
            public void changed(RunRef run) {}
        };
    }
}
