package io.slipway.desktop.notify;

/** Where messages to the operator appear: the tray, or the window where there is no tray. Thread-safe. */
@FunctionalInterface
public interface BalloonSink {
    /**
     * Shows a message for as long as the system does.
     *
     * @return false when this place cannot show any
     */
    boolean tell(Balloon balloon);
}
