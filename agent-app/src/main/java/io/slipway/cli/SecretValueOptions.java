package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a secret's value comes from; never from the command line, which every user of the machine can read. */
final class SecretValueOptions {
    private static final int LONGEST = 16 << 10;

    @Option(
            names = "--value-file",
            paramLabel = "FILE",
            description = "File with the value; refused when others can read it. One line end at its end is left out.")
    @Nullable
    Path file;

    @Option(names = "--value-stdin", description = "Read the value from the standard input.")
    boolean stdin;

    /**
     * The value from where the options say, else from a prompt without echo; spaces belong to it.
     *
     * @throws io.slipway.server.base.SlipwayException PASSWORD_REQUIRED when nobody can be asked; FILE_EXPOSED; BAD_REQUEST
     *     when it is empty, too long or not UTF-8
     */
    Secret read(Surroundings surroundings, String label) throws IOException {
        if (file != null) {
            Exposure.check(file, surroundings.home());
            try (var in = Files.newInputStream(file)) {
                return whole(in);
            }
        }
        if (stdin) {
            return whole(surroundings.in());
        }
        if (!surroundings.prompt().available()) {
            throw Problem.of(
                            ProblemCode.PASSWORD_REQUIRED,
                            "A value is needed and nobody is there to type it.",
                            "Run the command on a terminal, or pass the value with --value-file or --value-stdin.")
                    .exception();
        }
        var typed = surroundings.prompt().secret(label);
        if (typed.length() == 0) {
            throw wrong("The value is empty.");
        }
        return typed;
    }

    private static Secret whole(InputStream in) throws IOException {
        var bytes = in.readNBytes(LONGEST + 2);
        try {
            int end = bytes.length;
            if (end > 0 && bytes[end - 1] == '\n') {
                end--;
            }
            if (end > 0 && end < bytes.length && bytes[end - 1] == '\r') {
                end--;
            }
            if (end == 0) {
                throw wrong("The value is empty.");
            }
            if (end > LONGEST) {
                throw wrong("The value is longer than " + LONGEST + " bytes.");
            }
            return Secret.ofUtf8(bytes, 0, end);
        } catch (CharacterCodingException e) {
            throw wrong("The value is not UTF-8 text.");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static RuntimeException wrong(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail, "Give a text of 1 to " + LONGEST + " bytes in UTF-8.")
                .exception();
    }
}
