package io.slipway.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A host's pinned keys and certificates beside those it shows. */
public record IdentityView(boolean trusted, List<ProofView> proofs, Stored stored, Optional<String> recordAltered) {
    /** Where the host is reached, and as whom, as it is stored. */
    public record Stored(String address, int port, int tlsPort, String userName, String authKind, String node) {
        static Stored of(JsonNode json) {
            return new Stored(
                    Values.text(json, "address"),
                    json.path("port").asInt(0),
                    json.path("tls_port").asInt(0),
                    Values.text(json, "user_name"),
                    Values.text(json, "auth_kind"),
                    Values.text(json, "node"));
        }
    }

    /** One of them. */
    public record ProofView(String proof, boolean matches, String verify, Optional<Seen> pinned, Optional<Seen> shown) {
        static ProofView of(JsonNode json) {
            return new ProofView(
                    Values.text(json, "proof"),
                    json.path("matches").asBoolean(false),
                    Values.text(json, "verify"),
                    Seen.of(json.path("pinned")),
                    Seen.of(json.path("shown")));
        }

        /** What people call it. */
        public String words() {
            return proof.equals("ssh-key") ? "SSH key" : proof;
        }
    }

    /** A fingerprint with the times of its showing. */
    public record Seen(String fingerprint, Optional<Instant> firstSeen, Optional<Instant> lastSeen) {
        static Optional<Seen> of(JsonNode json) {
            return json.isObject()
                    ? Optional.of(new Seen(
                            Values.text(json, "fingerprint"),
                            Values.moment(json, "first_seen"),
                            Values.moment(json, "last_seen")))
                    : Optional.empty();
        }

        /** Without the kind of key in front. */
        public String bare() {
            return fingerprint.substring(fingerprint.lastIndexOf(' ') + 1);
        }
    }

    public static IdentityView of(JsonNode json) {
        return new IdentityView(
                json.path("trusted").asBoolean(false),
                Values.list(json.path("proofs"), ProofView::of),
                Stored.of(json.path("stored")),
                Optional.of(json.path("record_altered").asString("")).filter(stamp -> !stamp.isEmpty()));
    }
}
