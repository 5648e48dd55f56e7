package io.slipway.server.ssh;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.regex.Pattern;

/**
 * Where to connect and as whom.
 *
 * @param host a DNS name or an address
 * @param port 1 to 65535, usually 22
 * @param user login name
 * @param auth how the user proves itself
 */
public record SshTarget(String host, int port, String user, SshAuth auth) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,253}");
    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.@-]{0,63}");

    public SshTarget {
        if (!HOST.matcher(host).matches() || host.startsWith("-")) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "That is not a host name or an address.")
                    .exception();
        }
        if (port < 1 || port > 65_535) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A port is a number from 1 to 65535, not " + port + ".")
                    .exception();
        }
        if (!USER.matcher(user).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "That is not a login name.")
                    .exception();
        }
    }

    /** Host and port as people write them. */
    public String address() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
