package io.slipway.cli;

import io.slipway.cli.view.Units;
import java.time.ZoneId;
import tools.jackson.databind.JsonNode;

/** Shows the authority and its rotation to people. */
final class CaView {
    private CaView() {}

    static void show(Screen screen, JsonNode authority, ZoneId zone) {
        var pins = authority.path("pins");
        screen.line("signs      SHA-256 " + pins.path(0).asString(""));
        screen.line("ends       " + Moments.show(authority.path("expires_at"), zone));
        if (pins.size() > 1) {
            screen.line("next       SHA-256 " + pins.path(1).asString("") + ", on every disc made since "
                    + Moments.show(authority.path("rotating_since"), zone));
            long waiting = authority.path("waiting_tokens").asLong(0);
            screen.line(
                    waiting == 0
                            ? "It takes over within seconds."
                            : "It takes over when " + Units.count(waiting, "older token") + " ended.");
        }
    }
}
