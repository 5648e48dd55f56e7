package io.slipway.desktop.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.vault.key.KeyProtector;
import io.slipway.server.vault.key.KeyProtectorContract;
import io.slipway.server.vault.key.Unwrapping;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in for the program; {@link SecretServiceTest} runs the same contract against a real keyring. */
class SecretToolProtectorTest extends KeyProtectorContract {
    @TempDir
    Path folder;

    private FakeSecretTool tool;

    @BeforeEach
    void open() throws IOException {
        tool = new FakeSecretTool(folder);
    }

    @Override
    protected KeyProtector protector() {
        return new SecretToolProtector(tool.environment(), new SecureRandom());
    }

    @Test
    @Tag("F130")
    void whatTheKeyringKeepsIsNeverAnArgument() throws IOException {
        var key = key();
        var wrapped = protector().wrap(binding(key), key);
        protector().unwrap(binding(key), wrapped);

        assertThat(tool.kept()).matches("[0-9a-f]{64}");
        assertThat(tool.arguments()).contains("store").contains("lookup").doesNotContain(tool.kept());
    }

    @Test
    void anEntryThatIsGoneRefusesAndAKeyringThatDoesNotAnswerIsAskedAgainLater() throws IOException {
        var key = key();
        var wrapped = protector().wrap(binding(key), key);

        tool.breakDown();
        assertThat(protector().unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Unavailable.class);
        assertThat(protector().availability().works()).isFalse();
        var refused =
                catchThrowableOfType(SlipwayException.class, () -> protector().wrap(binding(key), key));
        assertThat(refused.problem().code()).isEqualTo(ProblemCode.VAULT_PROTECTOR_UNAVAILABLE);
        tool.mend();
        assertThat(opened(protector().unwrap(binding(key), wrapped))).isEqualTo(key);
        tool.dropEntries();
        assertThat(protector().unwrap(binding(key), wrapped)).isInstanceOf(Unwrapping.Refused.class);
    }

    @Test
    void withoutASessionOrTheProgramTheReasonIsSaid() {
        var noSession = new SecretToolProtector(Map.of("PATH", folder.toString()), new SecureRandom());
        var noProgram = new SecretToolProtector(
                Map.of("PATH", "/nowhere", "DBUS_SESSION_BUS_ADDRESS", "unix:path=/none"), new SecureRandom());

        assertThat(noSession.availability().works()).isFalse();
        assertThat(noSession.availability().reason()).contains("No desktop session");
        assertThat(noProgram.availability().works()).isFalse();
        assertThat(noProgram.availability().reason()).contains("not installed");
    }
}
