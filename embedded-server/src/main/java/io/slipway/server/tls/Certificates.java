package io.slipway.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes and reads the X.509 v3 certificates of RFC 5280 that we need: EC P-256 keys, ECDSA with SHA-256.
 *
 * <p>Bouncy Castle builds the structures; keys and signatures come from the JDK, so no provider is registered.
 */
final class Certificates {
    private static final int SERIAL_BITS = 127;

    /** The span in which a certificate counts. */
    record Validity(Instant from, Instant until) {}

    private Certificates() {}

    static KeyPair newKeys(SecureRandom random) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    static X509Certificate authority(KeyPair keys, String name, Validity validity, SecureRandom random)
            throws GeneralSecurityException, IOException {
        var subject = new X500Name("CN=" + name);
        var builder = builder(subject, subject, keys.getPublic(), validity, random);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return sign(builder, keys.getPrivate());
    }

    static X509Certificate leaf(
            PublicKey key,
            X509Certificate authority,
            PrivateKey authorityKey,
            Names names,
            Validity validity,
            SecureRandom random)
            throws GeneralSecurityException, IOException {
        var issuer = X500Name.getInstance(authority.getSubjectX500Principal().getEncoded());
        var builder = builder(issuer, new X500Name("CN=Slipway"), key, validity, random);
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublicKey()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, names.generalNames());
        return sign(builder, authorityKey);
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Validity validity, SecureRandom random)
            throws GeneralSecurityException, IOException {
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(0),
                Date.from(validity.from()),
                Date.from(validity.until()),
                subject,
                key);
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    static byte[] pem(X509Certificate certificate) throws GeneralSecurityException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static X509Certificate certificate(byte[] pem) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** Lower-case hex SHA-256 of the certificate in DER. */
    static String pin(X509Certificate certificate) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    /** The subject alternative names of a leaf: addresses first, because guests come by address. */
    record Names(List<String> addresses, List<String> hosts) {
        static Names of(Set<InetAddress> addresses, Set<String> hosts) {
            return new Names(
                    addresses.stream()
                            .map(address -> withoutZone(address.getHostAddress()))
                            .sorted()
                            .distinct()
                            .toList(),
                    hosts.stream().sorted().toList());
        }

        private static String withoutZone(String address) {
            int zone = address.indexOf('%');
            return zone < 0 ? address : address.substring(0, zone);
        }

        GeneralNames generalNames() {
            var names = new ArrayList<GeneralName>();
            addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
            hosts.forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
            return new GeneralNames(names.toArray(GeneralName[]::new));
        }

        /** One line that is equal exactly when the names are. */
        String fingerprint() {
            return String.join(",", addresses) + ";" + String.join(",", hosts);
        }
    }
}
