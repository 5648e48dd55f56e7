package io.slipway.server.answer.check;

import java.nio.charset.StandardCharsets;

/** Rules about the file as bytes (F02, F03, F04, F07, F08). */
final class ByteRules {
    private static final int LARGE = 256 * 1024;

    private ByteRules() {}

    static void check(byte[] xml, Findings findings) {
        var text = new String(xml, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("<?xml ")) {
            findings.error("F02", "file", "must begin with the XML declaration, without a byte-order mark before it");
        }
        for (byte b : xml) {
            if (b < 0) {
                findings.oddity("F03", "file", "must be ASCII; other characters as numeric references");
                break;
            }
        }
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            findings.error("F04", "file", "must not declare a document type or entities");
        }
        if (xml.length >= LARGE) {
            findings.oddity("F07", "file", "should stay below 256 KiB");
        }
        if (text.contains("<!--")) {
            findings.oddity("F08", "file", "should have no comments: they may carry secrets");
        }
    }
}
