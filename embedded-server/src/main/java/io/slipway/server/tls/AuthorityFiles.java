package io.slipway.server.tls;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.tls.Certificates.Validity;
import io.slipway.server.vault.SealedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The authorities' files: a certificate and a sealed key each, and {@code authorities.json}, which alone says which of them
 * count. That one file is replaced at once, so a crash leaves the state before or after a change, and key files that it does not
 * name are leftovers. Not thread-safe.
 */
final class AuthorityFiles {
    private static final String LABEL = "lan-authority-key";

    private final Path folder;
    private final SealedFiles sealed;
    private final SecureRandom random;

    AuthorityFiles(Path folder, SealedFiles sealed, SecureRandom random) {
        this.folder = folder;
        this.sealed = sealed;
        this.random = random;
    }

    /**
     * Which authorities count.
     *
     * @param current signs the listener's certificate
     * @param next takes over when the rotation ends, 0 while there is none
     * @param since when the rotation began
     */
    record State(int current, int next, Instant since) {
        static final State FIRST = new State(1, 0, Instant.EPOCH);
    }

    State state() throws IOException {
        var file = stateFile();
        if (!Files.exists(file)) {
            return State.FIRST;
        }
        var json = Json.parse(Files.readAllBytes(file));
        var state = new State(
                json.path("current").asInt(0),
                json.path("next").asInt(0),
                Instant.ofEpochMilli(json.path("since").asLong(0)));
        if (state.current() < 1 || state.next() < 0) {
            throw broken("The list of LAN certificate authorities is damaged.", null);
        }
        return state;
    }

    void save(State state) throws IOException {
        var json = Json.object()
                .put("current", state.current())
                .put("next", state.next())
                .put("since", state.since().toEpochMilli());
        PrivateFiles.write(stateFile(), Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    boolean exists(int number) {
        return Files.exists(certificateFile(number));
    }

    Authority read(int number) throws IOException, GeneralSecurityException {
        var certificate = Certificates.certificate(Files.readAllBytes(certificateFile(number)));
        var pkcs8 = sealed.read(keyFile(number), LABEL)
                .orElseThrow(() -> broken("The key of the LAN certificate authority is missing.", null));
        return Authority.of(number, certificate, Certificates.privateKey(pkcs8));
    }

    /** Key first: a certificate that is there has a key, and a crash in between leaves nothing that anybody pinned. */
    Authority create(int number, Validity validity) throws IOException, GeneralSecurityException {
        var keys = Certificates.newKeys(random);
        var name = "Slipway local authority " + Long.toHexString(random.nextLong() | 1L << 63);
        var certificate = Certificates.authority(keys, name, validity, random);
        sealed.write(keyFile(number), LABEL, keys.getPrivate().getEncoded());
        PrivateFiles.write(certificateFile(number), Certificates.pem(certificate));
        return Authority.of(number, certificate, keys.getPrivate());
    }

    /** Deletes the key of an authority that signs no more; its certificate stays for people who look into old discs. */
    void retire(int number) throws IOException {
        Files.deleteIfExists(keyFile(number));
    }

    private Path stateFile() {
        return folder.resolve("authorities.json");
    }

    private Path certificateFile(int number) {
        return folder.resolve(number == 1 ? "authority.pem" : "authority-" + number + ".pem");
    }

    private Path keyFile(int number) {
        return folder.resolve(number == 1 ? "authority.key.sealed" : "authority-" + number + ".key.sealed");
    }

    static SlipwayException broken(String detail, @Nullable Throwable cause) {
        var problem = Problem.of(
                ProblemCode.CONFIG_ERROR,
                detail,
                "Restore the folder tls of the data folder from a backup. Without it, remove the folder and make the"
                        + " discs of unfinished VMs again.");
        return Optional.<Throwable>ofNullable(cause)
                .map(why -> new SlipwayException(problem, why))
                .orElseGet(() -> new SlipwayException(problem));
    }
}
