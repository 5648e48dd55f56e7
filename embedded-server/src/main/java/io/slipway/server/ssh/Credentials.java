package io.slipway.server.ssh;

import io.slipway.server.base.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/** Turns our credentials into the library's login methods. */
final class Credentials {
    private Credentials() {}

    /** @param password the opened password where the target has one */
    static List<AuthMethod> of(SshTarget target, SSHClient client, Optional<Secret> password) {
        return switch (target.auth()) {
            case SshAuth.Password by -> {
                var finder = new Once(password.orElseThrow());
                yield List.of(
                        new AuthPassword(finder), new AuthKeyboardInteractive(new PasswordResponseProvider(finder)));
            }
            case SshAuth.KeyFile by ->
                publicKey(target, () -> client.loadKeys(by.file().toString(), finder(by.passphrase())));
            case SshAuth.KeyText by ->
                publicKey(target, () -> client.loadKeys(by.privateKey().reveal(), null, finder(by.passphrase())));
        };
    }

    /** Opens the key before it is offered, so an unreadable key is told from a refused one. */
    private static List<AuthMethod> publicKey(SshTarget target, Loader loader) {
        try {
            var provider = loader.load();
            if (provider.getPrivate() == null || provider.getPublic() == null) {
                throw new IOException("incomplete key");
            }
            return List.of(new AuthPublickey(provider));
        } catch (IOException | IllegalArgumentException e) {
            throw SshProblems.denied(target.address(), "the private key cannot be read or decrypted", e);
        }
    }

    private static @Nullable PasswordFinder finder(Optional<Secret> secret) {
        return secret.isPresent() ? new Once(secret.get()) : null;
    }

    @FunctionalInterface
    private interface Loader {
        KeyProvider load() throws IOException;
    }

    /** Answers without asking anybody, and never a second time for one try. */
    private record Once(Secret secret) implements PasswordFinder {
        @Override
        public char[] reqPassword(Resource<?> resource) {
            return secret.chars(); // the library blanks its copy after use
        }

        @Override
        public boolean shouldRetry(Resource<?> resource) {
            return false;
        }
    }
}
