package io.slipway.server.hypervisor.pve.rest;

import io.slipway.server.tls.OneCertificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Trusts exactly one leaf certificate while it is valid, and remembers what was shown. */
final class PinnedCertificate extends OneCertificate {
    private final AtomicReference<@Nullable X509Certificate> outdated = new AtomicReference<>();

    /** @param expected SHA-256 in upper-case hex with colons; empty trusts nothing */
    PinnedCertificate(Optional<String> expected) {
        super(expected);
    }

    /** The pinned certificate, when it was shown last and its time is over or has not come. */
    Optional<X509Certificate> outdated() {
        return stranger().isPresent() ? Optional.empty() : Optional.ofNullable(outdated.get());
    }

    @Override
    protected void require(X509Certificate pinned) throws CertificateException {
        outdated.set(null);
        try {
            pinned.checkValidity();
        } catch (CertificateException e) {
            outdated.set(pinned);
            throw e;
        }
    }
}
