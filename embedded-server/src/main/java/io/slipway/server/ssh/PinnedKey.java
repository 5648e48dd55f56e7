package io.slipway.server.ssh;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Accepts exactly one host key, or none, and remembers what the host showed. */
final class PinnedKey implements HostKeyVerifier {
    private final Optional<HostKeyPin> expected;
    private volatile @Nullable HostKeyPin shown;

    PinnedKey(Optional<HostKeyPin> expected) {
        this.expected = expected;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        var pin = pinOf(key);
        shown = pin;
        return expected.filter(pin::equals).isPresent();
    }

    /** Asks the host for the pinned kind of key first, so that a second key of another kind is not taken for a change. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return expected.map(HostKeyPin::algorithm)
                .map(algorithm ->
                        "ssh-rsa".equals(algorithm) ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(algorithm))
                .orElse(List.of());
    }

    Optional<HostKeyPin> shown() {
        return Optional.ofNullable(shown);
    }

    /** Why the connection was refused, or empty when the key was not the reason. */
    Optional<SlipwayException> refusal(String address) {
        var seen = shown;
        if (seen == null || expected.filter(seen::equals).isPresent()) {
            return Optional.empty();
        }
        var problem = expected.isEmpty()
                ? Problem.of(
                        ProblemCode.HOST_KEY_UNKNOWN,
                        "The host " + address + " shows the key " + seen + ", which nobody has confirmed yet.")
                : Problem.of(
                                ProblemCode.HOST_KEY_CHANGED,
                                "The host " + address + " shows the key " + seen + ", but " + expected.get()
                                        + " is pinned. Somebody may be in between.")
                        .with("pinned", expected.get());
        return Optional.of(problem.with("shown", seen).exception());
    }

    static HostKeyPin pinOf(PublicKey key) {
        var wire = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(wire);
            return new HostKeyPin(
                    KeyType.fromKey(key).toString(),
                    "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
