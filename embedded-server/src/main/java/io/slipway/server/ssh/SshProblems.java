package io.slipway.server.ssh;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Says in our words what the SSH library reports. */
final class SshProblems {
    private SshProblems() {}

    static SlipwayException unreachable(String address, Throwable cause) {
        return new SlipwayException(
                Problem.of(
                        ProblemCode.SSH_UNREACHABLE, "The host " + address + " cannot be reached: " + why(cause) + "."),
                cause);
    }

    static SlipwayException lost(String address, Throwable cause) {
        return new SlipwayException(
                Problem.of(ProblemCode.SSH_UNREACHABLE, "The connection to " + address + " broke: " + why(cause) + "."),
                cause);
    }

    static SlipwayException denied(String address, String detail, Throwable cause) {
        return new SlipwayException(
                Problem.of(ProblemCode.SSH_AUTH_FAILED, "The host " + address + " refused the login: " + detail + "."),
                cause);
    }

    static SlipwayException exec(String detail) {
        return Problem.of(ProblemCode.SSH_EXEC_ERROR, detail).exception();
    }

    /** The thread keeps its interrupt mark, so its owner sees it. */
    static SlipwayException interrupted() {
        Thread.currentThread().interrupt();
        return Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "Slipway is stopping; the command was left alone.")
                .exception();
    }

    /** The library's own message may repeat what the host sent, so only well-known kinds get more than their class. */
    private static String why(Throwable cause) {
        var root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return switch (root) {
            case UnknownHostException e -> "no such name";
            case SocketTimeoutException e -> "no answer in time";
            case NoRouteToHostException e -> "no route";
            case ConnectException e -> "connection refused or no answer";
            default -> "the connection ended (" + root.getClass().getSimpleName() + ")";
        };
    }
}
