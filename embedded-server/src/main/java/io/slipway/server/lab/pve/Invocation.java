package io.slipway.server.lab.pve;

import io.slipway.server.lab.sh.Output;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a Proxmox command: where its texts go, who makes it, and which faults ride along.
 *
 * @param taskFailure the text its worker shall fail with after its work, or null
 * @param crash whether its worker shall die in the middle without cleaning up
 * @param user who it is for, {@code root@pam} at the command line, {@code user@realm!token} over REST
 * @param started hears the number of its worker as soon as there is one
 */
public record Invocation(
        Output out, Output err, @Nullable String taskFailure, boolean crash, String user, Consumer<String> started) {
    /** A call at the command line. */
    public Invocation(Output out, Output err, @Nullable String taskFailure, boolean crash) {
        this(out, err, taskFailure, crash, "root@pam", upid -> {});
    }
}
