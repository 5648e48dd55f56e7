package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordOptionsTest {
    @TempDir
    Path home;

    private final PasswordOptions options = new PasswordOptions();

    @Test
    void aPrivateFilesFirstLineIsThePassword() throws IOException {
        options.file = file("rw-------", "p\u00e4ss word\r\nsecond line\n");

        assertThat(read(new CommandRun(home))).isEqualTo("p\u00e4ss word");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void aFileThatOthersCanReadOrChangeIsRefused(String mode) throws IOException {
        options.file = file(mode, "secret\n");

        var refused = catchThrowableOfType(SlipwayException.class, () -> read(new CommandRun(home)));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.FILE_EXPOSED);
        assertThat(refused.problem().detail()).doesNotContain("secret");
    }

    @Test
    void theStandardInputGivesItsFirstLine() throws IOException {
        options.stdin = true;

        assertThat(read(new CommandRun(home).typing("from a pipe\n"))).isEqualTo("from a pipe");
    }

    @Test
    void somebodyAtTheTerminalIsAsked() throws IOException {
        assertThat(read(new CommandRun(home).answering("typed"))).isEqualTo("typed");
    }

    @Test
    void withoutAnybodyToAskThePasswordIsMissing() {
        var refused = catchThrowableOfType(SlipwayException.class, () -> read(new CommandRun(home)));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.PASSWORD_REQUIRED);
        assertThat(refused.problem().nextStep()).contains("--password-file").contains("--password-stdin");
    }

    @Test
    void anEmptyPasswordIsNoPassword() {
        options.stdin = true;

        var refused = catchThrowableOfType(SlipwayException.class, () -> read(new CommandRun(home).typing("\n")));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.PASSWORD_REQUIRED);
    }

    private String read(CommandRun run) throws IOException {
        var surroundings = run.surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        return options.read(surroundings, "Password").reveal();
    }

    private Path file(String mode, String content) throws IOException {
        var file = Files.writeString(home.resolve("password"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
