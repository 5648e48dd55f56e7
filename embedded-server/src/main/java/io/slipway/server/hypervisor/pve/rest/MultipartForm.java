package io.slipway.server.hypervisor.pve.rest;

import io.slipway.server.hypervisor.MediaUpload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A form with some fields and one file behind them, its length known before the first byte (RFC 7578). */
final class MultipartForm {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String boundary;
    private final byte[] before;
    private final byte[] after;

    MultipartForm(Map<String, String> fields, String fileName) {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        boundary = "slipway-" + HexFormat.of().formatHex(bytes);
        var text = new StringBuilder();
        new TreeMap<>(fields).forEach((name, value) -> text.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(safe(name))
                .append("\"\r\n\r\n")
                .append(safe(value))
                .append("\r\n"));
        text.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"filename\"; filename=\"")
                .append(safe(fileName))
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        before = text.toString().getBytes(StandardCharsets.US_ASCII);
        after = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Nothing that could end a header or a part. */
    private static String safe(String text) {
        if (!SAFE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a value for a form");
        }
        return text;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    long length(long fileSize) {
        return before.length + fileSize + after.length;
    }

    void write(OutputStream out, MediaUpload.Source file) throws IOException {
        out.write(before);
        file.writeTo(out);
        out.write(after);
    }
}
