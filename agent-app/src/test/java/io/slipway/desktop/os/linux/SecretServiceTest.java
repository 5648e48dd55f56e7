package io.slipway.desktop.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.vault.key.KeyProtector;
import io.slipway.server.vault.key.KeyProtectorContract;
import io.slipway.server.vault.key.Unwrapping;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract against gnome-keyring on a session bus of its own; SKIPPED where it is not installed. */
@Timeout(60)
class SecretServiceTest extends KeyProtectorContract {
    @TempDir
    static Path folder;

    private static RealKeyring keyring;

    @BeforeAll
    static void start() throws Exception {
        var missing = RealKeyring.missing();
        missing.ifPresent(program -> System.out.println("SKIPPED SecretServiceTest: " + program + " is not installed"));
        Assumptions.assumeTrue(missing.isEmpty());
        keyring = RealKeyring.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (keyring != null) {
            keyring.close();
        }
    }

    @Override
    protected KeyProtector protector() {
        return new SecretToolProtector(keyring.environment(), new SecureRandom());
    }

    @Test
    void aForgottenWrappingIsGoneFromTheKeyring() {
        var key = key();
        var wrapped = protector().wrap(binding(key), key);

        protector().forget(binding(key), wrapped);

        assertThat(protector().unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Refused.class);
    }
}
