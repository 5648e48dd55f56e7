package io.slipway.desktop.editor;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file to import that something outside named. It is on this machine: the mere look at a path of another machine would make
 * Windows sign in there and hand over the hash of the operator's password.
 */
record NamedFile(Path path, Kind kind) {
    private static final int LARGEST = 4 << 20;

    enum Kind {
        JSON,
        XML
    }

    /**
     * The file of that name.
     *
     * @throws SlipwayException BAD_REQUEST when it is on another machine, its path is not whole, or it is no file of a known kind
     */
    static NamedFile of(String named) {
        // Looked at as text: a path of Windows with either slash, or a mixture, is the same path.
        if (named.replace('\\', '/').startsWith("//")) {
            throw refused("A file on another machine is not opened from a link: " + named);
        }
        Path path;
        try {
            path = Path.of(named);
        } catch (InvalidPathException e) {
            throw refused("This is no path of a file: " + e.getReason());
        }
        if (!path.isAbsolute()) {
            throw refused("A file to import is named with its whole path: " + named);
        }
        var kind = kind(named);
        if (!Files.isRegularFile(path)) {
            throw refused("There is no such file: " + named);
        }
        return new NamedFile(path, kind);
    }

    private static Kind kind(String named) {
        var lower = named.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".json")) {
            return Kind.JSON;
        }
        if (lower.endsWith(".xml")) {
            return Kind.XML;
        }
        throw refused("A profile comes from a .json or an .xml file: " + named);
    }

    private static SlipwayException refused(String why) {
        return Problem.of(ProblemCode.BAD_REQUEST, why).exception();
    }

    /**
     * All of a file.
     *
     * @throws SlipwayException PAYLOAD_TOO_LARGE when it has more than 4 MiB, whatever its size was said to be
     */
    static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var read = in.readNBytes(LARGEST + 1);
            if (read.length > LARGEST) {
                throw Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, file + " has more than 4 MiB.")
                        .exception();
            }
            return read;
        }
    }

    /**
     * All of a file as text.
     *
     * @throws CharacterCodingException when it is not UTF-8
     */
    static String text(Path file) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(file)))
                .toString();
    }
}
