package io.slipway.server.boot;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.web.Listener;
import io.slipway.server.web.WebServer;
import io.slipway.server.web.vm.VmLimits;
import io.slipway.server.web.vm.VmRoutes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The LAN listener with its certificate, and what guests must know to reach it. */
final class LanListener implements AutoCloseable {
    private final WebServer server;
    private final GuestEndpoints endpoints;

    private LanListener(WebServer server, GuestEndpoints endpoints) {
        this.server = server;
        this.endpoints = endpoints;
    }

    static LanListener start(
            LanConfig config,
            LocalCa ca,
            Ids ids,
            Redactor redactor,
            GuestTokens tokens,
            GuestReports reports,
            VmLimits limits) {
        var hosts = config.publicUrl().map(URI::getHost).map(Set::of).orElse(Set.of());
        var identity = ca.identity(new LinkedHashSet<>(config.addresses()), hosts);
        var routes = new VmRoutes(tokens, reports, limits);
        var server = WebServer.start(
                Listener.lan(config.addresses(), config.port(), identity), ids, redactor, routes::addTo);
        var urls = new ArrayList<URI>();
        config.publicUrl().ifPresent(urls::add);
        config.addresses().forEach(address -> urls.add(url(address, server.port())));
        return new LanListener(server, new GuestEndpoints(urls, ca.pins(), Optional.of(pem(ca)), config.laboratory()));
    }

    private static URI url(InetAddress address, int port) {
        var host = address.getHostAddress();
        int zone = host.indexOf('%');
        var plain = zone < 0 ? host : host.substring(0, zone);
        return URI.create("https://" + (address instanceof Inet6Address ? "[" + plain + "]" : plain) + ":" + port);
    }

    private static String pem(LocalCa ca) {
        try {
            var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(ca.certificate().getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("our own certificate cannot be encoded", e);
        }
    }

    GuestEndpoints endpoints() {
        return endpoints;
    }

    @Override
    public void close() {
        server.close();
    }
}
