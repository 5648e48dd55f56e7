package io.slipway.server.web.vm;

import io.slipway.server.artifact.Artifacts;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.artifact.folder.FolderStore;
import io.slipway.server.guest.GuestRig;
import io.slipway.server.lease.LeaseTerm;
import io.slipway.server.lease.Leases;
import io.slipway.server.lease.Licence;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.web.Http;
import io.slipway.server.web.Listener;
import io.slipway.server.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The LAN listener as it runs: real TLS on the loopback, a real store, clients that trust the local authority alone. */
final class LanRig implements AutoCloseable {
    final GuestRig guests;
    final LocalCa ca;
    final FolderStore store;
    final Leases leases;
    final Artifacts artifacts;
    final Downloads downloads;
    final WebServer server;
    final Http http;

    LanRig(Path folder, VmLimits limits) throws IOException, GeneralSecurityException {
        guests = new GuestRig(folder);
        ca = LocalCa.open(folder, guests.vault.files(), guests.clock, new SecureRandom());
        var loopback = InetAddress.getByName("127.0.0.1");
        store = new FolderStore(folder.resolve("artifacts"));
        leases = new Leases(
                guests.database,
                tenant -> Licence.local(),
                LeaseTerm.DEFAULT,
                guests.ids,
                guests.clock,
                new SecureRandom());
        artifacts = Artifacts.open(guests.database, store, guests.ids, guests.clock);
        downloads = new Downloads(guests.database, store, guests.tokens, leases, guests.vault, guests.clock);
        var routes = new VmRoutes(guests.tokens, guests.reports, limits).withFiles(downloads, this::addresses);
        server = WebServer.start(
                Listener.lan(List.of(loopback), 0, ca.identity(Set.of(loopback), Set.of())), guests.ids, routes::addTo);
        http = Http.tls(server.port(), trust(ca, "TLSv1.3"));
    }

    private List<URI> addresses() {
        return List.of(URI.create("https://127.0.0.1:" + server.port()));
    }

    static SSLContext trust(LocalCa ca, String protocol) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", ca.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance(protocol);
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        http.close();
        server.close();
        guests.close();
    }
}
