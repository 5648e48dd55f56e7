package io.slipway.cli;

/** The operator pressed Ctrl-C, and everything about it has been said. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
