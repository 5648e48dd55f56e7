package io.slipway.server.ssh;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One command for the login shell of the remote user.
 *
 * <p>It never carries a secret: hosts show command lines to their users and write them into logs.
 *
 * @param text quoted where needed, see {@link Posix}
 * @param silence longest time without output before the command counts as stuck
 * @param total longest time in all
 * @param maxBytes of standard output and of standard error, each
 * @param charset of the output; ISO 8859-1 keeps every byte as one character
 */
public record SshCommand(String text, Duration silence, Duration total, int maxBytes, Charset charset) {
    private static final int USUAL_BYTES = 4 << 20;

    /** 60 s of silence, 5 min in all, 4 MiB of output in UTF-8. */
    public static SshCommand of(String text) {
        return new SshCommand(text, Duration.ofSeconds(60), Duration.ofMinutes(5), USUAL_BYTES, StandardCharsets.UTF_8);
    }

    /** The same with other times. */
    public SshCommand within(Duration longestSilence, Duration longest) {
        return new SshCommand(text, longestSilence, longest, maxBytes, charset);
    }

    /** The same with another bound of output. */
    public SshCommand atMost(int bytes) {
        return new SshCommand(text, silence, total, bytes, charset);
    }

    /** The same with its output byte by byte. */
    public SshCommand bytewise() {
        return new SshCommand(text, silence, total, maxBytes, StandardCharsets.ISO_8859_1);
    }

    /** Without the text: it may hold names that do not belong into a log. */
    @Override
    public String toString() {
        return "SshCommand[" + text.length() + " characters]";
    }
}
