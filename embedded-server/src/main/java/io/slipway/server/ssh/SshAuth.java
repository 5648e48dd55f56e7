package io.slipway.server.ssh;

import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** How a user proves itself to a host. */
public sealed interface SshAuth {

    /**
     * By password, also where the host asks for it interactively.
     *
     * @param password opened at each connect, so a rotated one is used without a restart
     */
    record Password(LiveSecret password) implements SshAuth {
        /** A password that stays the same. */
        public Password(Secret password) {
            this(LiveSecret.fixed(password));
        }
    }

    /**
     * By a private key in a file, in OpenSSH, PEM or PuTTY format.
     *
     * @param file read at each connect, so a replaced key is used without a restart
     * @param passphrase where the file is encrypted
     */
    record KeyFile(Path file, Optional<Secret> passphrase) implements SshAuth {}

    /**
     * By a private key kept in the vault.
     *
     * @param privateKey the text of the key, in OpenSSH or PEM format
     * @param passphrase where the key is encrypted
     */
    record KeyText(Secret privateKey, Optional<Secret> passphrase) implements SshAuth {}

    /** Names the present credentials without telling anything about them; changes when a connection made before is outdated. */
    default String stamp() {
        return this instanceof Password by ? by.password().stamp() : "";
    }
}
