package io.slipway.server.backup;

import static io.slipway.server.backup.Field.base64;
import static io.slipway.server.backup.Field.id;
import static io.slipway.server.backup.Field.keyId;
import static io.slipway.server.backup.Field.line;
import static io.slipway.server.backup.Field.number;
import static io.slipway.server.backup.Field.of;
import static io.slipway.server.backup.Field.text;
import static io.slipway.server.backup.Field.time;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The tables of which a backup holds rows, in the order in which they stand in the file; rows refer only backwards. */
enum Part {
    SETTING("setting", line("name", 200), text("value", 4096)),
    SECRET(
            "secret",
            id("id"),
            text("label", 200),
            number("current_version", 1, 1_000_000),
            number("attached", 0, 1),
            time("created_at"),
            time("rotated_at").orNull(),
            time("used_at").orNull()),
    SECRET_VERSION(
            "secret_version",
            id("secret_id"),
            number("n", 1, 1_000_000),
            of("alg", Pattern.compile("AES-256-GCM")),
            keyId(),
            base64("nonce", 16),
            base64("ciphertext", 128 << 10),
            text("aad", 4096),
            time("created_at")),
    PROFILE(
            "profile",
            id("id"),
            line("user_id", 200),
            line("name", 200),
            number("is_default", 0, 1),
            number("version", 1, 1_000_000),
            time("created_at"),
            time("updated_at")),
    PROFILE_VERSION(
            "profile_version",
            id("profile_id"),
            number("n", 1, 1_000_000),
            line("schema_id", 100),
            number("schema_version", 1, 1000),
            text("config", 8 << 20),
            time("created_at")),
    PLAYBOOK(
            "playbook",
            id("id"),
            line("user_id", 200),
            line("name", 200),
            number("is_default", 0, 1),
            text("content", 64 << 10),
            time("created_at"),
            time("updated_at")),
    HOST(
            "host",
            id("id"),
            of("name", Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")),
            of("kind", Pattern.compile("proxmox")),
            of("address", Pattern.compile("[A-Za-z0-9._:%][A-Za-z0-9._:%-]{0,252}")),
            number("port", 1, 65_535),
            of("user_name", Pattern.compile(Part.USER + "|" + Part.API_TOKEN)),
            line("auth", 4096),
            of("host_key_pin", Pattern.compile(Part.KEY_PIN + "|" + Part.CERTIFICATE)),
            of("tls_pin", Pattern.compile(Part.CERTIFICATE)).orNull(),
            number("tls_port", 1, 65_535),
            of("node", Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")),
            line("limits", 1000),
            time("created_at")),
    HOST_IDENTITY(
            "host_identity",
            id("host_id"),
            of("proof", Pattern.compile("ssh-key|certificate")),
            line("fingerprint", 200),
            time("first_seen_at"),
            time("last_seen_at")),
    HOST_ALARM(
            "host_alarm",
            id("host_id"),
            of("proof", Pattern.compile("ssh-key|certificate")),
            line("pinned", 200),
            line("shown", 200),
            time("raised_at")),
    TEMPLATE_MAPPING(
            "template_mapping", id("host_id"), text("name", 1000), of("native_id", Pattern.compile("[1-9][0-9]{2,8}"))),
    /** Where versions of the product before the bindings kept hosts' passwords. */
    SEALED_SECRET(
            "sealed_secret",
            of("id", Pattern.compile("host-[0-9a-f-]{36}")),
            text("label", 200),
            of("alg", Pattern.compile("A256GCM")),
            keyId(),
            base64("nonce", 16),
            base64("ciphertext", 128 << 10),
            time("created_at")),
    SECRET_BINDING(
            "secret_binding",
            of("scope_type", Pattern.compile("bot|vm|agent|tenant|host|profile")),
            text("scope_id", 200),
            text("field_name", 1000),
            id("secret_id"),
            time("created_at"),
            time("updated_at"));

    private static final String KEY_PIN = "[a-z0-9@.-]{4,64} SHA256:[A-Za-z0-9+/]{43}";
    private static final String USER = "[A-Za-z_][A-Za-z0-9_.@-]{0,63}";
    private static final String API_TOKEN =
            "[^\\s:/@!=\\p{Cntrl}]{1,60}@[A-Za-z][A-Za-z0-9._-]{1,31}![A-Za-z][A-Za-z0-9._-]{1,63}";
    private static final String CERTIFICATE = "(x509 )?([0-9A-F]{2}:){31}[0-9A-F]{2}";

    private final String word;
    private final List<Field> fields;

    Part(String word, Field... fields) {
        this.word = word;
        this.fields = List.of(fields);
    }

    /** The table's name, also in the file. */
    String word() {
        return word;
    }

    List<Field> fields() {
        return fields;
    }

    /** Whether the row has exactly the part's fields, each within its bounds. */
    Optional<String> fault(ObjectNode row) {
        if (row.size() != fields.size()) {
            return Optional.of("its fields");
        }
        return fields.stream()
                .filter(field -> !field.fits(row.get(field.name())))
                .map(Field::name)
                .findFirst();
    }

    static Optional<Part> named(String word) {
        return Arrays.stream(values()).filter(part -> part.word.equals(word)).findFirst();
    }
}
