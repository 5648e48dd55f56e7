package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a password comes from; never from the command line, which every user of the machine can read. */
final class PasswordOptions {
    private static final int LONGEST = 1024;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File with the password in its first line; refused when others can read it.")
    @Nullable
    Path file;

    @Option(names = "--password-stdin", description = "Read the password from the standard input.")
    boolean stdin;

    boolean given() {
        return file != null || stdin;
    }

    /**
     * The password from where the options say, else from a prompt without echo.
     *
     * @throws io.slipway.server.base.SlipwayException PASSWORD_REQUIRED when nobody can be asked; FILE_EXPOSED
     */
    Secret read(Surroundings surroundings, String label) throws IOException {
        return read(file, stdin, surroundings, label);
    }

    /** As {@link #read(Surroundings, String)}, for options of other names. */
    static Secret read(@Nullable Path file, boolean stdin, Surroundings surroundings, String label) throws IOException {
        Secret secret;
        if (file != null) {
            Exposure.check(file, surroundings.home());
            try (var in = Files.newInputStream(file)) {
                secret = firstLine(in);
            }
        } else if (stdin) {
            secret = firstLine(surroundings.in());
        } else if (surroundings.prompt().available()) {
            secret = surroundings.prompt().secret(label);
        } else {
            throw Problem.of(ProblemCode.PASSWORD_REQUIRED, "A password is needed and nobody is there to type it.")
                    .exception();
        }
        if (secret.length() == 0) {
            throw Problem.of(ProblemCode.PASSWORD_REQUIRED, "The password is empty.")
                    .exception();
        }
        return secret;
    }

    private static Secret firstLine(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LONGEST);
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
            char[] value = new char[text.remaining()];
            text.get(value);
            Arrays.fill(text.array(), '\0');
            var secret = Secret.of(value);
            Arrays.fill(value, '\0');
            return secret;
        } catch (CharacterCodingException e) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The password is not UTF-8 text.", "Save it as UTF-8.")
                    .exception();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
