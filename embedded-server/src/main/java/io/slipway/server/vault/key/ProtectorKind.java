package io.slipway.server.vault.key;

import java.util.Arrays;
import java.util.Optional;

/** What keeps the vault key while the program does not run. */
public enum ProtectorKind {
    /** A file that only its owner can read. */
    KEY_FILE(
            "key-file",
            "A key file in the data folder, readable by its owner alone: it keeps out other users, but whoever copies the"
                    + " whole data folder, or works as this user or as root, has the key."),
    /** A passphrase that somebody types at each start. */
    PASSPHRASE(
            "passphrase",
            "A passphrase: nothing on this machine opens the vault without it, and somebody types it after each start."),
    /** Windows Data Protection for the signed-in user. */
    DPAPI(
            "dpapi",
            "This Windows account: the key opens for this user on this machine only, and a copied data folder does not"
                    + " open elsewhere."),
    /** The desktop's keyring on Linux. */
    SECRET_SERVICE(
            "secret-service",
            "The desktop's keyring (Secret Service): the key opens while this user's keyring is unlocked.");

    private final String word;
    private final String meaning;

    ProtectorKind(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** The name in files, answers and commands. */
    public String word() {
        return word;
    }

    /** Whom it keeps out and whom not, for the operator. */
    public String meaning() {
        return meaning;
    }

    /** The kind of that name. */
    public static Optional<ProtectorKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
