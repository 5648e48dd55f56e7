package io.slipway.server.lab.powershell;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;

/**
 * The Java twin of the C# class {@code Slipway.Pin} in START.ps1.
 *
 * <p>Same rules: every certificate valid now, every signature right, the leaf good for servers, the last certificate of
 * the chain pinned by SHA-256. The host name is checked by the JDK, as .NET does it beside the delegate.
 */
final class PinnedTrust implements X509TrustManager {
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final int LONGEST = 8;

    private final InstantSource clock;
    private volatile List<String> accepted = List.of();
    private volatile String lastError = "";

    PinnedTrust(InstantSource clock) {
        this.clock = clock;
    }

    List<String> accepted() {
        return accepted;
    }

    void accept(List<String> pins) {
        accepted = List.copyOf(pins);
    }

    String lastError() {
        return lastError;
    }

    void lastError(String text) {
        lastError = text;
    }

    /** The chain was fine, yet the handshake failed: the JDK refused the host name. */
    void refusedByName() {
        if (lastError.isEmpty()) {
            lastError = "the certificate is not for this host name or address";
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] sent, String authType) throws CertificateException {
        lastError = "";
        try {
            var leaf = sent[0];
            var usages = leaf.getExtendedKeyUsage();
            if (usages != null && !usages.contains(SERVER_AUTHENTICATION)) {
                throw refuse("the certificate chain is broken");
            }
            var top = leaf;
            assertDates(top);
            for (int i = 0; i < LONGEST && !selfIssued(top); i++) {
                var issuer = issuer(top, sent);
                if (issuer.isEmpty()) {
                    break;
                }
                top = issuer.get();
                assertDates(top);
            }
            var found = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(top.getEncoded()));
            if (!accepted.contains(found)) {
                throw refuse("the certificate comes from an authority that is not pinned: " + found);
            }
        } catch (GeneralSecurityException e) {
            if (e instanceof CertificateException known) {
                throw known;
            }
            throw refuse("the certificate chain is broken");
        }
    }

    private void assertDates(X509Certificate certificate) throws CertificateException {
        var now = clock.instant();
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw refuse("the certificate is not valid at " + now + ", this machine's clock");
        }
    }

    private static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static Optional<X509Certificate> issuer(X509Certificate certificate, X509Certificate[] sent)
            throws GeneralSecurityException {
        var candidates = new ArrayList<X509Certificate>();
        for (var one : sent) {
            if (one.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                    && one.getBasicConstraints() >= 0) {
                candidates.add(one);
            }
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        certificate.verify(candidates.getFirst().getPublicKey());
        return Optional.of(candidates.getFirst());
    }

    private CertificateException refuse(String reason) {
        lastError = reason;
        return new CertificateException(reason);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a guest is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
