package io.slipway.server.lab.sh;

import java.io.IOException;

/** The reader of a command's output went away: EPIPE. */
public final class PipeClosed extends IOException {
    public PipeClosed() {
        super("Broken pipe");
    }
}
