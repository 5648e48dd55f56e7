package io.slipway.server.syncthing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.HexFormat;

/** A Syncthing that Slipway acts on, "ours", and another device's that knows where ours is, "theirs". */
public interface SyncthingPair extends AutoCloseable {
    /** The folder that {@link #have} adds to ours and {@link #offer} shares from theirs. */
    String FOLDER = "photos";

    /** Of ours. */
    String url();

    /** Of the certificate that ours shows, SHA-256 in upper-case hex with colons. */
    String fingerprint();

    /** The device id of ours. */
    String own();

    /** The device id of theirs. */
    String theirs();

    /** Theirs asks ours to be let in, and is seen asking some time after. */
    void ask() throws Exception;

    /** Theirs is switched off, so that it does not ask again. */
    void leave() throws Exception;

    /** Ours has the folder, shared with nobody. */
    void have() throws Exception;

    /** Theirs shares the folder with ours; it has to be let in for that to be seen. */
    void offer() throws Exception;

    @Override
    void close() throws Exception;

    /** SHA-256 of a certificate in upper-case hex with colons, reckoned apart from the product. */
    static String fingerprint(Certificate certificate) throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
