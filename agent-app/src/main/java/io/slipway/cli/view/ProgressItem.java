package io.slipway.cli.view;

/**
 * One line of progress.
 *
 * @param name of the VM
 * @param state where it stands
 * @param percent 0 to 100
 * @param doing what it does or waits for, a few words
 */
public record ProgressItem(String name, State state, int percent, String doing) {
    /** Where an item stands; decides its shape and colour. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        public boolean ended() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    String mark(boolean unicode) {
        return switch (state) {
            case WAITING -> unicode ? "○" : ".";
            case RUNNING -> unicode ? "◔" : ">";
            case DONE -> unicode ? "✓" : "+";
            case FAILED -> unicode ? "×" : "x";
            case CANCELLED -> unicode ? "◌" : "-";
        };
    }

    Style style() {
        return switch (state) {
            case WAITING -> Style.MUTED;
            case RUNNING -> Style.BUSY;
            case DONE -> Style.OK;
            case FAILED -> Style.BAD;
            case CANCELLED -> Style.WARN;
        };
    }
}
