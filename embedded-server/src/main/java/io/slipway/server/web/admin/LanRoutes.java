package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.CONFIG_ERROR;
import static io.slipway.server.base.ProblemCode.INVALID_ADDRESS;
import static io.slipway.server.base.ProblemCode.PORT_IN_USE;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.web.Answers;
import io.slipway.server.web.LanControl;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The listener for VMs and the authority they know it by. */
final class LanRoutes {
    private static final int USUAL_PORT = 8443;
    private static final int MOST_ADDRESSES = 16;
    private static final int LONGEST = 255;
    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final LanControl lan;

    LanRoutes(LanControl lan) {
        this.lan = lan;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/lan", READ, "where VMs reach us", this::show)
                        .as("lan.show")
                        .answers("Lan"),
                Route.put("/api/v1/lan", ADMIN, "choose where VMs reach us, now and at later starts", this::choose)
                        .as("lan.choose")
                        .takes("LanChoice")
                        .answers("Lan")
                        .refuses(INVALID_ADDRESS, PORT_IN_USE, CONFIG_ERROR),
                Route.get("/api/v1/lan/authority", READ, "the authority VMs know us by", this::authority)
                        .as("lan.authority")
                        .answers("Authority"),
                Route.post("/api/v1/lan/authority/rotate", ADMIN, "replace the authority", this::rotate)
                        .as("lan.rotateAuthority")
                        .mayTake("AuthorityRotation")
                        .answers(202, "Authority")
                        .refuses(VAULT)
                        .refuses(WRONG_STATE));
    }

    private void show(Context context) {
        Answers.json(context, view());
    }

    private ObjectNode view() {
        var choice = lan.choice();
        var endpoints = lan.endpoints();
        var json = Json.object()
                .put("on", choice.auto() || !choice.addresses().isEmpty())
                .put("auto", choice.auto());
        var addresses = json.putArray("addresses");
        choice.addresses().forEach(address -> addresses.add(address.getHostAddress()));
        json.put("port", choice.port())
                .put("public_url", choice.publicUrl().map(URI::toString).orElse(null));
        var urls = json.putArray("urls");
        endpoints.urls().forEach(url -> urls.add(url.toString()));
        endpoints.pins().forEach(json.putArray("pins")::add);
        return json;
    }

    private void choose(Context context) {
        var document = RequestDocument.of(context, Set.of("auto", "addresses", "port", "public_url"));
        boolean auto = document.flag("auto").orElse(false);
        var addresses = new ArrayList<InetAddress>();
        for (var text : document.texts("addresses", MOST_ADDRESSES, LONGEST).orElse(List.of())) {
            literal(text)
                    .ifPresentOrElse(addresses::add, () -> document.wrong("addresses", "must be numeric IP addresses"));
        }
        int port = document.integer("port", 1, 65_535).orElse(USUAL_PORT);
        var url = document.text("public_url", LONGEST);
        var parsed = url.flatMap(LanRoutes::url);
        if (url.isPresent() && parsed.isEmpty()) {
            document.wrong("public_url", "must look like https://gate.example:8443");
        }
        document.check();
        lan.choose(new LanControl.Choice(auto, addresses, port, parsed));
        Answers.json(context, view());
    }

    /** A numeric address only: names could be answered by anybody. */
    private static Optional<InetAddress> literal(String text) {
        try {
            return LITERAL.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> url(String text) {
        try {
            var url = new URI(text);
            boolean fine = "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            return fine ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private void authority(Context context) {
        Answers.json(context, view(lan.rotation()));
    }

    private void rotate(Context context) {
        var document = RequestDocument.optional(context, Set.of("now"));
        boolean now = document.flag("now").orElse(false);
        document.check();
        Answers.json(context, 202, view(lan.rotate(now)));
    }

    private static ObjectNode view(LanControl.Rotation rotation) {
        var json = Json.object();
        rotation.pins().forEach(json.putArray("pins")::add);
        return json.put("expires_at", rotation.expiresAt().toString())
                .put("rotating_since", rotation.since().map(Instant::toString).orElse(null))
                .put("waiting_tokens", rotation.waiting());
    }
}
