package io.slipway.desktop.os.windows;

import com.sun.jna.platform.win32.Crypt32Util;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinCrypt;
import com.sun.jna.platform.win32.WinError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.vault.key.Availability;
import io.slipway.server.vault.key.KeyBinding;
import io.slipway.server.vault.key.KeyProtector;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.vault.key.Unwrapping;
import io.slipway.server.vault.key.Wrapped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps the key by the Windows Data Protection API for the signed-in user, with the binding as additional entropy.
 *
 * <p>The entropy is no secret: it ties a blob to its installation and key. Windows shows no dialog.
 */
public final class DpapiProtector implements KeyProtector {
    private static final Logger LOG = LoggerFactory.getLogger(DpapiProtector.class);
    private static final String PURPOSE = "dpapi";

    /** What Windows answers to a blob that is damaged, of another user, or has other entropy; anything else may pass. */
    private static final Set<Integer> REFUSALS = Set.of(
            WinError.ERROR_INVALID_DATA,
            WinError.ERROR_INVALID_PARAMETER,
            WinError.NTE_BAD_DATA,
            WinError.NTE_BAD_KEY_STATE,
            WinError.NTE_BAD_HASH,
            WinError.NTE_BAD_KEYSET);

    @Override
    public ProtectorKind kind() {
        return ProtectorKind.DPAPI;
    }

    @Override
    public Availability availability() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
                ? Availability.yes("Windows protects data for this account.")
                : Availability.no("This is not Windows.");
    }

    @Override
    public Wrapped wrap(KeyBinding binding, byte[] key) {
        try {
            var blob = Crypt32Util.cryptProtectData(
                    key, entropy(binding), WinCrypt.CRYPTPROTECT_UI_FORBIDDEN, "Slipway", null);
            return new Wrapped(kind(), Map.of(), blob);
        } catch (Win32Exception e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.VAULT_PROTECTOR_UNAVAILABLE,
                            "Windows does not protect data for this account (error " + e.getErrorCode() + ").",
                            "Choose a passphrase, or sign in with a profile that is not temporary."),
                    e);
        }
    }

    @Override
    public Unwrapping unwrap(KeyBinding binding, Wrapped wrapped) {
        if (!wrapped.parameters().isEmpty()) {
            return new Unwrapping.Refused("The keyring has parameters that this protection does not know.");
        }
        try {
            return new Unwrapping.Opened(Crypt32Util.cryptUnprotectData(
                    wrapped.blob(), entropy(binding), WinCrypt.CRYPTPROTECT_UI_FORBIDDEN, null));
        } catch (Win32Exception e) {
            LOG.warn("Windows does not open the vault key error={}", e.getErrorCode());
            var code = " (error " + e.getErrorCode() + ").";
            return REFUSALS.contains(e.getErrorCode())
                    ? new Unwrapping.Refused("Windows does not open the key: it was protected for another account or"
                            + " machine, or it is damaged" + code)
                    : new Unwrapping.Unavailable("Windows data protection does not answer" + code);
        }
    }

    private static byte[] entropy(KeyBinding binding) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(binding.aad(PURPOSE, Map.of()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
