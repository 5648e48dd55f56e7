package io.slipway.server.ssh;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections to hosts whose key somebody has confirmed. Thread-safe.
 *
 * <p>There is no way to connect without a pin: the first contact only shows the key.
 */
public final class SshConnector {
    private static final Logger LOG = LoggerFactory.getLogger(SshConnector.class);

    private final SshLimits limits;
    private final Redactor redactor;

    /** @param redactor cleans what commands print while they run, before anybody hears it */
    public SshConnector(SshLimits limits, Redactor redactor) {
        this.limits = limits;
        this.redactor = redactor;
    }

    /** A connector that knows no secret values beside the shapes of our tokens. */
    public SshConnector(SshLimits limits) {
        this(limits, new Redactor());
    }

    /**
     * The key a host shows now. Nobody logs in: the connection ends right after the key exchange.
     *
     * @throws io.slipway.server.base.SlipwayException SSH_UNREACHABLE
     */
    public HostKeyPin fetchHostKey(String host, int port) {
        var verifier = new PinnedKey(Optional.empty());
        var client = SshConnection.newClient(verifier, limits);
        try {
            SshConnection.connect(client, host, port);
        } catch (IOException e) {
            LOG.debug(
                    "host key fetched or connection failed, kind {}",
                    e.getClass().getSimpleName());
            return verifier.shown().orElseThrow(() -> SshProblems.unreachable(host + ":" + port, e));
        } finally {
            SshConnection.end(client);
        }
        throw Problem.of(ProblemCode.SSH_UNREACHABLE, "The host " + host + ":" + port + " did not show its key.")
                .exception();
    }

    /**
     * A shared connection to one host. It connects at the first command and again after a failure.
     *
     * @param pin empty makes each use fail with HOST_KEY_UNKNOWN and the key shown
     */
    public SshHost host(SshTarget target, Optional<HostKeyPin> pin) {
        return new SshHost(target, pin, limits, redactor);
    }
}
