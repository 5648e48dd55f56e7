package io.slipway.cli.view;

/** Colours of states; each state also has a word and a shape, so that nothing depends on colour. */
public enum Style {
    OK("32"),
    WARN("33"),
    BAD("31"),
    BUSY("34"),
    MUTED("2"),
    STRONG("1");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text in this style, or as it is where there are no colours. */
    public String of(String text, Terminal terminal) {
        return terminal.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
