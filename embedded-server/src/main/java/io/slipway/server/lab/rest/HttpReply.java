package io.slipway.server.lab.rest;

/**
 * An answer.
 *
 * @param reason of the status line, where Proxmox puts its error text
 * @param body JSON, or empty
 */
record HttpReply(int status, String reason, String body) {
    /** The same as older versions say it. */
    HttpReply withoutMessage() {
        return status < 400 || body.isEmpty()
                ? this
                : new HttpReply(status, reason, body.replaceFirst("\"message\":\"([^\"\\\\]|\\\\.)*\",", ""));
    }

    static HttpReply ok(String body) {
        return new HttpReply(200, "OK", body);
    }
}
