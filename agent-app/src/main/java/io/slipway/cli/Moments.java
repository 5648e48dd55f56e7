package io.slipway.cli;

import io.slipway.cli.view.Units;
import java.time.Instant;
import java.time.ZoneId;
import tools.jackson.databind.JsonNode;

/** Shows the moments of an answer in the operator's zone; nothing where there is none. */
final class Moments {
    private Moments() {}

    static String show(JsonNode moment, ZoneId zone) {
        var text = moment.asString("");
        return text.isEmpty() ? "" : Units.time(Instant.parse(text), zone);
    }
}
