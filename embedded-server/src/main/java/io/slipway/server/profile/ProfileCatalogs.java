package io.slipway.server.profile;

import io.slipway.server.base.Json;
import io.slipway.server.schema.Field.Option;
import io.slipway.server.schema.FormCatalogs;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The tables of Windows as suggestions in a form; languages and countries by their names in the reader's language. */
final class ProfileCatalogs implements FormCatalogs {
    private static final String NO_PERMANENT_ID = "1000";

    private final Locale language;
    private final ConcurrentHashMap<String, List<Option>> made = new ConcurrentHashMap<>();

    ProfileCatalogs(Locale language) {
        this.language = language;
    }

    /** @throws IllegalArgumentException when a schema names a table that is not there, which is a build mistake */
    @Override
    public List<Option> entries(String name) {
        return made.computeIfAbsent(name, this::make);
    }

    private List<Option> make(String name) {
        return switch (name) {
            case "image-languages" -> sorted(table(name, "tag", this::languageName));
            case "user-locales" -> sorted(table(name, "tag", this::languageName));
            case "language-ids" -> sorted(languageIds());
            case "keyboards" -> sorted(table("keyboard-identifiers", "id", ProfileCatalogs::ownName));
            case "countries" -> sorted(countries());
            case "time-zones" -> table(name, "id", ProfileCatalogs::ownName).toList();
            case "windows-editions" ->
                table("windows-editions-generic-keys", "id", ProfileCatalogs::ownName)
                        .toList();
            case "packages" -> sorted(table("appx-packages", "id", ProfileCatalogs::ownName));
            case "capabilities", "optional-features" -> sorted(table(name, "id", ProfileCatalogs::ownName));
            case "iana-time-zones" ->
                sorted(ZoneId.getAvailableZoneIds().stream()
                        .filter(id -> !id.startsWith("SystemV/"))
                        .map(id -> option(id, id)));
            default -> throw new IllegalArgumentException("no table " + name);
        };
    }

    private static Stream<Option> table(String name, String id, Function<JsonNode, String> label) {
        return WindowsFacts.items(name)
                .valueStream()
                .map(item -> option(item.get(id).stringValue(), label.apply(item)));
    }

    private static Option option(String value, String label) {
        return new Option(Json.mapper().getNodeFactory().stringNode(value), label);
    }

    private static String ownName(JsonNode item) {
        return item.path("name").asString(item.path("id").asString(""));
    }

    private String languageName(JsonNode item) {
        var tag = item.get("tag").stringValue();
        return capital(Locale.forLanguageTag(tag).getDisplayName(language), tag);
    }

    private Stream<Option> languageIds() {
        return WindowsFacts.items("user-locales")
                .valueStream()
                .filter(item -> !item.get("lcid").stringValue().equals(NO_PERMANENT_ID))
                .map(item -> option(item.get("lcid").stringValue(), languageName(item)));
    }

    private Stream<Option> countries() {
        return WindowsFacts.items("geo-ids").valueStream().map(item -> {
            var code = item.path("iso2").asString("");
            var name = code.isEmpty()
                    ? item.get("name").stringValue()
                    : Locale.of("", code).getDisplayCountry(language);
            return new Option(item.get("id"), name);
        });
    }

    private static String capital(String name, String otherwise) {
        return name.isEmpty() ? otherwise : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static List<Option> sorted(Stream<Option> options) {
        return options.sorted(Comparator.comparing(Option::label)).toList();
    }
}
