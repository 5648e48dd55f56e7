package io.slipway.server.backup;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.BackupOrigin;
import io.slipway.server.vault.key.KeyBinding;
import io.slipway.server.vault.key.Keyring.Recovery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands readable at the front of a backup; authenticated with every chunk.
 *
 * @param createdAt when it was made
 * @param product version of the program that made it
 * @param tenant whose data it holds
 * @param origin which key opens it, and that key as the recovery words wrap it
 * @param salt 32 random bytes from which, with the key, the file's own key comes; not copied
 */
record BackupHeader(Instant createdAt, String product, TenantId tenant, BackupOrigin origin, byte[] salt) {
    static final int SALT_BYTES = 32;

    private static final Set<String> FIELDS =
            Set.of("created_at", "product", "tenant", "installation", "key_id", "recovery", "salt", "chunk_bytes");
    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z0-9.+_-]{1,64}");
    private static final Pattern INSTALLATION = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{64}");
    private static final int LARGEST_BLOB = 256;

    ObjectNode json() {
        var json = Json.object()
                .put("created_at", createdAt.toString())
                .put("product", product)
                .put("tenant", tenant.value())
                .put("installation", origin.binding().installation())
                .put("key_id", origin.binding().keyId())
                .put("salt", HexFormat.of().formatHex(salt))
                .put("chunk_bytes", BackupFormat.CHUNK_BYTES);
        origin.recovery().ifPresent(recovery -> json.putObject("recovery")
                .put("made_at", recovery.madeAt().toString())
                .put("blob", Base64.getEncoder().encodeToString(recovery.blob())));
        return json;
    }

    /** @throws IllegalArgumentException, DateTimeException when a field is missing, unknown or wrong */
    static BackupHeader of(ObjectNode json) {
        if (!FIELDS.containsAll(json.propertyNames())
                || json.path("chunk_bytes").asInt(0) != BackupFormat.CHUNK_BYTES) {
            throw new IllegalArgumentException("fields of the header");
        }
        var binding = new KeyBinding(text(json, "installation", INSTALLATION), text(json, "key_id", KEY_ID));
        return new BackupHeader(
                Instant.parse(json.path("created_at").asString("")),
                text(json, "product", PRODUCT),
                new TenantId(json.path("tenant").asString("-")),
                new BackupOrigin(
                        binding, Optional.ofNullable(json.get("recovery")).map(BackupHeader::recovery)),
                HexFormat.of().parseHex(text(json, "salt", SALT)));
    }

    private static Recovery recovery(JsonNode json) throws DateTimeException {
        var blob = Base64.getDecoder().decode(json.path("blob").asString(""));
        if (json.size() != 2 || blob.length == 0 || blob.length > LARGEST_BLOB) {
            throw new IllegalArgumentException("recovery");
        }
        return new Recovery(blob, Instant.parse(json.path("made_at").asString("")));
    }

    private static String text(ObjectNode json, String name, Pattern form) {
        var text = json.path(name).asString("");
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(name);
        }
        return text;
    }
}
