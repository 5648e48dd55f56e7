package io.slipway.server.lab.guest;

/** How far a guest has come; Linux guests skip the installation. */
public enum GuestPhase {
    FIRMWARE,
    WINDOWS_PE,
    PARTITION,
    APPLY_IMAGE,
    SPECIALIZE,
    OOBE,
    CLOUD_INIT,
    BOOTSTRAP,
    READY,
    FAILED,
    OFF
}
