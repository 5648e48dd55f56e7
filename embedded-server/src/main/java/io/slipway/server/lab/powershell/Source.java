package io.slipway.server.lab.powershell;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text of one script and the way from an offset to a line. */
record Source(String text) {
    private static final int LARGEST = 1 << 20;
    private static final int SHOWN = 40;

    /** Reads bytes as Windows PowerShell 5.1 does: UTF-8 needs a byte order mark, everything else must be ASCII here. */
    static Source of(byte[] bytes) {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        if (bytes.length > LARGEST) {
            throw new ScriptException(
                    new ScriptError(1, 1, bytes.length + " bytes", "the script is larger than 1 MiB"));
        }
        try {
            var charset = marked ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
            int skip = marked ? 3 : 0;
            var text = charset.newDecoder().decode(ByteBuffer.wrap(bytes, skip, bytes.length - skip));
            return new Source(text.toString().replace("\r\n", "\n"));
        } catch (CharacterCodingException e) {
            throw new ScriptException(new ScriptError(
                    1,
                    1,
                    "encoding",
                    "text beyond ASCII without a UTF-8 mark: Windows PowerShell 5.1 would read it as ANSI"));
        }
    }

    int line(int offset) {
        return 1
                + (int) text.substring(0, Math.min(offset, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    ScriptError error(int offset, String message) {
        int at = Math.min(offset, text.length());
        int start = text.lastIndexOf('\n', at - 1) + 1;
        int end = text.indexOf('\n', at);
        var rest = text.substring(at, end < 0 ? text.length() : end);
        var shown = rest.isEmpty() ? "end of line" : rest.substring(0, Math.min(SHOWN, rest.length()));
        return new ScriptError(line(at), at - start + 1, shown, message);
    }

    ScriptException failure(int offset, String message) {
        return new ScriptException(error(offset, message));
    }
}
