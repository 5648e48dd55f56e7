package io.slipway.server.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

/**
 * What the LAN listener shows: its certificate, the authority that signed it, and the private key.
 *
 * @param leaf the listener's certificate
 * @param authority sent along, because guests pin it
 * @param key private key of the leaf; never leaves the process
 */
public record TlsIdentity(X509Certificate leaf, X509Certificate authority, PrivateKey key) {

    /** A key store in memory with the one entry {@code lan}, under the given password. */
    public KeyStore keyStore(char[] password) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("lan", key, password, new Certificate[] {leaf, authority});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no PKCS#12 key store in this runtime", e);
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity[leaf=" + leaf.getSubjectX500Principal() + ", notAfter=" + leaf.getNotAfter() + "]";
    }
}
