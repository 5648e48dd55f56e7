package io.slipway.server.boot;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.profile.SecretBox;
import io.slipway.server.vault.SealContext;
import io.slipway.server.vault.Sealed;
import java.nio.charset.StandardCharsets;

/** Seals the secret values of profiles under the vault's key; the context binds a value to its place. */
final class ProfileSeal implements SecretBox {
    private static final String LABEL = "profile value";
    private static final String PREFIX = "sealed:1:";

    private final io.slipway.server.vault.SecretBox box;

    ProfileSeal(io.slipway.server.vault.SecretBox box) {
        this.box = box;
    }

    @Override
    public String seal(String plain, String context) {
        var sealed = box.seal(place(context), plain.getBytes(StandardCharsets.UTF_8));
        return PREFIX + String.join(":", sealed.alg(), sealed.keyId(), sealed.nonce(), sealed.ciphertext());
    }

    @Override
    public String open(String text, String context) {
        var parts = text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split(":", -1) : new String[0];
        if (parts.length != 4) {
            throw Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "A stored profile value is not sealed as it should be.",
                            "Save the profile again with its passwords.")
                    .exception();
        }
        var plain = box.open(place(context), new Sealed(parts[0], parts[1], parts[2], parts[3]));
        return new String(plain, StandardCharsets.UTF_8);
    }

    private static SealContext place(String context) {
        return new SealContext(TenantId.DEFAULT, LABEL, context);
    }
}
