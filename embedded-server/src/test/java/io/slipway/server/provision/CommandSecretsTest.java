package io.slipway.server.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CommandSecretsTest {
    private static final String PASSWORD = "Zeisig88!y";

    @ParameterizedTest
    @Tag("F135")
    @ValueSource(
            strings = {
                "net user bob Zeisig88!y /add",
                "net.exe user \"Bob B\" Zeisig88!y",
                "tool --password Zeisig88!y",
                "tool --password=Zeisig88!y",
                "tool /Pass:Zeisig88!y",
                "tool -AdminPassword 'Zeisig88!y'",
                "powershell -Command \"Set-It -Credential (ConvertTo-SecureString 'Zeisig88!y' -AsPlainText -Force)\"",
                "sh -c \"echo root:Zeisig88!y | chpasswd\"",
                "sh -c DB_PASSWORD=Zeisig88!y ./run",
                "curl -u bob:Zeisig88!y http://h/",
                "curl http://bob:Zeisig88!y@h/",
                "curl -H \"X-Api-Key: Zeisig88!y\" http://h/",
                "sshpass -p Zeisig88!y ssh h"
            })
    void aPasswordBehindAWordThatAnnouncesItIsFoundInOneLineAndInManyWords(String command) {
        assertThat(CommandSecrets.values(List.of(List.of("cmd", "/c", command))))
                .contains(PASSWORD);
        assertThat(CommandSecrets.values(List.of(List.of(command.split(" "))))).anyMatch(PASSWORD::equals);
    }

    @Test
    void ordinaryWordsAreNotTaken() {
        assertThat(CommandSecrets.values(List.of(
                        List.of("powershell", "-ExecutionPolicy", "Bypass", "-File", "C:\\setup.ps1"),
                        List.of("net", "user", "bob", "/delete"),
                        List.of("echo", "the token expired"))))
                .isEmpty();
    }

    @Test
    void anArgumentIsTakenWholeWhateverIsInIt() {
        assertThat(CommandSecrets.values(List.of(List.of("tool", "--password", "a b'c\"d"))))
                .contains("a b'c\"d");
    }

    @Test
    void wordsThatSwitchSomethingAreNoPasswords() {
        assertThat(CommandSecrets.values(List.of(
                        List.of("tool", "--no-password", "true", "--token=None"), List.of("tool --password=no"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" -u=", "= ", " -u==a", "echo a:", "net user ", " basic ", "://:", "sshpass  -p", "\t"})
    void aMebibyteOfWhatMatchesAlmostIsReadInUnderASecond(String part) {
        var command = " -u" + part.repeat((16 << 10) / part.length()) + "=".repeat(200);
        var one = List.of(command.repeat(64));
        var many = Collections.nCopies(64, List.of(command));

        assertThatCode(() -> CommandSecrets.values(List.of(one))).doesNotThrowAnyException();
        // Of the processor, for others use it too.
        var clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        CommandSecrets.values(many);

        assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    @Timeout(1)
    void aUserWithoutAPasswordTakesNoTimeHoweverLong() {
        assertThat(CommandSecrets.values(List.of(List.of("curl -u" + "=".repeat(1 << 20)))))
                .isEmpty();
    }

    @Test
    void longAndWildCommandsTakeNoTime() {
        var random = new Random(42);
        var letters = "a-.:/@=\"' pasword|token";
        for (int i = 0; i < 20; i++) {
            var text = new StringBuilder();
            random.ints(60_000, 0, letters.length()).forEach(at -> text.append(letters.charAt(at)));
            assertThatCode(() -> CommandSecrets.values(List.of(List.of(text.toString()))))
                    .doesNotThrowAnyException();
        }
        for (var part : List.of("a-", "pass", "a.", "--password ", "http://", "\"")) {
            assertThatCode(() -> CommandSecrets.values(List.of(List.of(part.repeat(60_000 / part.length())))))
                    .doesNotThrowAnyException();
        }
    }
}
