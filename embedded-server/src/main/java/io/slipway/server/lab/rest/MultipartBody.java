package io.slipway.server.lab.rest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A multipart form as pve-http-server reads it: fields until the file begins; what follows the file is not looked at.
 *
 * @param fields the fields before the file, with {@code filename} for the file's own name
 * @param file its bytes, or null when there was none
 */
record MultipartBody(Map<String, String> fields, byte @Nullable [] file) {
    private static final Pattern NAME = Pattern.compile("name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    static MultipartBody parse(String contentType, byte[] body) {
        var fields = new TreeMap<String, String>();
        var boundary = contentType.replaceFirst("(?i)^.*boundary=\"?([^\";]+)\"?.*$", "$1");
        var delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int at = find(body, delimiter, 0);
        while (at >= 0) {
            int head = at + delimiter.length + 2;
            int content = find(body, BLANK_LINE, head);
            int next = find(body, delimiter, head);
            if (content < 0 || next < 0) {
                break;
            }
            var headers = new String(body, head, content - head, StandardCharsets.UTF_8);
            var bytes = Arrays.copyOfRange(body, content + BLANK_LINE.length, next - 2);
            var file = FILE.matcher(headers);
            if (file.find()) {
                fields.put("filename", file.group(1));
                return new MultipartBody(fields, bytes);
            }
            var name = NAME.matcher(headers);
            if (name.find()) {
                fields.put(name.group(1), new String(bytes, StandardCharsets.UTF_8));
            }
            at = next;
        }
        return new MultipartBody(fields, null);
    }

    private static int find(byte[] text, byte[] word, int from) {
        for (int i = Math.max(0, from); i <= text.length - word.length; i++) {
            if (Arrays.equals(text, i, i + word.length, word, 0, word.length)) {
                return i;
            }
        }
        return -1;
    }
}
