package io.slipway.server.profile;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Tables of names that Windows knows; the sources stand in each file and in NOTICE.
 *
 * <p>Loaded once, immutable afterwards, thread-safe.
 */
public final class WindowsFacts {
    private static final class Holder {
        static final WindowsFacts ONE = new WindowsFacts();
    }

    private final Set<String> timeZones = new HashSet<>();
    private final Map<String, JsonNode> userLocales = new HashMap<>();
    private final Set<String> lcids = new HashSet<>();
    private final Map<String, String> imageLanguages = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> keyboards = new HashMap<>();
    private final Map<Integer, String> geoIds = new HashMap<>();
    private final Map<String, JsonNode> editions = new LinkedHashMap<>();
    private final Map<String, String> kmsKeys = new LinkedHashMap<>();
    private final Map<String, String> packages = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> capabilities = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> features = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> desktopIcons = new LinkedHashMap<>();
    private final Map<String, String> startFolders = new LinkedHashMap<>();
    private final Map<String, String> effects = new LinkedHashMap<>();
    private final Map<String, JsonNode> settings = new LinkedHashMap<>();

    private WindowsFacts() {
        items("time-zones").forEach(item -> timeZones.add(text(item, "id")));
        items("user-locales").forEach(item -> {
            userLocales.put(lower(text(item, "tag")), item);
            lcids.add(lower(text(item, "lcid")));
        });
        items("image-languages").forEach(item -> imageLanguages.put(text(item, "tag"), text(item, "lcid")));
        items("keyboard-identifiers").forEach(item -> keyboards.put(lower(text(item, "id")), text(item, "type")));
        items("geo-ids")
                .forEach(item ->
                        geoIds.put(item.get("id").intValue(), item.path("iso2").asString("")));
        items("windows-editions-generic-keys").forEach(item -> editions.put(text(item, "id"), item));
        items("kms-client-keys").forEach(item -> kmsKeys.put(text(item, "product"), text(item, "setupKey")));
        selectors("appx-packages", packages);
        selectors("capabilities", capabilities);
        selectors("optional-features", features);
        items("desktop-icons").forEach(item -> desktopIcons.put(text(item, "id"), text(item, "clsid")));
        items("start-folders").forEach(item -> startFolders.put(text(item, "name"), text(item, "base64")));
        items("visual-effects").forEach(item -> effects.put(text(item, "id"), text(item, "botMoxKey")));
        items("windows-settings").forEach(item -> settings.put(text(item, "id"), item));
    }

    /** The tables. */
    public static WindowsFacts get() {
        return Holder.ONE;
    }

    public boolean timeZone(String id) {
        return timeZones.contains(id);
    }

    public boolean userLocale(String tag) {
        return userLocales.containsKey(lower(tag));
    }

    /** Whether Windows client images exist in this language. */
    public boolean imageLanguage(String tag) {
        return imageLanguages.containsKey(tag);
    }

    public boolean geoId(int id) {
        return geoIds.containsKey(id);
    }

    /** ISO 3166 code of a home location, empty for seas and the like. */
    public Optional<String> country(int geoId) {
        return Optional.ofNullable(geoIds.get(geoId)).filter(code -> !code.isEmpty());
    }

    /** Whether it is a keyboard layout id of eight hex digits. */
    public boolean keyboard(String id) {
        return "keyboard".equals(keyboards.get(lower(id)));
    }

    /** Whether it is a complete input method id. */
    public boolean inputMethod(String id) {
        return "ime".equals(keyboards.get(lower(id)));
    }

    /** Whether four hex digits name a language with a permanent id. */
    public boolean languageId(String lcid) {
        return !lcid.equals("1000") && lcids.contains(lower(lcid));
    }

    /** Four hex digits for a locale tag; empty for unknown tags and for locales without a permanent id. */
    public Optional<String> languageIdOf(String tag) {
        return Optional.ofNullable(userLocales.get(lower(tag)))
                .map(item -> text(item, "lcid"))
                .filter(lcid -> !lcid.equals("1000"));
    }

    /** The usual keyboard or input method of a locale. */
    public Optional<String> defaultKeyboard(String tag) {
        return Optional.ofNullable(userLocales.get(lower(tag)))
                .map(item -> item.path("defaultKeyboard"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue);
    }

    /** The published setup key of an edition; it selects the edition and does not activate. */
    public Optional<String> genericKey(String edition) {
        return Optional.ofNullable(editions.get(edition)).map(item -> text(item, "setupKey"));
    }

    /** Ids of editions with a generic key. */
    public Set<String> editions() {
        return editions.keySet();
    }

    /** The edition whose name ends the image name, as in {@code Windows 11 Pro}; the longest name wins. */
    public Optional<String> editionOfImage(String imageName) {
        return editions.values().stream()
                .filter(item -> imageName.matches("(?i)Windows 1[01] \\Q" + text(item, "name") + "\\E"))
                .map(item -> text(item, "id"))
                .findFirst();
    }

    /** The published KMS client key of a product such as {@code Windows Server 2022 Standard}. */
    public Optional<String> kmsKey(String product) {
        return Optional.ofNullable(kmsKeys.get(product));
    }

    /** Known selectors of provisioned packages, each with a caution or an empty text. */
    public Map<String, String> packages() {
        return packages;
    }

    /** Known selectors of capabilities, each with a caution or an empty text. */
    public Map<String, String> capabilities() {
        return capabilities;
    }

    /** Known optional features, each with a caution or an empty text. */
    public Map<String, String> features() {
        return features;
    }

    /** Desktop icon names and class ids, in table order. */
    public Map<String, String> desktopIcons() {
        return desktopIcons;
    }

    /** Start menu folders and their 16 bytes in base64, in table order. */
    public Map<String, String> startFolders() {
        return startFolders;
    }

    /** Visual effects and their name in the config form, in table order. */
    public Map<String, String> effects() {
        return effects;
    }

    /** Settings with registry values, by name. */
    public Map<String, JsonNode> settings() {
        return settings;
    }

    private static void selectors(String table, Map<String, String> into) {
        items(table)
                .forEach(item -> into.put(text(item, "id"), item.path("caution").asString("")));
    }

    /** The entries of a table as they stand in its file. */
    static JsonNode items(String table) {
        try (InputStream in = WindowsFacts.class.getResourceAsStream("data/" + table + ".json")) {
            if (in == null) {
                throw new IllegalStateException("no table " + table);
            }
            return Json.parse(in.readAllBytes()).get("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode item, String field) {
        return item.get(field).stringValue();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
