package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.ProtectorKind;
import java.util.Optional;

/** How the vault says what is the matter. Pure. */
final class VaultWords {
    private static final String WRONG = "The passphrase is wrong.";

    private VaultWords() {}

    static VaultStatus fresh() {
        var why = Problem.of(
                ProblemCode.VAULT_LOCKED,
                "The vault is new: nobody has chosen yet how its key is protected.",
                "Choose with `slipway vault init`.");
        return new VaultStatus(VaultState.NEW, Optional.of(why), Optional.empty());
    }

    static VaultStatus waitsForPassphrase(Keyring keyring) {
        return locked(Optional.of(keyring), "The vault is locked: it waits for its passphrase.");
    }

    static VaultStatus wrongPassphrase(Keyring keyring) {
        return locked(Optional.of(keyring), "The vault is locked: the passphrase it was given is wrong.");
    }

    static VaultStatus unavailable(Optional<Keyring> keyring, String reason) {
        return locked(keyring, "The vault is locked: " + reason);
    }

    static VaultStatus locked(Keyring keyring) {
        boolean passphrase = keyring.main().kind() == ProtectorKind.PASSPHRASE;
        return passphrase ? waitsForPassphrase(keyring) : locked(Optional.of(keyring), "The vault is locked.");
    }

    private static VaultStatus locked(Optional<Keyring> keyring, String detail) {
        return new VaultStatus(VaultState.LOCKED, Optional.of(Problem.of(ProblemCode.VAULT_LOCKED, detail)), keyring);
    }

    static VaultStatus lost(Optional<Keyring> keyring, String reason) {
        var restore = "Restore vault.json and its key from a backup and run `slipway vault unlock`";
        var next = keyring.flatMap(Keyring::recovery).isPresent()
                ? restore + ", or run `slipway vault recover` with the recovery words."
                : restore + "; if there is none, run `slipway vault reset` and enter the secrets again.";
        return new VaultStatus(
                VaultState.LOST,
                Optional.of(Problem.of(ProblemCode.VAULT_KEY_LOST, "The vault key is lost: " + reason, next)),
                keyring);
    }

    /** Why an attempt to open left the vault shut. */
    static SlipwayException refusal(VaultStatus after, boolean passphraseGiven) {
        boolean passphrase = after.keyring()
                .filter(keyring -> keyring.main().kind() == ProtectorKind.PASSPHRASE)
                .isPresent();
        if (after.state() == VaultState.LOCKED && passphrase) {
            return passphraseGiven
                    ? passphraseWrong()
                    : Problem.of(ProblemCode.PASSWORD_REQUIRED, "The passphrase of the vault is missing.")
                            .exception();
        }
        return after.why().orElseThrow().exception();
    }

    static SlipwayException passphraseWrong() {
        return Problem.of(ProblemCode.VAULT_PASSPHRASE_WRONG, WRONG).exception();
    }

    static SlipwayException wordsWrong(Keyring keyring) {
        return keyring.recovery().isEmpty()
                ? Problem.of(
                                ProblemCode.VAULT_WORDS_WRONG,
                                "No recovery words were ever made for this vault.",
                                "Restore vault.json and its key from a backup, or run `slipway vault reset`.")
                        .exception()
                : Problem.of(ProblemCode.VAULT_WORDS_WRONG, "These are not the latest recovery words of this vault.")
                        .exception();
    }

    static SlipwayException wordsNeedKeyring() {
        return Problem.of(
                        ProblemCode.VAULT_KEY_LOST,
                        "The recovery words open vault.json, and that file is missing or damaged.",
                        "Restore vault.json from a backup, then recover again; if there is none, run `slipway vault reset`.")
                .exception();
    }
}
