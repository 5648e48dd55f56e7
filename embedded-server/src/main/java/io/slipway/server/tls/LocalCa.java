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
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate authority of this installation: signs the LAN listener's certificate, and guests pin it.
 *
 * <p>An authority lives ten years; the leaf is made again when the listener's addresses change or 30 days before it ends. Both
 * begin five years in the past, because a fresh VM often has a wrong clock until it reaches a time server. The authority's key
 * is sealed by the vault; a lost key is an error, never a new authority, for every disc already made carries the old pin.
 *
 * <p>A rotation has two phases. First the next authority exists and new discs carry both pins, but the current one goes on
 * signing, so that VMs whose discs know it alone still reach us. When the last of them has ended, the next one takes over; it
 * is known to every disc made since. Thread-safe.
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
    private static final String LEAF_LABEL = "lan-leaf-key";

    private final Path folder;
    private final SealedFiles sealed;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AuthorityFiles files;
    /** Guards the files; the state in memory follows them. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Signers signers;

    /** Who signs now, and who will. */
    private record Signers(Authority current, Optional<Authority> next, Instant since) {}

    private LocalCa(Path dataFolder, SealedFiles sealed, InstantSource clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        this.folder = dataFolder.resolve("tls");
        this.sealed = sealed;
        this.clock = clock;
        this.random = random;
        this.files = new AuthorityFiles(folder, sealed, random);
        PrivateFiles.createFolder(folder);
        var state = files.state();
        if (state.equals(AuthorityFiles.State.FIRST) && !files.exists(1)) {
            files.create(1, validity());
        }
        if (state.current() > 1) {
            files.retire(state.current() - 1);
        }
        this.signers = new Signers(
                files.read(state.current()),
                state.next() == 0 ? Optional.empty() : Optional.of(files.read(state.next())),
                state.since());
    }

    /**
     * Opens the authorities kept in {@code tls/} of the data folder, making the first one at the first start.
     *
     * @throws SlipwayException CONFIG_ERROR when a key is lost, or the files are damaged or cannot be written
     */
    public static LocalCa open(Path dataFolder, SealedFiles sealed, InstantSource clock, SecureRandom random) {
        try {
            return new LocalCa(dataFolder, sealed, clock, random);
        } catch (GeneralSecurityException | IOException e) {
            throw AuthorityFiles.broken("The files of the LAN certificate authority cannot be used.", e);
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
            throw AuthorityFiles.broken("The folder of the lost LAN certificate authority cannot be moved.", e);
        }
    }

    private Validity validity() {
        var now = clock.instant();
        return new Validity(now.minus(BACKDATE), now.plus(AUTHORITY_LIFE));
    }

    /** What guests compare: lower-case hex SHA-256 of the signing authority's certificate in DER, 64 characters. */
    public String pin() {
        return signers.current().pin();
    }

    /** Every pin a guest may accept, the signing one first; the second one appears while the authority is being replaced. */
    public List<String> pins() {
        var now = signers;
        return Stream.concat(Stream.of(now.current()), now.next().stream())
                .map(Authority::pin)
                .toList();
    }

    /** The certificates behind {@link #pins} one after the other in PEM, for guests that cannot pin by digest. */
    public String pem() {
        var now = signers;
        return Stream.concat(Stream.of(now.current()), now.next().stream())
                .map(authority -> new String(pem(authority), StandardCharsets.US_ASCII))
                .collect(Collectors.joining());
    }

    private static byte[] pem(Authority authority) {
        try {
            return Certificates.pem(authority.certificate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("our own certificate cannot be encoded", e);
        }
    }

    /** The signing authority's certificate, for people who want to import it. */
    public X509Certificate certificate() {
        return signers.current().certificate();
    }

    /** Whether the signing authority came after another one. */
    public boolean tookOver() {
        return signers.current().number() > 1;
    }

    /** When the running rotation began, empty while there is none. */
    public Optional<Instant> rotatingSince() {
        var now = signers;
        return now.next().map(next -> now.since());
    }

    /**
     * Begins a rotation: new discs carry both pins from now on.
     *
     * @throws SlipwayException WRONG_STATE when one is under way
     */
    public void rotate() {
        lock.lock();
        try {
            var now = signers;
            if (now.next().isPresent()) {
                throw Problem.of(
                                ProblemCode.WRONG_STATE,
                                "A rotation of the LAN certificate authority is under way since " + now.since() + ".",
                                "Wait until it ends by itself, or end it with `slipway ca rotate --now`.")
                        .exception();
            }
            // In whole milliseconds, as it is stored.
            var since = Instant.ofEpochMilli(clock.millis());
            var next = files.create(now.current().number() + 1, validity());
            files.save(new AuthorityFiles.State(now.current().number(), next.number(), since));
            signers = new Signers(now.current(), Optional.of(next), since);
            LOG.info(
                    "rotation of the LAN authority began current={} next={}",
                    now.current().pin(),
                    next.pin());
        } catch (GeneralSecurityException | IOException e) {
            throw AuthorityFiles.broken("The next LAN certificate authority cannot be made or stored.", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a rotation: the next authority signs from now on, and the one before is no more. The listener then needs a new
     * identity.
     *
     * @return whether there was a rotation to end
     */
    public boolean complete() {
        lock.lock();
        try {
            var now = signers;
            if (now.next().isEmpty()) {
                return false;
            }
            var next = now.next().get();
            files.save(new AuthorityFiles.State(next.number(), 0, now.since()));
            signers = new Signers(next, Optional.empty(), now.since());
            files.retire(now.current().number());
            LOG.info("rotation of the LAN authority ended current={}", next.pin());
            return true;
        } catch (IOException e) {
            throw AuthorityFiles.broken("The rotation of the LAN certificate authority cannot be stored.", e);
        } finally {
            lock.unlock();
        }
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
            throw AuthorityFiles.broken("The certificate of the LAN listener cannot be made or stored.", e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the identity ends within 30 days or another authority signs now; the listener then asks for a new one. */
    public boolean dueForRenewal(TlsIdentity identity) {
        if (!identity.authority().equals(certificate())) {
            return true;
        }
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
        var identity = new TlsIdentity(leaf, certificate(), Certificates.privateKey(pkcs8));
        return dueForRenewal(identity) ? null : identity;
    }

    private TlsIdentity issue(Names names) throws GeneralSecurityException, IOException {
        var now = clock.instant();
        var from = now.minus(BACKDATE);
        var certificate = signers.current().certificate();
        var authorityFrom = certificate.getNotBefore().toInstant();
        var until = now.plus(LEAF_LIFE);
        var authorityUntil = certificate.getNotAfter().toInstant();
        var validity = new Validity(
                from.isBefore(authorityFrom) ? authorityFrom : from,
                until.isAfter(authorityUntil) ? authorityUntil : until);
        var keys = Certificates.newKeys(random);
        var leaf = Certificates.leaf(
                keys.getPublic(), certificate, signers.current().key(), names, validity, random);
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
        return pin() + ";" + names.fingerprint();
    }
}
