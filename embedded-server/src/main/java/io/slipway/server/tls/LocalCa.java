package io.slipway.server.tls;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.tls.Certificates.Names;
import io.slipway.server.tls.Certificates.Validity;
import io.slipway.server.vault.SealedFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate authority of this installation: signs the LAN listener's certificate, and guests pin it.
 *
 * <p>The authority is made once and lives ten years; the leaf is made again when the listener's addresses change or 30 days
 * before it ends. Both begin five years in the past, because a fresh VM often has a wrong clock until it reaches a time
 * server. The authority's key is sealed by the vault; a lost key is an error, never a new authority, for every disc already
 * made carries the old pin. Thread-safe.
 */
public final class LocalCa {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCa.class);
    private static final Duration BACKDATE = Duration.ofDays(5 * 365);
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(10 * 365);
    private static final Duration LEAF_LIFE = Duration.ofDays(2 * 365);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final Pattern HOST_NAME = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final String CA_LABEL = "lan-authority-key";
    private static final String LEAF_LABEL = "lan-leaf-key";

    private final Path folder;
    private final SealedFiles sealed;
    private final InstantSource clock;
    private final SecureRandom random;
    private final X509Certificate certificate;
    private final PrivateKey key;
    private final String pin;
    /** Guards the leaf's two files. */
    private final ReentrantLock lock = new ReentrantLock();

    private LocalCa(
            Path folder,
            SealedFiles sealed,
            InstantSource clock,
            SecureRandom random,
            X509Certificate certificate,
            PrivateKey key)
            throws GeneralSecurityException {
        this.folder = folder;
        this.sealed = sealed;
        this.clock = clock;
        this.random = random;
        this.certificate = certificate;
        this.key = key;
        this.pin = Certificates.pin(certificate);
    }

    /**
     * Opens the authority kept in {@code tls/} of the data folder, making it at the first start.
     *
     * @throws SlipwayException CONFIG_ERROR when its key is lost, or its files are damaged or cannot be written
     */
    public static LocalCa open(Path dataFolder, SealedFiles sealed, InstantSource clock, SecureRandom random) {
        var folder = dataFolder.resolve("tls");
        try {
            PrivateFiles.createFolder(folder);
            var certificateFile = folder.resolve("authority.pem");
            if (!Files.exists(certificateFile)) {
                create(folder, sealed, clock, random);
            }
            var certificate = Certificates.certificate(Files.readAllBytes(certificateFile));
            var pkcs8 = sealed.read(keyFile(folder), CA_LABEL)
                    .orElseThrow(() -> broken("The key of the LAN certificate authority is missing.", null));
            return new LocalCa(folder, sealed, clock, random, certificate, Certificates.privateKey(pkcs8));
        } catch (GeneralSecurityException | IOException e) {
            throw broken("The files of the LAN certificate authority cannot be used.", e);
        }
    }

    /**
     * Moves an authority whose key is lost for good out of the way; the next {@link #open} makes a new one. Its files stay, in
     * a folder beside it.
     *
     * @throws SlipwayException CONFIG_ERROR when the folder cannot be moved
     */
    public static void setAside(Path dataFolder, InstantSource clock) {
        try {
            Files.move(dataFolder.resolve("tls"), dataFolder.resolve("tls-lost-" + clock.millis()));
            LOG.warn("the LAN certificate authority was set aside; discs made for it report no more");
        } catch (IOException e) {
            throw broken("The folder of the lost LAN certificate authority cannot be moved.", e);
        }
    }

    /** Key first: a certificate that is there has a key, and a crash in between leaves nothing that anybody pinned. */
    private static void create(Path folder, SealedFiles sealed, InstantSource clock, SecureRandom random)
            throws GeneralSecurityException, IOException {
        var now = clock.instant();
        var keys = Certificates.newKeys(random);
        var name = "Slipway local authority " + Long.toHexString(random.nextLong() | 1L << 63);
        var validity = new Validity(now.minus(BACKDATE), now.plus(AUTHORITY_LIFE));
        var certificate = Certificates.authority(keys, name, validity, random);
        sealed.write(keyFile(folder), CA_LABEL, keys.getPrivate().getEncoded());
        PrivateFiles.write(folder.resolve("authority.pem"), Certificates.pem(certificate));
    }

    private static Path keyFile(Path folder) {
        return folder.resolve("authority.key.sealed");
    }

    /** What guests compare: lower-case hex SHA-256 of the authority's certificate in DER, 64 characters. */
    public String pin() {
        return pin;
    }

    /** Every pin a guest may accept, the current one first. A second one appears while an authority is being replaced. */
    public List<String> pins() {
        return List.of(pin);
    }

    /** The authority's certificate, for people who want to import it. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * The listener's identity for exactly these names: the stored one while it fits and lasts, otherwise a new one.
     *
     * @param addresses every address under which guests reach the listener, at least one
     * @param hosts DNS names or written addresses, may be empty
     * @throws SlipwayException BAD_REQUEST when a name is none, CONFIG_ERROR when files cannot be written
     */
    public TlsIdentity identity(Set<InetAddress> addresses, Set<String> hosts) {
        var all = new HashSet<>(addresses);
        var names = new HashSet<String>();
        hosts.forEach(host -> literal(host).ifPresentOrElse(all::add, () -> names.add(host)));
        refuseBadNames(all, names);
        return identity(Names.of(all, names));
    }

    /** A public address may be given where a host name is meant; as a DNS name no client would match it. */
    private static Optional<InetAddress> literal(String host) {
        try {
            var bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
            boolean address = IPV4.matcher(bare).matches() || bare.contains(":");
            return address ? Optional.of(InetAddress.getByName(bare)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private TlsIdentity identity(Names names) {
        lock.lock();
        try {
            var stored = storedOrNull(names);
            return stored != null ? stored : issue(names);
        } catch (GeneralSecurityException | IOException e) {
            throw broken("The certificate of the LAN listener cannot be made or stored.", e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the identity ends within 30 days; the listener then asks for a new one and reloads. */
    public boolean dueForRenewal(TlsIdentity identity) {
        var end = identity.leaf().getNotAfter().toInstant();
        return !clock.instant().plus(RENEW_BEFORE).isBefore(end);
    }

    private static void refuseBadNames(Set<InetAddress> addresses, Set<String> hosts) {
        if (addresses.isEmpty()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The LAN listener needs at least one address.")
                    .exception();
        }
        for (var host : hosts) {
            if (!HOST_NAME.matcher(host).matches()) {
                throw Problem.of(ProblemCode.BAD_REQUEST, "\"" + host + "\" is not a host name.")
                        .exception();
            }
        }
    }

    /** A leaf that cannot be read costs nothing to replace, since guests pin the authority. */
    private @Nullable TlsIdentity storedOrNull(Names names) {
        try {
            return stored(names);
        } catch (SlipwayException | GeneralSecurityException | IOException e) {
            LOG.warn("the stored LAN certificate cannot be read and is made again", e);
            return null;
        }
    }

    private @Nullable TlsIdentity stored(Names names) throws GeneralSecurityException, IOException {
        var namesFile = folder.resolve("leaf.names");
        var pemFile = folder.resolve("leaf.pem");
        if (!Files.exists(namesFile) || !Files.exists(pemFile)) {
            return null;
        }
        var pkcs8 = sealed.read(folder.resolve("leaf.key.sealed"), LEAF_LABEL).orElse(null);
        if (pkcs8 == null || !Files.readString(namesFile).equals(fingerprint(names))) {
            return null;
        }
        var leaf = Certificates.certificate(Files.readAllBytes(pemFile));
        var identity = new TlsIdentity(leaf, certificate, Certificates.privateKey(pkcs8));
        return dueForRenewal(identity) ? null : identity;
    }

    private TlsIdentity issue(Names names) throws GeneralSecurityException, IOException {
        var now = clock.instant();
        var from = now.minus(BACKDATE);
        var authorityFrom = certificate.getNotBefore().toInstant();
        var until = now.plus(LEAF_LIFE);
        var authorityUntil = certificate.getNotAfter().toInstant();
        var validity = new Validity(
                from.isBefore(authorityFrom) ? authorityFrom : from,
                until.isAfter(authorityUntil) ? authorityUntil : until);
        var keys = Certificates.newKeys(random);
        var leaf = Certificates.leaf(keys.getPublic(), certificate, key, names, validity, random);
        // The names go first and come last: without them the other two files do not count.
        Files.deleteIfExists(folder.resolve("leaf.names"));
        sealed.write(
                folder.resolve("leaf.key.sealed"), LEAF_LABEL, keys.getPrivate().getEncoded());
        PrivateFiles.write(folder.resolve("leaf.pem"), Certificates.pem(leaf));
        PrivateFiles.write(folder.resolve("leaf.names"), fingerprint(names).getBytes(StandardCharsets.UTF_8));
        return new TlsIdentity(leaf, certificate, keys.getPrivate());
    }

    /** Which leaf the files hold: names and authority, so that a leaf of an earlier authority does not count. */
    private String fingerprint(Names names) {
        return pin + ";" + names.fingerprint();
    }

    private static SlipwayException broken(String detail, @Nullable Throwable cause) {
        var problem = Problem.of(
                ProblemCode.CONFIG_ERROR,
                detail,
                "Restore the folder tls of the data folder from a backup. Without it, remove the folder and make the"
                        + " discs of unfinished VMs again.");
        return cause == null ? new SlipwayException(problem) : new SlipwayException(problem, cause);
    }
}
