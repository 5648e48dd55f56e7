package io.slipway.server.syncthing;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts one certificate by its fingerprint: no authority, no name. Remembers what was shown. Thread-safe. */
final class OnlyCertificate extends X509ExtendedTrustManager {
    private final Optional<String> expected;
    private final AtomicReference<@Nullable String> seen = new AtomicReference<>();

    OnlyCertificate(Optional<String> expected) {
        this.expected = expected;
    }

    /** The certificate that was shown, if it is not the expected one. */
    Optional<String> stranger() {
        return Optional.ofNullable(seen.get())
                .filter(shown -> expected.filter(shown::equals).isEmpty());
    }

    SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
            var shown = HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
            seen.set(shown);
            if (expected.filter(shown::equals).isEmpty()) {
                throw new CertificateException("not the confirmed certificate");
            }
        } catch (GeneralSecurityException e) {
            throw e instanceof CertificateException known ? known : new CertificateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
