package io.slipway.server.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * One authority of the installation.
 *
 * @param number 1 for the first, counting rotations
 * @param pin lower-case hex SHA-256 of its certificate in DER
 */
record Authority(int number, X509Certificate certificate, PrivateKey key, String pin) {
    static Authority of(int number, X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        return new Authority(number, certificate, key, Certificates.pin(certificate));
    }

    @Override
    public String toString() {
        return "Authority[" + number + ", " + pin + "]";
    }
}
