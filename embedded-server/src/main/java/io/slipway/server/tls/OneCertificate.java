package io.slipway.server.tls;

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

/** Trusts one leaf certificate by its fingerprint: no authority, no name. Remembers what was shown. Thread-safe. */
public class OneCertificate extends X509ExtendedTrustManager {
    private final Optional<String> expected;
    private final AtomicReference<@Nullable String> seen = new AtomicReference<>();

    /** @param expected SHA-256 in upper-case hex with colons; empty trusts nothing */
    public OneCertificate(Optional<String> expected) {
        this.expected = expected;
    }

    /** The fingerprint shown last. */
    public Optional<String> shown() {
        return Optional.ofNullable(seen.get());
    }

    /** The fingerprint shown last, when it is not the expected one. */
    public Optional<String> stranger() {
        return shown().filter(shown -> expected.filter(shown::equals).isEmpty());
    }

    /** For connections that trust this certificate only. */
    public SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }

    /** What else the expected certificate must be; nothing here. */
    protected void require(X509Certificate known) throws CertificateException {}

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
            var shown = HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
            seen.set(shown);
            if (expected.filter(shown::equals).isEmpty()) {
                throw new CertificateException("not the expected certificate");
            }
            require(chain[0]);
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
