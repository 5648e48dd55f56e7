package io.slipway.server.web.ui.secrets;

import io.slipway.server.base.Problem;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultState;
import io.slipway.server.vault.VaultStatus;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.ProtectorKind;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.Optional;

/**
 * How the vault stands, in the operator's words.
 *
 * @param autoLock minutes without use, 0 for never
 * @param runs that would have to wait while it is locked
 * @param keeper whether this session may open, close and set it
 */
record VaultView(PageFrame frame, VaultStatus status, int autoLock, int runs, boolean keeper, Text text) {
    static VaultView of(PageFrame frame, Vault vault, int runs, boolean keeper) {
        return new VaultView(frame, vault.status(), vault.autoLockMinutes(), runs, keeper, frame.text("settings"));
    }

    boolean open() {
        return status.state() == VaultState.UNLOCKED;
    }

    boolean locked() {
        return status.state() == VaultState.LOCKED;
    }

    boolean byPassphrase() {
        return status.keyring()
                .filter(keyring -> keyring.main().kind() == ProtectorKind.PASSPHRASE)
                .isPresent();
    }

    StateShape shape() {
        return open() ? StateShape.DONE : StateShape.NEEDS_YOU;
    }

    String word() {
        return text.get("vault.state." + status.state());
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    Optional<Problem> why() {
        return status.why();
    }

    String line(Problem why) {
        return words().line(why);
    }

    String next(Problem why) {
        return words().nextStep(why);
    }

    private ProblemWords words() {
        return ProblemWords.of(frame.look().language());
    }

    /** What keeps the key; empty while there is none. */
    String protector() {
        return status.keyring()
                .map(keyring -> text.get("protector." + keyring.main().kind()))
                .orElse("");
    }

    String meaning() {
        return status.keyring()
                .map(keyring -> text.get("protector.meaning." + keyring.main().kind()))
                .orElse("");
    }

    boolean wordsMade() {
        return status.keyring().flatMap(Keyring::recovery).isPresent();
    }

    String recovery() {
        return status.keyring()
                .flatMap(Keyring::recovery)
                .map(made ->
                        frame.text("websecrets").get("words.made", frame.times().moment(made.madeAt(), frame.now())))
                .orElseGet(() -> text.get("words.none"));
    }

    String autoLockWords() {
        return autoLock == 0
                ? frame.text("websecrets").get("autoLock.never")
                : frame.text("websecrets").count("autoLock.after", autoLock);
    }

    String waiting() {
        return text.count("lock.body", runs);
    }
}
