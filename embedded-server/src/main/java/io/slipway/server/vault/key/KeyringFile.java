package io.slipway.server.vault.key;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.vault.key.Keyring.Recovery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keyring in {@code vault.json} of the data folder. It is replaced as a whole, so a crash leaves the old or the new one.
 *
 * <p>The file ends with a code under the vault key over everything else: parts of an older file, or of another one, that were
 * put into it are noticed when the key is known.
 */
public final class KeyringFile {
    /** Its name in the data folder. */
    public static final String NAME = "vault.json";

    private static final String FORMAT = "slipway-vault";
    private static final int VERSION = 1;
    private static final int LARGEST = 16 << 10;
    private static final int MOST_PARAMETERS = 8;
    private static final int LARGEST_BLOB = 4096;
    private static final Set<String> FIELDS = Set.of(
            "format", "version", "installation", "key_id", "protector", "recovery", "records", "former_keys", "code");
    private static final Pattern INSTALLATION = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final Path file;

    public KeyringFile(Path dataFolder) {
        this.file = dataFolder.resolve(NAME);
    }

    /** What lies there. */
    public sealed interface Found {}

    /** No such file. */
    public record Missing() implements Found {}

    /**
     * A file that is no keyring of ours.
     *
     * @param reason one sentence for the operator
     */
    public record Damaged(String reason) implements Found {}

    /**
     * A keyring whose code is not checked yet.
     *
     * @param code base64 of the file's last field
     */
    public record Loaded(Keyring keyring, byte[] code) implements Found {
        /** Whether the file is as the holder of the key wrote it. */
        public boolean writtenBy(byte[] key) {
            return MessageDigest.isEqual(code, KeyWrap.authenticate(key, authenticated(json(keyring))));
        }

        @Override
        public String toString() {
            return "Loaded[" + keyring + "]";
        }
    }

    /** Reads the file strictly. */
    public Found load() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Missing();
        }
        try {
            if (Files.size(file) > LARGEST) {
                return new Damaged("The file " + NAME + " is too large to be ours.");
            }
            var text = Files.readString(file, StandardCharsets.UTF_8);
            return parse(Json.parseObject(text));
        } catch (IOException | SlipwayException | IllegalArgumentException | DateTimeException e) {
            return new Damaged("The file " + NAME + " is damaged.");
        }
    }

    /**
     * Replaces the file durably.
     *
     * @param key the vault key, for the file's code
     * @throws SlipwayException CONFIG_ERROR when it cannot be written
     */
    public void save(Keyring keyring, byte[] key) {
        var json = json(keyring);
        json.put("code", base64(KeyWrap.authenticate(key, authenticated(json))));
        try {
            PrivateFiles.write(file, (Json.pretty(json) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The file " + NAME + " cannot be written: "
                                    + e.getClass().getSimpleName() + ".",
                            "Check that the data folder is writable by this user and has free space."),
                    e);
        }
    }

    /**
     * Keeps a copy of the file, as it is, under a name that no other copy has; nothing to keep is success.
     *
     * @param at epoch milliseconds, for the name
     * @return the copy's name
     * @throws SlipwayException CONFIG_ERROR when it cannot be copied
     */
    public Optional<String> setAside(long at) {
        return SetAside.copy(file, at);
    }

    private static byte[] authenticated(ObjectNode json) {
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(Keyring keyring) {
        var json = Json.object()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("installation", keyring.binding().installation())
                .put("key_id", keyring.binding().keyId());
        var protector =
                json.putObject("protector").put("kind", keyring.main().kind().word());
        var parameters = protector.putObject("parameters");
        new TreeMap<>(keyring.main().parameters()).forEach(parameters::put);
        protector.put("blob", base64(keyring.main().blob()));
        keyring.recovery().ifPresent(recovery -> json.putObject("recovery")
                .put("made_at", recovery.madeAt().toString())
                .put("blob", base64(recovery.blob())));
        if (keyring.records()) {
            json.put("records", true);
        }
        var former = json.putArray("former_keys");
        keyring.formerKeys().forEach(former::add);
        return json;
    }

    private static Found parse(ObjectNode json) {
        if (!json.path("format").asString("").equals(FORMAT)) {
            return new Damaged("The file " + NAME + " is no keyring of Slipway.");
        }
        if (json.path("version").asInt(0) != VERSION) {
            return new Damaged("The file " + NAME + " was written by another version of Slipway.");
        }
        if (!FIELDS.containsAll(json.propertyNames())) {
            throw new IllegalArgumentException("unknown fields");
        }
        var binding = new KeyBinding(text(json, "installation", INSTALLATION), text(json, "key_id", KEY_ID));
        var recovery = Optional.ofNullable(json.get("recovery")).map(KeyringFile::recovery);
        var records = json.get("records");
        if (records != null && !(records.isBoolean() && records.booleanValue())) {
            throw new IllegalArgumentException("records");
        }
        return new Loaded(
                new Keyring(binding, protector(object(json.get("protector"))), recovery, records != null, former(json)),
                blob(json, "code"));
    }

    private static Wrapped protector(ObjectNode json) {
        var kind = ProtectorKind.of(json.path("kind").asString(""))
                .orElseThrow(() -> new IllegalArgumentException("unknown protector"));
        var stored = object(json.get("parameters"));
        if (json.size() != 3 || stored.size() > MOST_PARAMETERS) {
            throw new IllegalArgumentException("fields of the protector");
        }
        Map<String, String> parameters = new TreeMap<>();
        for (var name : stored.propertyNames()) {
            if (!PARAMETER.matcher(name).matches()) {
                throw new IllegalArgumentException("parameter name");
            }
            parameters.put(name, text(stored, name, PARAMETER));
        }
        return new Wrapped(kind, parameters, blob(json, "blob"));
    }

    private static Recovery recovery(JsonNode node) {
        var json = object(node);
        if (json.size() != 2) {
            throw new IllegalArgumentException("fields of the recovery");
        }
        return new Recovery(
                blob(json, "blob"), Instant.parse(json.path("made_at").asString("")));
    }

    private static List<String> former(ObjectNode json) {
        var ids = new ArrayList<String>();
        var stored = json.path("former_keys");
        if (!stored.isArray() || stored.size() > Keyring.MOST_FORMER_KEYS) {
            throw new IllegalArgumentException("former keys");
        }
        for (var id : stored) {
            if (!KEY_ID.matcher(id.asString("")).matches()) {
                throw new IllegalArgumentException("former key");
            }
            ids.add(id.asString(""));
        }
        return ids;
    }

    private static ObjectNode object(@Nullable JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("an object is missing");
    }

    private static String text(ObjectNode json, String name, Pattern form) {
        var node = json.path(name);
        if (!node.isString() || !form.matcher(node.asString("")).matches()) {
            throw new IllegalArgumentException("wrong text");
        }
        return node.asString("");
    }

    private static byte[] blob(ObjectNode json, String name) {
        var bytes = Base64.getDecoder().decode(json.path(name).asString(""));
        if (bytes.length == 0 || bytes.length > LARGEST_BLOB) {
            throw new IllegalArgumentException("wrong length");
        }
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
