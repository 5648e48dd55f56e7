package io.slipway.server.hypervisor.pve.rest;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/** First contact with a host's REST API: the certificate it shows, for the operator to compare. */
public final class PveTls {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

    private final String host;
    private final int port;
    private final Duration patience;

    public PveTls(String host, int port, Duration patience) {
        requireAddress(host, port);
        this.host = host;
        this.port = port;
        this.patience = patience;
    }

    static void requireAddress(String host, int port) {
        if (!HOST.matcher(host).matches() || port < 1 || port > 65_535) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "That is not a host and a port.")
                    .exception();
        }
    }

    /**
     * The SHA-256 fingerprint of the certificate the host shows now, as Proxmox prints it: upper-case hex with colons. Nothing
     * is trusted and nothing is asked.
     *
     * @throws SlipwayException HOST_OFFLINE
     */
    public String fetchCertificate() {
        var trust = new PinnedCertificate(Optional.empty());
        try (var socket = connect(trust)) {
            socket.startHandshake();
        } catch (IOException e) {
            return trust.shown()
                    .orElseThrow(() -> new SlipwayException(
                            Problem.of(ProblemCode.HOST_OFFLINE, "Nothing speaks TLS at " + host + ":" + port + "."),
                            e));
        }
        throw new IllegalStateException("a handshake without a pin cannot succeed");
    }

    private SSLSocket connect(PinnedCertificate trust) throws IOException {
        var plain = new Socket();
        try {
            int millis = Math.toIntExact(patience.toMillis());
            plain.connect(new InetSocketAddress(host, port), millis);
            plain.setSoTimeout(millis);
            return (SSLSocket) trust.context().getSocketFactory().createSocket(plain, host, port, true);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }
}
