package io.slipway.server.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PosixTest {
    private static final String NASTY = "'\"\\$`;&|<>()[]{}*?!#~=%^ \t\n\r-ünï😀\u0001\u007f";

    @Test
    @Tag("F080")
    void theRealShellGetsEveryWordUnchanged() throws Exception {
        var words = new ArrayList<>(List.of(
                "",
                "'",
                "''",
                "a;b",
                "$(touch x)",
                "`id`",
                "-n",
                "--opt=value",
                "it's 50% $HOME `x` \"q\" ünï",
                "a\nb"));
        var random = new Random(20_261_121);
        for (int i = 0; i < 300; i++) {
            words.add(nasty(random));
        }

        var script = "printf '%s\\0' " + Posix.command(words);
        var twice = "/bin/sh -c " + Posix.quote(script);

        assertThat(shell(script)).isEqualTo(words);
        assertThat(shell(twice)).isEqualTo(words);
    }

    @Test
    void whatNoArgumentCanCarryIsRefused() {
        assertThatThrownBy(() -> Posix.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Posix.quote("\ud83d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Posix.quote("\ude00\ud83d")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String nasty(Random random) {
        var text = new StringBuilder();
        int[] points = NASTY.codePoints().toArray();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static List<String> shell(String script) throws Exception {
        var process = new ProcessBuilder("/bin/sh").start();
        try (var in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return List.of(out.substring(0, out.length() - 1).split("\0", -1));
    }
}
