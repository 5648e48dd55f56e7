package io.slipway.server.disc;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One file of a disc as text for people, secrets as dots.
 *
 * @param lines without their ends; some are very long, for they carry whole files
 * @param size of the file on the disc, in bytes, with stand-ins for its secrets
 */
public record PreviewFile(String name, List<String> lines, int size) {
    public PreviewFile {
        lines = List.copyOf(lines);
    }

    static PreviewFile of(String name, byte[] content, StandIns standIns) {
        var text = new String(content, StandardCharsets.UTF_8);
        var plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new PreviewFile(name, standIns.hide(plain).lines().toList(), content.length);
    }

    /** The whole text. */
    public String text() {
        return String.join("\n", lines) + "\n";
    }
}
