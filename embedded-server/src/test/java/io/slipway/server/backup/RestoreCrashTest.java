package io.slipway.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.vault.VaultState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process killed while it restores leaves the old content or the new, and a second restore ends well. */
@Timeout(120)
class RestoreCrashTest {
    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(strings = {"read", "key", "changed", "stored", "none"})
    void aKillAtAnyEdgeLeavesAllOrNothing(String edge) throws IOException, InterruptedException {
        Map<String, List<String>> whole;
        String words;
        try (var source = new BackupRig(work.resolve("one"))) {
            source.fill();
            try (var made = source.words()) {
                words = made.reveal();
            }
            Files.write(work.resolve("file"), source.backup());
            whole = source.content();
        }
        Files.writeString(work.resolve("words"), words);
        var target = work.resolve("two");

        int exit = restoreInAnotherProcess(target, edge);

        assertThat(exit).as(Files.readString(work.resolve("log"))).isEqualTo(edge.equals("none") ? 0 : 137);
        boolean done = edge.equals("stored") || edge.equals("none");
        try (var other = new BackupRig(target, BackupRig.setup(target).asking())) {
            boolean key = done || edge.equals("key") || edge.equals("changed");
            assertThat(other.parts().vault().status().state()).isEqualTo(key ? VaultState.UNLOCKED : VaultState.NEW);
            var content = other.content();
            if (done) {
                assertThat(content).isEqualTo(whole);
            } else {
                assertThat(content.values()).allMatch(List::isEmpty);
            }
            var again = Optional.of(io.slipway.server.base.Secret.of(words));
            other.restore(Files.readAllBytes(work.resolve("file")), again, false);
            assertThat(other.content()).isEqualTo(whole);
            assertThat(other.secret("join password")).isEqualTo(BackupRig.CANARY + "-two");
        }
    }

    private int restoreInAnotherProcess(Path target, String edge) throws IOException, InterruptedException {
        var command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RestoreChild.class.getName(),
                target.toString(),
                work.resolve("file").toString(),
                work.resolve("words").toString(),
                edge);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var process = builder.start();
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
