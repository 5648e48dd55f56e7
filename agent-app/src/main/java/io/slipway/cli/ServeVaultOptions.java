package io.slipway.cli;

import io.slipway.server.base.Secret;
import io.slipway.server.vault.VaultSetup;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code slipway serve} opens the vault. */
final class ServeVaultOptions {
    @Option(
            names = "--key-protector",
            paramLabel = "KIND",
            converter = ProtectorConverter.class,
            description = "At the first start: what keeps the vault key. " + ProtectorConverter.KINDS
                    + " Default: this Windows account, the desktop's keyring where it answers, else a key file.")
    @Nullable
    ProtectorKind protector;

    @Option(
            names = "--vault-passphrase-file",
            paramLabel = "FILE",
            description = "File with the vault's passphrase in its first line; refused when others can read it.")
    @Nullable
    Path passphraseFile;

    VaultSetup setup(Shell shell) throws IOException {
        var setup = shell.vault();
        var passphrase = passphrase(shell);
        var wanting = protector == null ? setup : setup.wanting(protector);
        return passphrase.map(wanting::withPassphrase).orElse(wanting);
    }

    private Optional<Secret> passphrase(Shell shell) throws IOException {
        if (passphraseFile != null) {
            return Optional.of(
                    PasswordOptions.read(passphraseFile, false, shell.surroundings(), "Passphrase of the vault"));
        }
        boolean first = !Files.exists(shell.dataFolder().resolve("vault.json"))
                && !Files.exists(shell.dataFolder().resolve("vault.key"));
        return first && protector == ProtectorKind.PASSPHRASE
                ? Optional.of(new NewPassphraseOptions().read(shell.surroundings()))
                : Optional.empty();
    }
}
