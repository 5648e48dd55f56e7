package io.slipway.server.vault;

import io.slipway.server.vault.key.Availability;
import io.slipway.server.vault.key.KeyBinding;
import io.slipway.server.vault.key.KeyProtector;
import io.slipway.server.vault.key.KeyWrap;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.vault.key.Unwrapping;
import io.slipway.server.vault.key.Wrapped;
import java.security.SecureRandom;
import java.util.Map;

/** A system that wraps for one user; a test switches it off or changes the user. */
final class FakeProtector implements KeyProtector {
    private static final String PURPOSE = "fake";
    private final SecureRandom random = new SecureRandom();
    byte[] user = new byte[32];
    boolean works = true;

    @Override
    public ProtectorKind kind() {
        return ProtectorKind.DPAPI;
    }

    @Override
    public Availability availability() {
        return works ? Availability.yes("It works.") : Availability.no("It is switched off.");
    }

    @Override
    public Wrapped wrap(KeyBinding binding, byte[] key) {
        return new Wrapped(kind(), Map.of(), KeyWrap.wrap(user, PURPOSE, binding.aad(PURPOSE, Map.of()), key, random));
    }

    @Override
    public Unwrapping unwrap(KeyBinding binding, Wrapped wrapped) {
        if (!works) {
            return new Unwrapping.Unavailable("It is switched off.");
        }
        return KeyWrap.unwrap(user, PURPOSE, binding.aad(PURPOSE, wrapped.parameters()), wrapped.blob())
                .<Unwrapping>map(Unwrapping.Opened::new)
                .orElseGet(() -> new Unwrapping.Refused("The key belongs to another user."));
    }
}
