package io.slipway.server.lab.guest;

/** The guest cannot go on, as a real one could not: it shows the text on its screen and stays there. */
final class GuestFailure extends Exception {
    GuestFailure(String text) {
        super(text);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
