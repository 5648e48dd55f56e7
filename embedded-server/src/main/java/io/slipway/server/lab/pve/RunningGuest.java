package io.slipway.server.lab.pve;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the node can do with a booted machine. Implementations are thread-safe. */
public interface RunningGuest {
    /** Whether the guest agent answers now. */
    boolean agentAnswers();

    /** network-get-interfaces, as the agent returns it. */
    JsonNode interfaces();

    /** get-osinfo. */
    JsonNode osInfo();

    /** Runs a command inside; null when the program does not exist there. */
    @org.jspecify.annotations.Nullable
    ExecResult execute(List<String> command, Duration limit) throws InterruptedException;

    /** A key press from the host. */
    void key(String name);

    /** Asks for a clean power-off; false when the guest does not react. */
    boolean shutdown();

    /** Takes the power away; returns when the guest no longer acts. */
    void powerOff();

    /** The outcome of a command in the guest; not exited means it still runs under the given pid. */
    record ExecResult(boolean exited, int pid, int code, String out, String err) {}
}
