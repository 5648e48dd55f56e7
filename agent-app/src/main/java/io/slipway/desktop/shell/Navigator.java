package io.slipway.desktop.shell;

/** Goes to places. Thread-safe: may be called from anywhere. */
@FunctionalInterface
public interface Navigator {
    void open(Place place);
}
