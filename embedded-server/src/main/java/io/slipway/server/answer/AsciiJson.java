package io.slipway.server.answer;

/** Makes JSON text pure ASCII. */
public final class AsciiJson {
    private AsciiJson() {}

    /** The same JSON with every character beyond ASCII as an escape; those occur inside strings only. */
    public static String escape(String json) {
        var out = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7F) {
                out.append(c);
            } else {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return out.toString();
    }
}
