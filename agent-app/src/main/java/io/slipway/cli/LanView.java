package io.slipway.cli;

import tools.jackson.databind.JsonNode;

/** Shows the listener for VMs to people. */
final class LanView {
    private LanView() {}

    static void show(Screen screen, JsonNode lan) {
        if (!lan.path("on").asBoolean(false)) {
            screen.line("The listener for VMs is off. Switch it on with: slipway lan set auto");
            return;
        }
        var chosen = new StringBuilder(lan.path("auto").asBoolean(false) ? "auto" : "");
        lan.path("addresses")
                .forEach(address -> chosen.append(chosen.isEmpty() ? "" : ", ").append(address.asString("")));
        screen.line("chosen     " + chosen + ", port " + lan.path("port").asInt(0));
        lan.path("urls").forEach(url -> screen.line("for VMs    " + url.asString("") + " (TLS, pinned)"));
        lan.path("pins").forEach(pin -> screen.line("pin        SHA-256 " + pin.asString("")));
        if (lan.path("urls").isEmpty()) {
            screen.line("Nothing listens at the moment; slipway serve opens it.");
        }
    }
}
