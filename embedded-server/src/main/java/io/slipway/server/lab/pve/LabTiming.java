package io.slipway.server.lab.pve;

import java.time.Duration;

/**
 * How long things take in the laboratory.
 *
 * @param command what each qm, pvesh or pvesm call costs before it acts
 * @param fullClone a full clone of one big disk, spread over its progress lines; a linked clone takes a tenth
 * @param cloneSteps progress lines per big disk
 * @param start from qm start to the running machine
 * @param shutdown from the request to the stopped machine
 * @param lockWait how long qm start, set and destroy wait for the lock of a machine; clone waits a tenth
 * @param agentWait how long a call waits for a silent guest agent
 * @param resourcesLag how old /cluster/resources may be
 * @param guestStep one step of a guest's boot or installation; a phase is several steps
 * @param guestSpeed how much faster than real the clocks inside guests run: their own waits shrink by it
 */
public record LabTiming(
        Duration command,
        Duration fullClone,
        int cloneSteps,
        Duration start,
        Duration shutdown,
        Duration lockWait,
        Duration agentWait,
        Duration resourcesLag,
        Duration guestStep,
        double guestSpeed) {

    /** Nothing takes time except waiting for a lock. */
    public static LabTiming instant() {
        return new LabTiming(
                Duration.ZERO,
                Duration.ZERO,
                2,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(150),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                40);
    }

    /** As measured on a small node; guests install in minutes. */
    public static LabTiming lifelike() {
        return new LabTiming(
                Duration.ofMillis(800),
                Duration.ofSeconds(90),
                60,
                Duration.ofSeconds(2),
                Duration.ofSeconds(6),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                1);
    }

    /** The same proportions, faster (below 1) or slower. */
    public LabTiming scaled(double factor) {
        return new LabTiming(
                times(command, factor),
                times(fullClone, factor),
                cloneSteps,
                times(start, factor),
                times(shutdown, factor),
                times(lockWait, factor),
                times(agentWait, factor),
                times(resourcesLag, factor),
                times(guestStep, factor),
                Math.min(40, guestSpeed / factor));
    }

    private static Duration times(Duration time, double factor) {
        return Duration.ofNanos((long) (time.toNanos() * factor));
    }
}
