package io.slipway.server.host;

import io.slipway.server.base.LiveSecret;
import io.slipway.server.hypervisor.Hypervisor;
import java.util.Optional;

/** Makes adapters; the only place that knows which kinds of host there are. */
public interface HypervisorFactory {
    /**
     * The key the host shows now, as {@code algorithm SHA256:...}; nobody logs in.
     *
     * @throws io.slipway.server.base.SlipwayException SSH_UNREACHABLE
     */
    String fetchHostKey(String address, int port);

    /**
     * The SHA-256 fingerprint of the certificate a web server shows now, as upper-case hex with colons; nothing is asked.
     *
     * @throws io.slipway.server.base.SlipwayException HOST_OFFLINE
     */
    String fetchCertificate(String address, int port);

    /**
     * Runs a script of ours once under {@code /bin/sh}, over a connection of its own that ends with it. The script may take
     * some minutes and holds no secret: hosts show command lines to their users.
     *
     * @throws io.slipway.server.base.SlipwayException SSH_AUTH_FAILED, SSH_UNREACHABLE, HOST_KEY_CHANGED
     */
    ScriptResult runOnce(Access access, String script);

    /**
     * What a script did.
     *
     * @param exitCode 0 is success
     * @param out its standard output; it may hold a secret and is never logged
     * @param err its messages for people
     */
    record ScriptResult(int exitCode, String out, String err) {
        @Override
        public String toString() {
            return "ScriptResult[exitCode=" + exitCode + "]";
        }
    }

    /** An adapter; it connects at its first use. */
    Hypervisor connect(Access access);

    /**
     * What a connection needs.
     *
     * @param userName login name, or the id of an API token
     * @param password or {@code keyFile}; the secret half of the token where the pin is a certificate
     * @param hostId whose notes an adapter keeps that cannot write them down on the host; empty before the registration
     * @param node the host's own node name, empty before the first probe
     */
    record Access(
            String address,
            int port,
            String userName,
            Optional<LiveSecret> password,
            Optional<String> keyFile,
            String hostKeyPin,
            Optional<String> hostId,
            Optional<String> node) {
        /** Whether the host proves itself with its certificate, because it is driven by its REST API. */
        public boolean byCertificate() {
            return hostKeyPin.startsWith(Host.BY_CERTIFICATE);
        }
    }
}
