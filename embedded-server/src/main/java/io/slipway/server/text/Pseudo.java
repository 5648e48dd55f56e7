package io.slipway.server.text;

/** Makes a text that reads like English, is a third longer as translations are, and cannot be taken for one that was forgotten. */
final class Pseudo {
    private static final String PLAIN = "aceiounyszACEIOUNYSZ";
    private static final String ACCENTED = "áçéîöûñýšžÁÇÉÎÖÛÑÝŠŽ";
    private static final int ONE_MORE_FOR = 3;

    private Pseudo() {}

    static String of(String text) {
        var said = new StringBuilder("[");
        text.chars().forEach(letter -> {
            int at = PLAIN.indexOf(letter);
            said.append(at < 0 ? (char) letter : ACCENTED.charAt(at));
        });
        return said.append("·".repeat(text.length() / ONE_MORE_FOR)).append(']').toString();
    }
}
