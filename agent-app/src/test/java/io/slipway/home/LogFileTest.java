package io.slipway.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogFileTest {
    @TempDir
    Path folder;

    @AfterEach
    void detach() {
        LogFile.detach();
    }

    @Test
    @Tag("F135")
    void messagesExceptionsAndTheirCausesOfAnyLibraryAreCleaned() throws IOException {
        var redactor = new Redactor();
        LogFile.attach(folder, redactor);
        redactor.learn("Kanarienvogel-77!x");
        var cause = new IOException("login root/Kanarienvogel-77!x refused");
        cause.addSuppressed(new IllegalStateException("S2FuYXJpZW52b2dlbC03NyF4"));

        LoggerFactory.getLogger("com.example.library")
                .warn("tried {}", "Kanarienvogel-77!x", new IllegalStateException("about Kanarienvogel-77!x", cause));

        var text = Files.readString(LogFile.of(folder), StandardCharsets.UTF_8);
        assertThat(text)
                .contains("tried ***")
                .contains("login root/*** refused")
                .contains("about ***")
                .doesNotContain("Kanarienvogel")
                .doesNotContain("S2FuYXJpZW52b2dlbC03NyF4");
    }

    @Test
    @Tag("F185")
    void tenFilesOfFiveMegabytesAreKeptAndNoMore() throws IOException {
        LogFile.attach(folder, new Redactor());
        var text = "x".repeat(1 << 20);

        for (int i = 0; i < 60; i++) {
            LoggerFactory.getLogger("com.example.library").info("{} {}", i, text);
        }

        try (var files = Files.list(folder.resolve("logs"))) {
            var sizes = files.map(file -> file.toFile().length()).toList();
            assertThat(sizes).hasSize(10).allMatch(size -> size < 6_400_000);
        }
    }
}
