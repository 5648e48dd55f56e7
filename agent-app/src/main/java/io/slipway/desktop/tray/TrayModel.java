package io.slipway.desktop.tray;

/**
 * Everything the icon shows.
 *
 * @param tooltip one sentence of at most {@value #LONGEST_TOOLTIP} characters, no secret
 */
public record TrayModel(TrayState state, String tooltip, TrayMenu menu) {
    /** Windows keeps 128 characters with the closing zero (NOTIFYICONDATA, {@code szTip}). */
    public static final int LONGEST_TOOLTIP = 127;

    public TrayModel {
        if (tooltip.isBlank()
                || tooltip.length() > LONGEST_TOOLTIP
                || tooltip.lines().count() > 1) {
            throw new IllegalArgumentException("a tooltip is one line of 1 to 127 characters");
        }
    }
}
