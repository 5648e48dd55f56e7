package io.slipway.server.workflow;

/** How far the operator holds the engine back. What a running step does is always finished. */
public enum Brake {
    /** All due runs are worked on. */
    OFF,
    /** Runs that have begun go on, and what is to be taken back is taken back; no other run begins. */
    NEW_RUNS,
    /** Each run stops after the step it is at, as before the end of the program. */
    EVERYTHING
}
