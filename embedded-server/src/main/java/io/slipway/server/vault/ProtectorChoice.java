package io.slipway.server.vault;

import io.slipway.server.base.Secret;
import io.slipway.server.vault.key.ProtectorKind;
import java.util.Optional;

/**
 * How somebody wants the key protected.
 *
 * @param passphrase for {@link ProtectorKind#PASSPHRASE} and for nothing else
 */
public record ProtectorChoice(ProtectorKind kind, Optional<Secret> passphrase) {
    /** A protection that needs nobody. */
    public static ProtectorChoice of(ProtectorKind kind) {
        return new ProtectorChoice(kind, Optional.empty());
    }

    public static ProtectorChoice passphrase(Secret passphrase) {
        return new ProtectorChoice(ProtectorKind.PASSPHRASE, Optional.of(passphrase));
    }
}
