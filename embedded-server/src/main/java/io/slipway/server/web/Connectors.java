package io.slipway.server.web;

import io.javalin.config.JavalinConfig;
import io.slipway.server.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The sockets of a listener: one connector per address, all on one port. */
final class Connectors implements AutoCloseable {
    private static final int HEADER_BYTES = 8192;
    private static final int BACKLOG = 1024;
    private static final long IDLE_MILLIS = 30_000;

    private final Listener listener;
    private final Optional<SslContextFactory.Server> tls;
    private final List<ServerConnector> opened = new ArrayList<>();

    Connectors(Listener listener) {
        this.listener = listener;
        this.tls = listener.tls().map(Connectors::contextFactory);
    }

    void addTo(JavalinConfig config) {
        for (var address : listener.addresses()) {
            config.jetty.addConnector((server, base) -> open(server, base, address));
        }
        config.jetty.modifyServer(
                server -> server.addBean(new NetworkConnectionLimit(listener.mostConnections(), server)));
    }

    private ServerConnector open(Server server, HttpConfiguration base, InetAddress address) {
        var http = strict(base);
        ConnectionFactory[] factories = tls.isEmpty()
                ? new ConnectionFactory[] {new HttpConnectionFactory(http)}
                : new ConnectionFactory[] {
                    new SslConnectionFactory(tls.get(), "http/1.1"), new HttpConnectionFactory(http)
                };
        var connector = new ServerConnector(server, 1, 1, factories);
        connector.setHost(address.getHostAddress());
        connector.setPort(opened.isEmpty() ? listener.port() : port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(BACKLOG);
        try {
            // Now, so that a second address gets the port that the first one was given.
            connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        opened.add(connector);
        return connector;
    }

    private HttpConfiguration strict(HttpConfiguration base) {
        var http = new HttpConfiguration(base);
        // Javalin's default accepts ambiguous paths such as /a/..%2fb.
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setFormEncodedMethods();
        if (tls.isPresent()) {
            var secure = new SecureRequestCustomizer();
            // Guests come by address and send no name.
            secure.setSniHostCheck(false);
            http.addCustomizer(secure);
        }
        return http;
    }

    private static SslContextFactory.Server contextFactory(TlsIdentity identity) {
        var factory = new SslContextFactory.Server();
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setSniRequired(false);
        factory.setRenegotiationAllowed(false);
        show(factory, identity);
        return factory;
    }

    private static void show(SslContextFactory.Server factory, TlsIdentity identity) {
        var random = new byte[16];
        new SecureRandom().nextBytes(random);
        // The store lives in memory only; Jetty wants a password for it.
        var password = HexFormat.of().formatHex(random);
        factory.setKeyStore(identity.keyStore(password.toCharArray()));
        factory.setKeyStorePassword(password);
    }

    void reload(TlsIdentity identity) {
        tls.ifPresent(factory -> {
            try {
                factory.reload(changed -> show((SslContextFactory.Server) changed, identity));
            } catch (Exception e) {
                throw new IllegalStateException("the new certificate cannot be shown", e);
            }
        });
    }

    int port() {
        return opened.getFirst().getLocalPort();
    }

    @Override
    public void close() {
        opened.forEach(ServerConnector::close);
    }
}
