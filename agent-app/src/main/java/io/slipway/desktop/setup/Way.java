package io.slipway.desktop.setup;

/** What somebody came for. */
enum Way {
    DEMO,
    HOST,
    ISO
}
