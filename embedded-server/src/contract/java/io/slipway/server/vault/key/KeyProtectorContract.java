package io.slipway.server.vault.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every protector keeps; each adapter's test extends it. */
public abstract class KeyProtectorContract {
    private final SecureRandom random = new SecureRandom();

    /** A protector of this machine and user. */
    protected abstract KeyProtector protector() throws Exception;

    @Test
    void theKeyComesBackForItsBinding() throws Exception {
        var key = key();
        var binding = binding(key);

        var wrapped = protector().wrap(binding, key);

        assertThat(wrapped.kind()).isEqualTo(protector().kind());
        assertThat(opened(protector().unwrap(binding, wrapped))).isEqualTo(key);
        assertThat(opened(protector().unwrap(binding, wrapped))).as("again").isEqualTo(key);
    }

    @Test
    @Tag("F130")
    void whatIsStoredInTheKeyringDoesNotHoldTheKey() throws Exception {
        var key = key();

        var wrapped = protector().wrap(binding(key), key);

        var hex = HexFormat.of().formatHex(key);
        assertThat(HexFormat.of().formatHex(wrapped.blob())).doesNotContain(hex);
        assertThat(wrapped.parameters().toString()).doesNotContain(hex);
    }

    @Test
    @Tag("F130")
    void anotherInstallationOrAnotherKeysNameRefuses() throws Exception {
        var key = key();
        var binding = binding(key);
        var wrapped = protector().wrap(binding, key);

        var elsewhere = new KeyBinding("f".repeat(32), binding.keyId());
        var other = new KeyBinding(binding.installation(), "0".repeat(16));

        assertThat(protector().unwrap(elsewhere, wrapped)).isInstanceOf(Unwrapping.Refused.class);
        assertThat(protector().unwrap(other, wrapped)).isInstanceOf(Unwrapping.Refused.class);
    }

    @Test
    void aBlobWithAnyByteChangedRefuses() throws Exception {
        var key = key();
        var binding = binding(key);
        var wrapped = protector().wrap(binding, key);

        int step = Math.max(1, wrapped.blob().length / 8);
        for (int i = 0; i < wrapped.blob().length; i += step) {
            var changed = wrapped.blob().clone();
            changed[i] ^= 0x40;
            assertThat(refused(binding, wrapped, changed)).as("byte %d", i).isTrue();
        }
        assertThat(refused(binding, wrapped, Arrays.copyOf(wrapped.blob(), wrapped.blob().length - 1)))
                .as("cut")
                .isTrue();
        assertThat(refused(binding, wrapped, new byte[1])).as("nothing left").isTrue();
    }

    /** Another key is as good as a refusal to whoever checks its id, and a few bytes of some formats carry no meaning. */
    private boolean refused(KeyBinding binding, Wrapped wrapped, byte[] blob) throws Exception {
        var changed = new Wrapped(wrapped.kind(), wrapped.parameters(), blob);
        return protector().unwrap(binding, changed) instanceof Unwrapping.Refused;
    }

    @Test
    void aParameterAddedOrTakenAwayRefuses() throws Exception {
        var key = key();
        var binding = binding(key);
        var wrapped = protector().wrap(binding, key);

        var more = new TreeMap<>(wrapped.parameters());
        more.put("more", "1");

        assertThat(protector().unwrap(binding, new Wrapped(wrapped.kind(), more, wrapped.blob())))
                .isInstanceOf(Unwrapping.Refused.class);
    }

    @Test
    void twoWrappingsLiveBesideEachOtherUntilOneIsForgotten() throws Exception {
        var key = key();
        var binding = binding(key);
        var first = protector().wrap(binding, key);
        var second = protector().wrap(binding, key);
        assertThat(first.blob()).isNotEqualTo(second.blob());

        protector().forget(binding, first);
        protector().forget(binding, first);

        assertThat(opened(protector().unwrap(binding, second))).isEqualTo(key);
    }

    @Test
    void availableMeansThatAReasonIsGiven() throws Exception {
        assertThat(protector().availability().works()).isTrue();
        assertThat(protector().availability().reason()).endsWith(".");
    }

    protected final byte[] key() {
        var key = new byte[KeyProtector.KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    protected static KeyBinding binding(byte[] key) {
        return new KeyBinding("0123456789abcdef0123456789abcdef", KeyWrap.keyId(key));
    }

    protected static byte[] opened(Unwrapping unwrapping) {
        assertThat(unwrapping).isInstanceOf(Unwrapping.Opened.class);
        return ((Unwrapping.Opened) unwrapping).key();
    }
}
